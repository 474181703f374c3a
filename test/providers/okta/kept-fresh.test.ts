import { expect, test } from 'vitest';
import { connectOkta } from '../../../src/providers/okta/connect.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { keepFresh } from '../kept-fresh.ts';
import { connectionTo, context, openPeer, someoneWho } from './support/peer.ts';

/** Okta counts members in lists of groups only: of a group that was read alone the count, and what follows from it, is unknown. */
function uncounted(said: unknown): unknown {
  if (Array.isArray(said)) return said.map(uncounted);
  if (typeof said !== 'object' || said === null) return said;
  const isMembership = 'groupName' in said;
  const kept = Object.entries(said).filter(
    ([name]) => name !== 'directMemberCount' && !(isMembership && name === 'type'),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, uncounted(value)]));
}

test('a snapshot that the System Log keeps fresh says what a whole new sweep says', async () => {
  const peer = await openPeer({ people: drawPeerPeople({ users: 25 }) });
  // Who holds a role is then read from the list of administrators, which is kept for a while.
  const connect = () => connectOkta(connectionTo(peer, { systemLog: true, adminListIncludesGroups: true }));
  const provider = connect();
  const refresh = await keepFresh(connect);
  const userId = someoneWho(peer, 'ACTIVE');
  const auditors = [...peer.org.groups.values()].find(({ profile }) => profile.name === 'Auditors')?.id ?? '';
  const holder = [...peer.org.factors].find(([id, factors]) => factors.length > 0 && id !== userId);

  await provider.userWrites.setEnabled(userId, false, context);
  await provider.membershipWrites.addUserToGroup(userId, auditors, context);
  await provider.mfaWrites.deleteDevice(holder?.[0] ?? '', holder?.[1][0]?.id ?? '', context);
  const first = await refresh();
  expect(uncounted(first.kept)).toEqual(uncounted(first.whole));

  peer.org.users.delete(userId);
  peer.log.note('user.lifecycle.delete.initiated', { type: 'User', id: userId });
  for (const members of peer.org.members.values()) members.delete(userId);
  peer.org.roles.delete(auditors);
  peer.log.note('group.privilege.revoke', { type: 'UserGroup', id: auditors });
  const second = await refresh();
  expect(uncounted(second.kept)).toEqual(uncounted(second.whole));
  await provider.close();
});
