import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import { startEntraIdPeer } from '../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { leftOut } from './damage.ts';
import { Random } from './random.ts';

test('a group that holds a role and does not say that it is one takes the role from nobody', async () => {
  const peer = await startEntraIdPeer({ people: drawPeerPeople({ users: 12, seed: 7 }), seed: 7 });
  const provider = connectEntraId({
    key: 'entra',
    tenantId: peer.tenantId,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    graphUrl: peer.graphUrl,
    loginUrl: peer.loginUrl,
    writable: false,
  });
  try {
    const damage = leftOut(['@odata.type']);
    peer.faults.add({
      route: /\/roleAssignments$/,
      fault: {
        kind: 'altered',
        alter: (answer) => ({ ...answer, ...damage(answer.body, new Random(1)) }),
      },
    });
    const [userId = ''] = peer.users.keys();
    await expect(
      provider.users.roleAssignmentsOf(userId, { lane: 'interactive', transactionId: 'test' }),
    ).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  } finally {
    await provider.close();
    await peer.close();
  }
});
