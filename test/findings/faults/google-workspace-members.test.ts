import { expect, test } from 'vitest';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import { startGoogleWorkspacePeer } from '../../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { connectionTo } from '../../providers/google-workspace/support.ts';
import { altered, replaced } from './altered.ts';

const context = { lane: 'interactive', transactionId: 'test' } as const;

test('a group of everybody whose member does not say that it is the customer is not an empty one', async () => {
  const peer = await startGoogleWorkspacePeer({ people: drawPeerPeople({ users: 12, seed: 7 }) });
  const provider = connectGoogleWorkspace(connectionTo(peer));
  try {
    const groups = await provider.groups.list({ limit: 100, cursor: null }, context);
    const groupId = groups.rows.find(({ name }) => name === 'Everybody at once')?.externalId ?? '';
    const count = () => provider.groups.totalMemberCount(groupId, context);
    const page = () => provider.groups.members(groupId, { limit: 10, cursor: null }, context);
    expect(await count()).toBeNull();
    for (const type of ['SOMETHING_NEW', 7, { another: 'type' }, null]) {
      peer.faults.clear();
      peer.faults.add(altered(/\/members$/, replaced('type', type)));
      await expect(count()).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      await expect(page()).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    }
    for (const members of ['another type', { another: 'type' }, 7]) {
      peer.faults.clear();
      peer.faults.add(altered(/\/members$/, replaced('members', members, Array.isArray)));
      await expect(count()).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    }
  } finally {
    await provider.close();
    await peer.close();
  }
});
