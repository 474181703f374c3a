/**
 * Why Active Directory refused a bind: it answers 49 for everything and puts a code of its own into the text, as in
 * `80090308: LdapErr: ..., data 52e, v4563` (Samba writes the same). 52e is said of a wrong password and of an unknown name.
 */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['525', 'there is no such account'],
  ['52e', 'the password is wrong, or there is no such account'],
  ['530', 'the account may not sign in at this time of day'],
  ['531', 'the account may not sign in from this machine'],
  ['532', 'the password has expired'],
  ['533', 'the account is disabled'],
  ['568', 'the account is in too many groups'],
  ['701', 'the account has expired'],
  ['773', 'the password must be changed first'],
  ['775', 'the account is locked'],
]);

/** In words what a refused bind means; the server's own text is never repeated, since it may name more than the reason. */
export function bindRefusal(diagnostic: string): { readonly code: string | null; readonly reason: string } {
  const code = /\bdata ([0-9a-f]{3,4})\b/i.exec(diagnostic)?.[1]?.toLowerCase() ?? null;
  const known = code === null ? undefined : REASONS.get(code);
  if (known !== undefined) return { code, reason: known };
  // OpenLDAP's password policy says so where it is told to (`ppolicy_use_lockout`).
  if (/account locked/i.test(diagnostic)) return { code, reason: 'the account is locked' };
  return { code, reason: 'the name or the password is wrong' };
}
