import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectOkta } from '../../../src/providers/okta/connect.ts';
import { defaultScopes } from '../../../src/providers/okta/upstream.ts';
import { applicationOf, connect, connectionTo, context, openPeer } from './support/peer.ts';

const list = { limit: 1, cursor: null, providerFilter: null };

describe('a service application', () => {
  test('that has to prove possession of a key (DPoP) is told that this is not supported', async () => {
    const peer = await openPeer();
    peer.application.dpop = true;
    const provider = connect(applicationOf(peer));
    await expect(provider.users.list(list, context)).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      facts: { providerCode: 'use_dpop_nonce' },
      message: expect.stringMatching(/demands DPoP, which is not supported.*Clear "Require/s) as string,
    });
    const [token, ...others] = await provider.checkHealth(context);
    expect(token).toMatchObject({ code: 'TOKEN', status: 'FAILED' });
    expect(token?.hint).toContain('DPoP');
    expect(others).toEqual([]);
  });

  test('asks for the scopes that it needs and no others, unless the settings name some', async () => {
    const peer = await openPeer();
    peer.application.granted = ['okta.users.read'];
    const all = connect(applicationOf(peer));
    await expect(all.users.list(list, context)).rejects.toMatchObject({
      facts: { providerCode: 'invalid_scope' },
    });
    const some = connect(applicationOf(peer, { scopes: 'okta.users.read' }));
    expect((await some.users.list(list, context)).rows).toHaveLength(1);
    await expect(some.groups.list(list, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(defaultScopes(false)).not.toContain('manage');
    expect(defaultScopes(true)).toContain('okta.users.manage');
  });

  test('with another key than the one that Okta knows is refused, and the key is in no error', async () => {
    const peer = await openPeer();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const provider = connect(applicationOf(peer, { privateKey: new Secret(pem) }));
    const [token] = await provider.checkHealth(context);
    expect(token).toMatchObject({ code: 'TOKEN', status: 'FAILED' });
    expect(token?.hint).toContain('public half of this private key');
    expect(JSON.stringify(token)).not.toContain(pem.slice(60, 100));
  });
});

test('an API token that Okta does not know is called that, and is in no error', async () => {
  const peer = await openPeer();
  const provider = connect(connectionTo(peer, { apiToken: new Secret('00wrong-token') }));
  const checks = await provider.checkHealth(context);
  expect(checks).toMatchObject([
    { code: 'TOKEN', status: 'FAILED', message: 'Okta refuses the API token (401 E0000011).' },
  ]);
  expect(checks[0]?.hint).toContain('30 days');
  expect(JSON.stringify(checks)).not.toContain('00wrong-token');
});

test('a connection without a whole credential says what is missing', () => {
  const { apiToken: _, ...nothing } = connectionTo({ url: 'https://example.okta.com', apiToken: 'x' });
  expect(() => connectOkta({ ...nothing, clientId: '0oa1' })).toThrow(
    'okta: expected an API token, or a client id with a private key; received neither whole.',
  );
});
