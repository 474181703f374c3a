import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { or, type Truth, undecided } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';
import { olderThanDays } from '../time.ts';

function staysLocked({ user, directory }: UserFacts): Truth {
  const { pingOne } = user;
  if (pingOne === null) return undecided('NOT_CAPABLE');
  // An automatic lock may carry no instant; then only the missing end of the lock counts.
  return or(
    () => pingOne.unlockAt === null,
    () => olderThanDays(pingOne.lockedAt, directory.settings.lockedDays, directory.asOf, false),
  );
}

export const accountLocked = defineRule<'USER'>({
  id: 'lifecycle::account_locked',
  title: 'Account locked for long, or without an end',
  description:
    'The account is locked and will not unlock by itself, or has been locked for days. Either nobody misses it, or somebody cannot work.',
  family: 'LIFECYCLE',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-7', 'AC-2(3)'], iso27001: ['8.5'], attack: ['T1110'] }),
  remedies: remedies('unlockUser', 'suspendUser'),
  settings: ['lockedDays'],
  caveats: ['Many at once mean that somebody is guessing passwords: look at it as an event.'],
  scope: ({ user }) => (user.status === 'UNKNOWN' ? undecided('INVALID_VALUE') : user.status === 'LOCKED'),
  holds: staysLocked,
  evidence: ({ user }) => [
    evidence('lockedAt', user.pingOne?.lockedAt ?? null),
    evidence('unlockAt', user.pingOne?.unlockAt ?? null),
  ],
  severityOf: (facts) => severityIf(isAdministrator(facts), 'MEDIUM', 'LOW'),
});
