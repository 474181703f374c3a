import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import { and, not, type Truth } from '../kleene.ts';
import { createdBefore, servesCustomers, usableHuman } from '../predicates/account.ts';
import { mfaSwitchedOff, withoutFactor } from '../predicates/factors.ts';
import { shareEvidence } from '../predicates/share-evidence.ts';
import { polled, shareIn, sharePoll } from '../polls.ts';
import { defineRule } from '../rule.ts';
import { type Share, shareBelow } from '../share.ts';

function eligible(facts: UserFacts): Truth {
  return and(
    () => usableHuman(facts),
    () => createdBefore(facts, facts.directory.settings.mfaGraceDays),
  );
}

function covered(facts: UserFacts): Truth {
  return and(
    () => not(mfaSwitchedOff(facts)),
    () => not(withoutFactor(facts)),
  );
}

const coveredOfEligible = sharePoll(eligible, covered);

function coverage(directory: DirectoryFacts): Share {
  return shareIn(polled(directory, coveredOfEligible), 1);
}

export const orgCoverageLow = defineRule<'DIRECTORY'>({
  id: 'mfa::org_coverage_low',
  title: 'Coverage with second factors below target',
  description:
    'Too few of the people with an account that can be used have a second factor that is switched on and usable. Attackers look for those without.',
  family: 'MFA',
  set: 'CORE',
  subject: 'DIRECTORY',
  severity: 'HIGH',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)', 'CA-7'],
    cis: ['6.3'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.2'],
  }),
  remedies: remedies('requireMfaEnrollment', 'updateMfaSettings'),
  settings: ['targetCoverage', 'mfaGraceDays', 'mfaEngine', 'serviceAccountPatterns'],
  polls: [coveredOfEligible],
  caveats: ['A directory that is still being rolled out.'],
  scope: (facts) => !servesCustomers(facts),
  holds: (facts) => shareBelow(coverage(facts), facts.settings.targetCoverage),
  evidence: ({ settings }) => [evidence('target', settings.targetCoverage)],
  notes: (facts) => shareEvidence('coverage', coverage(facts)),
});
