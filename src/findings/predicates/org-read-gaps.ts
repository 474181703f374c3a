import type { UnknownReason } from '../../model/fact.ts';
import type { DirectoryFacts, ReadGap } from '../facts.ts';
import { type Truth, undecided } from '../kleene.ts';
import { type Poll, polled } from '../polls.ts';
import { DAY_MS } from '../time.ts';
import { anyGrantSeen, holdersOfRoles } from './head-count.ts';

const noAnswer: ReadonlySet<UnknownReason> = new Set([
  'UNREACHABLE',
  'TIMED_OUT',
  'BAD_RESPONSE',
  'RATE_LIMITED',
]);
const refused: ReadonlySet<UnknownReason> = new Set(['FORBIDDEN', 'UNAUTHORIZED', 'NOT_LICENSED']);

/** Asks about what could not be read; open until the directory itself has been asked, for before that nothing is missing. */
export function onceAsked(directory: DirectoryFacts, ask: () => Truth): Truth {
  const truth = ask();
  const { profile } = directory;
  return profile.state === 'UNKNOWN' && profile.reason === 'NOT_REQUESTED'
    ? undecided('NOT_REQUESTED')
    : truth;
}

/** What could not be read because the provider did not answer, or refused the gateway altogether. */
export function unansweredReads({ gaps, profile }: DirectoryFacts): readonly string[] {
  const reads = gaps.filter((gap) => noAnswer.has(gap.reason)).map(describe);
  const lost =
    profile.state === 'UNKNOWN' && (noAnswer.has(profile.reason) || profile.reason === 'UNAUTHORIZED');
  return lost ? [...reads, `DIRECTORY (${profile.reason})`] : reads;
}

/** Whether the newest answer of the directory about itself is more than a day old. */
export function isReadLongAgo({ profile, asOf }: DirectoryFacts): boolean {
  return profile.state === 'KNOWN' && asOf.getTime() - profile.observedAt.getTime() > DAY_MS;
}

/** What the gateway has no right, or the directory no licence, to read, as far as the provider says so. */
export function refusedReads(directory: DirectoryFacts): readonly string[] {
  const withheld = lastSignOnWithheld(directory);
  return [
    ...directory.gaps.filter((gap) => refused.has(gap.reason)).map(describe),
    ...(withheld === null ? [] : [describe({ what: 'LAST_SIGN_ON', reason: withheld, message: null })]),
  ];
}

/** Why last sign-ons are not told. Of those who were removed some providers never tell it. */
const lastSignOns: Poll = {
  marks: ({ user: { status, lastSignOn } }) => {
    if (status === 'DEPROVISIONED') return [];
    return [lastSignOn.state === 'KNOWN' ? 'told' : lastSignOn.reason];
  },
};

/** What is counted of everybody to find what was refused, or came back empty. */
export const readGapPolls: readonly Poll[] = [lastSignOns, holdersOfRoles];

/** Why nobody's last sign-on is told, where one reason holds for everybody: then it is no matter of single accounts. */
function lastSignOnWithheld(directory: DirectoryFacts): UnknownReason | null {
  const marks = [...polled(directory, lastSignOns).counts].filter(([, count]) => count > 0);
  const [first] = marks;
  if (first === undefined || marks.length > 1) return null;
  const [mark] = first;
  return [...refused].find((reason) => reason === mark) ?? null;
}

function describe({ what, reason }: ReadGap): string {
  return `${what} (${reason})`;
}

function hasNoUsers(directory: DirectoryFacts): boolean {
  const { users, asked } = polled(directory, holdersOfRoles);
  return users.complete && asked === 0;
}

/**
 * Lists that came back whole and empty although they cannot be: PingOne may answer a caller without rights with an empty
 * list. There is always a user, and always a role: without one the gateway itself could read nothing.
 */
export function impossiblyEmpty(directory: DirectoryFacts): readonly string[] {
  if (hasNoUsers(directory)) return ['USERS'];
  return anyGrantSeen(directory) === false ? ['ROLE_ASSIGNMENTS'] : [];
}

/** Whether enough has been read to tell an empty list from one that was never asked for. */
export function emptinessCanBeTold(directory: DirectoryFacts): Truth {
  if (hasNoUsers(directory)) return true;
  const truth = anyGrantSeen(directory);
  return typeof truth === 'boolean' ? true : truth;
}
