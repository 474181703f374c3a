import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts, UserFacts } from '../facts.ts';
import { and, not, or, type Truth, undecided } from '../kleene.ts';
import { hasPhishingResistantFactor } from '../predicates/factors.ts';
import { isBreakGlass, listsAccount } from '../predicates/lists.ts';
import { anyIn, only, type Poll, polled, truthMarks } from '../polls.ts';
import { defineRule } from '../rule.ts';

function ready(facts: UserFacts): Truth {
  const { status } = facts.user;
  return and(
    () => (status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'ACTIVE'),
    () => hasPhishingResistantFactor(facts),
  );
}

/** Which accounts of the list exist and could be used in an emergency, by the place of their names in it. */
const readyOnes: Poll = {
  marks: (facts) => {
    if (!isBreakGlass(facts)) return [];
    const { settings, key } = facts.directory;
    return settings.breakGlass.flatMap((name, place) =>
      listsAccount([name], key, facts.user) ? truthMarks(ready(facts)).map((mark) => `${place} ${mark}`) : [],
    );
  },
};

function readyByName(directory: DirectoryFacts, name: string): Truth {
  const place = directory.settings.breakGlass.indexOf(name);
  return anyIn(only(polled(directory, readyOnes), `${place} `));
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
  polls: [readyOnes],
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
