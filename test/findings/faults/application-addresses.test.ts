import { describe, expect, test } from 'vitest';
import { expectFlag, expectText, expectTexts } from '../../../src/providers/expect-members.ts';
import { connectKeycloak } from '../../../src/providers/keycloak/connect.ts';
import { Secret } from '../../../src/model/secret.ts';
import { startKeycloakPeer } from '../../../src/sandbox/peers/keycloak/keycloak-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { altered, replaced } from './altered.ts';

const context = { lane: 'interactive', transactionId: 'test' } as const;
const wrong = ['https://a.example.com/*', { another: 'type' }, 7, ['https://a.example.com/*', 7]] as const;

describe('addresses of an application that are no list of texts', () => {
  test('make the applications ones that cannot be read, not ones without addresses', async () => {
    const peer = await startKeycloakPeer({ people: drawPeerPeople({ users: 3 }) });
    const { baseUrl, realm, clientId } = peer;
    const provider = connectKeycloak({
      key: 'keycloak',
      baseUrl,
      realm,
      clientId,
      clientSecret: new Secret(peer.clientSecret),
      tokenAuthMethod: 'basic',
      writable: false,
      pageSize: 12,
    });
    try {
      const [application] = (await provider.applications.list(context)).rows;
      for (const redirectUris of wrong) {
        peer.faults.clear();
        peer.faults.add(altered(/\/clients/, replaced('redirectUris', redirectUris, Array.isArray)));
        const whole = provider.applications.list(context);
        await expect(whole).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
        const one = provider.applications.get(application?.externalId ?? '', context);
        await expect(one).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      }
    } finally {
      await provider.close();
      await peer.close();
    }
  });

  test('are told from those that there are none of', () => {
    const origin = {
      directory: 'main',
      method: 'GET',
      route: 'applications',
      transactionId: 'test',
    } as const;
    const check = (value: unknown) => () => expectTexts({ value }, 'value', origin);
    for (const none of [undefined, null, [], ['https://a.example.com']]) expect(check(none)).not.toThrow();
    for (const value of wrong) expect(check(value)).toThrow(/in value, found/);
  });

  test('and so are switches and words by which it is told what an application is', () => {
    const origin = {
      directory: 'main',
      method: 'GET',
      route: 'applications',
      transactionId: 'test',
    } as const;
    for (const none of [undefined, null, false, true])
      expect(() => expectFlag({ none }, 'none', origin)).not.toThrow();
    for (const none of [undefined, null, '', 'a word'])
      expect(() => expectText({ none }, 'none', origin)).not.toThrow();
    for (const flag of ['true', 1, {}]) expect(() => expectFlag({ flag }, 'flag', origin)).toThrow(/in flag/);
    for (const word of [true, 1, ['a word']])
      expect(() => expectText({ word }, 'word', origin)).toThrow(/in word/);
  });
});
