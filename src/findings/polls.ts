/**
 * Questions that are asked of everybody to be counted. Each user answers with marks, and of the marks only the counts are looked at: so
 * that whoever evaluates a whole sweep asks each user once, and after a change only those who changed.
 */
import type { UnknownReason } from '../model/fact.ts';
import type { FindingUnknownReason } from '../model/finding.ts';
import type { DirectoryFacts, PopulationFacts, UserFacts } from './facts.ts';
import {
  cannotCome,
  findingReason,
  hasFailed,
  type Interval,
  type ListFact,
  listOf,
  told,
  type Truth,
  type Undecided,
} from './kleene.ts';
import { type Share, shareOf } from './share.ts';

/** What is asked of each user. Module constants: a poll is known by its identity. */
export interface Poll {
  /** Any number of marks, the same one several times if it counts so often; they must follow from the facts alone. */
  marks(facts: UserFacts): readonly string[];
}

/** How everybody answered a poll. */
export interface Polled {
  /** Without rows: whether everybody was asked. */
  readonly users: ListFact<never>;
  /** How many users there are. */
  readonly asked: number;
  readonly counts: ReadonlyMap<string, number>;
  /** Of some marks the one that was given first, in the order of the directory's users. */
  readonly firstOf: (marks: ReadonlySet<string>) => string | undefined;
}

/** How everybody answered: from the counts that are kept where there are some, else by asking everybody now. */
export function polled(directory: Pick<DirectoryFacts, 'everybody' | 'polled'>, poll: Poll): Polled {
  return directory.polled?.(poll) ?? askEverybody(directory.everybody, poll);
}

/** How some users answered who were asked one after another. */
export function askEverybody({ rows, complete, reason }: ListFact<UserFacts>, poll: Poll): Polled {
  const counts = new Map<string, number>();
  for (const facts of rows)
    for (const mark of poll.marks(facts)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  // A map keeps the order in which its keys came.
  const firstOf = (marks: ReadonlySet<string>): string | undefined =>
    [...counts.keys()].find((mark) => marks.has(mark));
  return { users: { rows: [], complete, reason }, asked: rows.length, counts, firstOf };
}

const yes: readonly string[] = ['yes'];
const no: readonly string[] = [];

/** `yes`, `?REASON` where it is not known, and nothing for a no. */
export function truthMarks(truth: Truth): readonly string[] {
  if (typeof truth === 'boolean') return truth ? yes : no;
  return [`?${truth.reason}`];
}

export function countPoll(ask: (facts: UserFacts) => Truth): Poll {
  return { marks: (facts) => truthMarks(ask(facts)) };
}

/** How many said yes: as `count` over everybody would tell it. */
export function countIn({ users, counts }: Polled): Interval {
  const low = counts.get('yes') ?? 0;
  const openMarks = openIn(counts);
  const undecided = openMarks.reduce((sum, mark) => sum + (counts.get(mark) ?? 0), 0);
  const high = users.complete ? low + undecided : Number.POSITIVE_INFINITY;
  const isNeverThere = undecided > 0 && openMarks.every((mark) => mark === '?NOT_CAPABLE');
  const ofRows = isNeverThere ? 'NOT_CAPABLE' : 'PARTIAL_DATA';
  return { low, high, reason: users.complete ? ofRows : reasonOf(users) };
}

/** Whether somebody said yes: as `any` over everybody would tell it. */
export function anyIn({ users, counts, firstOf }: Polled): Truth {
  if ((counts.get('yes') ?? 0) > 0) return true;
  const marks = openIn(counts);
  const failures = marks.filter((mark) => hasFailed(openOf(mark)));
  let open: Undecided | undefined;
  // Whoever stands between them is neither told before the first nor instead of a failure.
  for (const some of [marks, failures]) {
    const mark = firstOf(new Set(some));
    if (mark !== undefined) open = told(open, openOf(mark));
  }
  if (!users.complete) open = told(open, { reason: reasonOf(users) });
  return open ?? false;
}

/** Marks of answers that are not known. */
function openIn(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].filter(([mark, count]) => count > 0 && mark.startsWith('?')).map(([mark]) => mark);
}

function reasonOf({ reason }: ListFact<unknown>): FindingUnknownReason {
  return reason === null ? 'PARTIAL_DATA' : findingReason(reason);
}

/** Which share of those who belong to a whole fits. Who does not belong leaves no mark. */
export function sharePoll(belongs: (facts: UserFacts) => Truth, fits: (facts: UserFacts) => Truth): Poll {
  return {
    marks: (facts) => {
      const belonging = belongs(facts);
      return belonging === false ? no : [shareMark(belonging, fits(facts))];
    },
  };
}

/** `yes yes`, `yes no`, `yes ?REASON`, `?REASON no`, ... */
export function shareMark(belonging: Truth, fitting: Truth): string {
  return `${textOf(belonging)} ${textOf(fitting)}`;
}

function textOf(truth: Truth): string {
  if (typeof truth === 'boolean') return truth ? 'yes' : 'no';
  return `?${truth.reason}`;
}

/** The share: as it would be told of everybody together. */
export function shareIn({ counts, users }: Pick<Polled, 'counts' | 'users'>, whenEmpty: number): Share {
  const answered = [...counts].flatMap(([mark, count]) => {
    const [belonging = '', fitting] = mark.split(' ');
    // Others are marks of something else.
    return fitting === undefined ? [] : [{ belonging: truthOf(belonging), fitting: truthOf(fitting), count }];
  });
  return shareOf(answered, users, whenEmpty);
}

/** What is written of truths is made of reasons. */
function truthOf(text: string): Truth {
  return text === 'yes' || text === 'no' ? text === 'yes' : openOf(text);
}

function openOf(mark: string): Undecided {
  return { reason: mark.slice(1) as FindingUnknownReason };
}

/** Says of a list that it is not whole, and why. */
export function gapMarks({ complete, reason }: ListFact<unknown>): readonly string[] {
  return complete ? no : [`!${reason ?? 'PARTIAL'}`];
}

/** Whether somebody's answer is open because something could not be read. */
export function hasUnread({ counts }: Pick<Polled, 'counts'>): boolean {
  return [...counts].some(([mark, count]) => count > 0 && unread.test(mark));
}

const unread = /\?(?:SOURCE_UNREACHABLE|PERMISSION_DENIED|PARTIAL_DATA)$|^!/;

/** Whether nobody's list had a gap; else why: as `listOf` would tell it of all of them. */
export function gapIn({ counts, firstOf }: Polled): ListFact<never> {
  const marks = [...counts]
    .filter(([mark, count]) => count > 0 && mark.startsWith('!'))
    .map(([mark]) => mark);
  const closable = marks.filter((mark) => !cannotCome({ reason: gapOf(mark) }));
  const gaps = [marks, closable].flatMap((some) => firstOf(new Set(some)) ?? []);
  return listOf([], ...gaps.map((mark) => ({ rows: [], complete: false, reason: gapOf(mark) })));
}

/** Marks of gaps are made of reasons. */
function gapOf(mark: string): UnknownReason {
  return mark.slice(1) as UnknownReason;
}

/** A poll whose answers are told for each population. */
export interface PopulationPoll {
  readonly ofMembers: Poll;
  readonly ofEverybody: Poll;
}

export function populationPoll(ask: (facts: UserFacts) => Truth): PopulationPoll {
  const ofMembers = countPoll(ask);
  return {
    ofMembers,
    ofEverybody: {
      marks: (facts) => ofMembers.marks(facts).map((mark) => `${facts.user.populationId} ${mark}`),
    },
  };
}

/** How the members of a population answered. */
export function polledMembers(
  facts: Pick<PopulationFacts, 'directory' | 'members' | 'population'>,
  poll: PopulationPoll,
): Polled {
  const all = facts.directory.polled?.(poll.ofEverybody);
  // Members are asked for only here: looking at them reads everybody.
  return all === undefined
    ? askEverybody(facts.members, poll.ofMembers)
    : only(all, `${facts.population.externalId} `);
}

/** Marks that begin in one way, without that beginning. */
export function only({ counts, firstOf, ...all }: Polled, beginning: string): Polled {
  const marks = [...counts].filter(([mark]) => mark.startsWith(beginning));
  return {
    ...all,
    counts: new Map(marks.map(([mark, count]) => [mark.slice(beginning.length), count])),
    firstOf: (some) =>
      firstOf(new Set([...some].map((mark) => `${beginning}${mark}`)))?.slice(beginning.length),
  };
}
