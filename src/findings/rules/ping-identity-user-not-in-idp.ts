import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, not, undecided } from '../kleene.ts';
import { kindOf, servesCustomers, usable } from '../predicates/account.ts';
import { outsidePrimary, strangerToPrimary } from '../predicates/counterpart.ts';
import { inLocalPopulation, isKnownLocal } from '../predicates/local-account.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';
import { ageOf, HOUR_MS, olderThan } from '../time.ts';

export const userNotInIdp = defineRule<'USER'>({
  id: 'ping_identity::user_not_in_idp',
  title: 'No matching identity in the primary directory',
  description:
    'The account can be used, and nobody in the primary directory is its person. Whoever it belongs to is reached by no offboarding. It is only said where the primary directory was read whole and lately.',
  family: 'IDENTITY',
  set: 'SEED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2', 'AC-2(3)(b)', 'IA-4'],
    cis: ['5.1', '5.6', '6.7'],
    iso27001: ['5.16'],
    attack: ['T1136.003'],
  }),
  remedies: remedies('suspendUser', 'linkIdentity'),
  settings: [
    'strangerGraceHours',
    'breakGlass',
    'knownLocalAccounts',
    'localPopulations',
    'serviceAccountPatterns',
  ],
  caveats: [
    'Customers, partners and contractors may be kept here only; emergency and service accounts are left out.',
    'Somebody who was deleted in the primary directory long ago is a stranger as well.',
  ],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => usable(facts.user),
      () => kindOf(facts) !== 'SERVICE' && !isKnownLocal(facts) && !servesCustomers(facts.directory),
      () => not(inLocalPopulation(facts)),
    ),
  holds: (facts) =>
    and(
      () => strangerToPrimary(facts),
      () => {
        const { asOf, settings } = facts.directory;
        const age = ageOf(facts.user.createdAt, asOf);
        return olderThan(age, settings.strangerGraceHours * HOUR_MS, undecided('FIELD_NULL'));
      },
    ),
  evidence: (facts) => [evidence('createdAt', facts.user.createdAt), ...matchEvidence(facts)],
});
