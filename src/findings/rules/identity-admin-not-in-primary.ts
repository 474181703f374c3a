import { controls, remedies } from '../controls.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { outsidePrimary, strangerToPrimary } from '../predicates/counterpart.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { isKnownLocal } from '../predicates/local-account.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

export const adminNotInPrimary = defineRule<'USER'>({
  id: 'identity::admin_not_in_primary',
  title: 'Administrator unknown to the primary directory',
  description:
    'An account with roles of an administrator can be used, and nobody in the primary directory is its person. It is power that no offboarding takes away.',
  family: 'IDENTITY',
  set: 'CORE',
  subject: 'USER',
  severity: 'CRITICAL',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-2', 'AC-6(5)', 'IA-4'],
    cis: ['5.1', '5.4'],
    iso27001: ['8.2', '5.16'],
    attack: ['T1136.003', 'T1098.003'],
  }),
  remedies: remedies('removeRoleAssignment', 'suspendUser', 'linkIdentity'),
  settings: ['breakGlass', 'knownLocalAccounts'],
  caveats: ["Accounts of a vendor's support: list them in `knownLocalAccounts`."],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts) && !isKnownLocal(facts),
      () => usable(facts.user),
    ),
  holds: (facts) =>
    and(
      () => strangerToPrimary(facts),
      () => isAdministrator(facts),
    ),
  evidence: (facts) => [...administrativeGrantRows(facts), ...matchEvidence(facts)],
});
