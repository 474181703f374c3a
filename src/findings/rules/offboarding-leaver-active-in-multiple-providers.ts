import { controls, remedies } from '../controls.ts';
import { and } from '../kleene.ts';
import { disabled } from '../predicates/account.ts';
import { speaksForPerson, usableElsewhere, usableElsewhereRows } from '../predicates/person-accounts.ts';
import { defineRule } from '../rule.ts';

export const leaverActiveInMultipleProviders = defineRule<'USER'>({
  id: 'offboarding::leaver_active_in_multiple_providers',
  title: 'One leaver still usable in several directories',
  description:
    'The person is switched off here, in the primary directory, and can still use accounts in several others. Offboarding has not reached them at all. Accounts count that are tied to the person by a strong key.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'CRITICAL',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)', 'PS-4(2)'], cis: ['6.2'], iso27001: ['5.18'] }),
  remedies: remedies('offboardIdentity', 'suspendUser'),
  settings: ['minLeaverDirectories'],
  caveats: [
    'A wrong link weighs more here than elsewhere: accounts count only when a strong key ties them to the person.',
  ],
  scope: (facts) =>
    and(
      () => facts.directory.isPrimary,
      () => disabled(facts.user),
      // Of a person with several accounts here the one in use is judged: if it is switched off, so are the others.
      () => speaksForPerson(facts),
    ),
  holds: usableElsewhere,
  evidence: usableElsewhereRows,
});
