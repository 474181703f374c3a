import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectOkta } from '../../../src/providers/okta/connect.ts';
import { startOktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { device, ofUser, person } from '../support.ts';
import { altered } from './altered.ts';
import { leftOut } from './damage.ts';

test('a factor that does not say what it is makes the list one that cannot be read', async () => {
  const peer = await startOktaPeer({ people: drawPeerPeople({ users: 12, seed: 4 }), hasApplication: false });
  const provider = connectOkta({
    key: 'okta',
    orgUrl: peer.url,
    apiToken: new Secret(peer.apiToken),
    writable: false,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
  });
  try {
    peer.faults.add(altered(/\/factors$/, leftOut(['factorType'])));
    const [userId = ''] = [...peer.org.factors].find(([, factors]) => factors.length > 0) ?? [];
    await expect(
      provider.mfa.devicesOf(userId, { lane: 'interactive', transactionId: 'test' }),
    ).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  } finally {
    await provider.close();
    await peer.close();
  }
});

test('a factor of a kind that nobody knows may be a telephone, and leaves open whose it is', async () => {
  const user = person({ mobilePhone: '+46701234567' });
  const said = async (...devices: Parameters<typeof device>[]) => {
    const rows = devices.map((given) => device(...given));
    const sources = { devices: async () => ({ rows, complete: true, reason: null }) };
    const { state, unknownReason } = await ofUser('mfa::factor_contact_mismatch', { user, sources });
    return [state, unknownReason];
  };
  const [own, foreign] = ['+46701234567', '+46709999999'];
  expect(await said(['SMS', { contact: own }])).toEqual(['ABSENT', null]);
  expect(await said(['UNKNOWN', { contact: foreign }])).toEqual(['UNKNOWN', 'INVALID_VALUE']);
  expect(await said(['UNKNOWN'], ['SMS', { contact: own }])).toEqual(['UNKNOWN', 'INVALID_VALUE']);
  expect(await said(['UNKNOWN', { status: 'BLOCKED' }])).toEqual(['ABSENT', null]);
  // What another device settles, it does not leave open.
  expect(await said(['UNKNOWN'], ['SMS', { contact: foreign }])).toEqual(['PRESENT', null]);
});
