import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import { and, any, not, or, type Truth, undecided } from '../kleene.ts';
import { hasPhishingResistantFactor } from '../predicates/factors.ts';
import { listsAccount } from '../predicates/lists.ts';
import { defineRule } from '../rule.ts';

function ready(facts: UserFacts): Truth {
  const { status } = facts.user;
  return and(
    () => (status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'ACTIVE'),
    () => hasPhishingResistantFactor(facts),
  );
}

/** Whether an account of the list exists and could be used in an emergency. */
function readyByName({ everybody, key }: DirectoryFacts, name: string): Truth {
  return any(everybody, (facts) =>
    and(
      () => listsAccount([name], key, facts.user),
      () => ready(facts),
    ),
  );
}

export const breakGlassMissingOrWeak = defineRule<'DIRECTORY'>({
  id: 'admin::break_glass_missing_or_weak',
  title: 'Emergency account missing or weak',
  description:
    'An account that the operator keeps for emergencies does not exist, cannot be used, or has no phishing-resistant factor. It will fail, or be abused, when it is needed most.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C3B',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-2'], cisM365: ['1.1.2'], zeroTrust: ['21835'] }),
  remedies: remedies('requireMfaEnrollment', 'unsuspendUser'),
  settings: ['breakGlass'],
  caveats: ['Recovery may be agreed with the vendor instead.'],
  scope: () => true,
  holds: (facts) => {
    const { breakGlass } = facts.settings;
    if (breakGlass.length === 0) return undecided('NOT_CONFIGURED');
    return or(...breakGlass.map((name) => () => not(readyByName(facts, name))));
  },
  evidence: (facts) =>
    facts.settings.breakGlass
      .filter((name) => readyByName(facts, name) === false)
      .map((name) => evidence('notReady', name)),
});
