/** Which kinds of directories a rule is about, by what they have: one of these is enough. */
import type { Capability } from '../model/directory.ts';

/** Where people sign on to applications. SCIM and LDAP only keep accounts: how people sign on is decided elsewhere. */
export const signOnServices: readonly Capability[] = ['SIGN_ON_POLICIES', 'APPLICATIONS', 'MFA_DEVICES'];

/** Where passwords are checked, and may be locked or have to be changed. */
export const passwordKeepers: readonly Capability[] = [
  ...signOnServices,
  'PASSWORD_POLICIES',
  'PASSWORD_STATE',
];
