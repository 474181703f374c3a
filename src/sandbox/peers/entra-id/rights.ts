import type { PeerRequest } from '../peer-server.ts';

/** Application permissions of Microsoft Graph that the peer knows. */
export const EVERY_PERMISSION = [
  'User.Read.All',
  'User-LifeCycleInfo.Read.All',
  'User.EnableDisableAccount.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.RevokeSessions.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Application.Read.All',
  'RoleManagement.Read.Directory',
  'RoleManagement.ReadWrite.Directory',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.Read.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'Policy.Read.All',
] as const;
export type Permission = (typeof EVERY_PERMISSION)[number];

/** By the beginning of the path; the first that fits counts. What is not here needs nothing but a token. */
const NEEDS: readonly (readonly [path: RegExp, read: Permission, write: Permission | null])[] = [
  [
    /^\/users\/[^/]+\/authentication/,
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  [/^\/users\/[^/]+\/revokeSignInSessions/, 'User.Read.All', 'User.RevokeSessions.All'],
  [/^\/users\/[^/]+\/(transitiveM|m)emberOf/, 'GroupMember.Read.All', null],
  [/^\/(users|directory\/deletedItems)/, 'User.Read.All', null],
  [/^\/groups/, 'GroupMember.Read.All', 'GroupMember.ReadWrite.All'],
  [/^\/(servicePrincipals|applications)/, 'Application.Read.All', null],
  [/^\/(policies|identity\/conditionalAccess)\//, 'Policy.Read.All', null],
  [/^\/roleManagement/, 'RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory'],
  [/^\/reports/, 'AuditLog.Read.All', null],
];

/** The permission that is missing for a request; null: it may be made as far as its path says. */
export function missingPermission(
  { method, url }: Pick<PeerRequest, 'method' | 'url'>,
  held: ReadonlySet<Permission>,
): Permission | null {
  const path = url.pathname.replace(/^\/v1\.0/, '');
  const [, read, write] = NEEDS.find(([beginning]) => beginning.test(path)) ?? [];
  const needed = method === 'GET' ? read : write;
  return needed === undefined || needed === null || held.has(needed) ? null : needed;
}
