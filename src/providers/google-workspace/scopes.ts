const BASE = 'https://www.googleapis.com/auth/admin.directory';

/**
 * What each part of the adapter needs. Every part asks for a token of its own: Google refuses the whole token when one scope
 * of it is not delegated (`unauthorized_client`), and the parts that are delegated shall go on working.
 */
export const SCOPES = {
  readUsers: `${BASE}.user.readonly`,
  readGroups: `${BASE}.group.readonly ${BASE}.group.member.readonly`,
  readRoles: `${BASE}.rolemanagement.readonly`,
  writeUsers: `${BASE}.user`,
  writeMembers: `${BASE}.group.member`,
  /** Signing out, and turning the second step off. */
  userSecurity: `${BASE}.user.security`,
  writeRoles: `${BASE}.rolemanagement`,
} as const;

/** A part of the adapter, by the scopes that it needs. */
export type Part = keyof typeof SCOPES;
