import type { User } from '../../model/user.ts';
import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { type Truth, undecided } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

/** ADS_UF_PASSWD_NOTREQD of `userAccountControl` (MS-ADTS, section 2.2.16). */
const PASSWORD_NOT_REQUIRED = 0x0020;

/** Only Active Directory has the flag; its word for an account's state begins with all of them. */
function mayBeEmpty({ rawStatus }: User): Truth {
  const [, control] = /\buserAccountControl=(\S+)/.exec(rawStatus) ?? [];
  if (control === undefined) return undecided('NOT_CAPABLE');
  if (!/^\d+$/.test(control)) return undecided('FIELD_NULL');
  // Bits above 31 are cut off by the operator, and no flag is there.
  return (Number(control) & PASSWORD_NOT_REQUIRED) !== 0;
}

export const passwordNotRequired = defineRule<'USER'>({
  id: 'lifecycle::password_not_required',
  title: 'Account may have an empty password',
  description:
    'A flag of the directory lets this account do without a password. Whoever knows its name may be able to sign on with it.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  kinds: ['LDAP'],
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5(1)'], attack: ['T1078'] }),
  remedies: remedies('clearPasswordNotRequired'),
  settings: [],
  caveats: ['The flag is often left over from provisioning though there is a password.'],
  scope: ({ user }) => usable(user),
  holds: ({ user }) => mayBeEmpty(user),
  evidence: ({ user }) => [evidence('status', user.rawStatus)],
});
