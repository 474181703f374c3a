import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, not, type Truth, undecided } from '../kleene.ts';
import { kindOf } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isBreakGlass } from '../predicates/lists.ts';
import { defineRule } from '../rule.ts';

const generic: ReadonlySet<string> = new Set([
  'admin',
  'administrator',
  'root',
  'helpdesk',
  'it',
  'support',
  'test',
  'sysadmin',
  'superuser',
]);

function looksShared(facts: UserFacts): Truth {
  if (kindOf(facts) === 'SHARED') return true;
  const { username } = facts.user;
  if (username === null) return undecided('FIELD_NULL');
  return generic.has(username.toLowerCase().split('@')[0] ?? '');
}

export const genericAdminAccount = defineRule<'USER'>({
  id: 'admin::generic_admin_account',
  title: 'Administrator account looks shared',
  description:
    'An account with an administrator role carries a name such as "admin" or "support". Nobody can tell who used it.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(5)', 'AC-2'],
    cis: ['5.4', '4.7'],
    iso27001: ['5.16'],
    attack: ['T1078.001'],
  }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['breakGlass', 'serviceAccountPatterns'],
  caveats: ['Emergency accounts often carry such names; those that are listed are left out.'],
  scope: (facts) =>
    and(
      () => not(isBreakGlass(facts)),
      () => isAdministrator(facts),
    ),
  holds: looksShared,
  evidence: (facts) => [evidence('username', facts.user.username), evidence('kind', kindOf(facts))],
});
