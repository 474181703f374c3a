import { withDerived } from '../../src/sandbox/peers/google-workspace/group-routes.ts';
import type { GoogleWorkspacePeer } from '../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { connected, groupNamed } from '../providers/google-workspace/support.ts';
import { FAULTS } from './faults.ts';
import type { ProviderStage, Truth } from './stage.ts';

/** Google Workspace, played by our own simulated peer. */
export async function openGoogleWorkspaceStage(): Promise<ProviderStage> {
  const stage = await connected();
  const { peer, provider } = stage;
  return {
    provider,
    truth: truthOf(peer),
    pageSize: 20,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      peer.faults.clear();
      if (how !== null) peer.faults.add({ route: /^\/admin\//, fault: FAULTS[how] });
    },
    writes: () => peer.requests.writes.filter(({ path }) => path !== '/token').length,
    close: async () => await stage.close(),
  };
}

function truthOf(peer: GoogleWorkspacePeer): Truth {
  const there = [...peer.users.values()].filter(({ deletionTime }) => deletionTime === undefined);
  const joinable = groupNamed(peer, 'Sales');
  const onCall = groupNamed(peer, 'On call');
  const isIn = (groupId: string, userId: string): boolean => withDerived(groupId, peer).has(userId);
  const someone = there.find(
    (user) =>
      !user.suspended &&
      !user.archived &&
      !user.isAdmin &&
      !user.isDelegatedAdmin &&
      !user.changePasswordAtNextLogin &&
      !String(user['lastLoginTime']).startsWith('1970') &&
      user.isEnrolledIn2Sv &&
      !user.isEnforcedIn2Sv &&
      !isIn(joinable, user.id) &&
      !isIn(onCall, user.id),
  );
  // The first one is the administrator as whom the gateway acts.
  const [, second] = there.filter(({ isAdmin }) => isAdmin);
  const superAdmin = [...peer.roles.values()].find(({ isSuperAdminRole }) => isSuperAdminRole);
  if (someone === undefined || second === undefined || superAdmin === undefined)
    throw new Error('The drawn people lack somebody whom the contract needs.');
  return {
    users: [...peer.users.keys()],
    groups: [...peer.groups.keys()],
    members: new Map([
      [groupNamed(peer, 'Everyone'), there.map(({ id }) => id)],
      [groupNamed(peer, 'Everybody at once'), there.map(({ id }) => id)],
      [
        groupNamed(peer, 'All of engineering'),
        [...withDerived(groupNamed(peer, 'All of engineering'), peer).values()]
          .filter(({ type }) => type === 'USER')
          .map(({ id }) => id),
      ],
    ]),
    someone: { id: someone.id, username: someone.primaryEmail, email: someone.primaryEmail },
    joinable,
    administrator: { userId: second.id, roleId: superAdmin.roleId },
  };
}
