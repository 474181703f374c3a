import type { PeerRoute } from '../peer-server.ts';

const BASE = 'https://www.googleapis.com/auth/admin.directory';

export const DIRECTORY = '/admin/directory/v1';

/** A route, and the scopes of which one is enough for it (Directory API reference, "Authorization scopes"). */
export interface ScopedRoute extends PeerRoute {
  readonly scopes: readonly string[];
}

export const USERS_READ = [`${BASE}.user`, `${BASE}.user.readonly`];
export const USERS_WRITE = [`${BASE}.user`];
export const USER_SECURITY = [`${BASE}.user.security`];
export const GROUPS_READ = [`${BASE}.group`, `${BASE}.group.readonly`];
export const MEMBERS_READ = [...GROUPS_READ, `${BASE}.group.member`, `${BASE}.group.member.readonly`];
export const MEMBERS_WRITE = [`${BASE}.group`, `${BASE}.group.member`];
export const ROLES_READ = [`${BASE}.rolemanagement`, `${BASE}.rolemanagement.readonly`];
export const ROLES_WRITE = [`${BASE}.rolemanagement`];

/** What a customer delegates to a gateway that may do everything. */
export const ALL_SCOPES: readonly string[] = [
  ...USERS_READ,
  ...USER_SECURITY,
  ...MEMBERS_READ,
  ...ROLES_READ,
];
