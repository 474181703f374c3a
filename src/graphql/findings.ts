import { reaches } from '../access/reach.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import { coverageInTurns } from '../findings/findings-coverage.ts';
import { dispositionOf } from '../findings/history/finding-history.ts';
import { failedListing } from '../directory/fact-of.ts';
import { listingCoverage, mergeCoverage } from '../directory/listing-coverage.ts';
import type { Directory } from '../directory/directory.ts';
import { together } from '../directory/together.ts';
import type { Coverage } from '../model/coverage.ts';
import { type Finding, type FindingState, type FindingSubjectType } from '../model/finding.ts';
import { ruleById } from '../findings/index.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import { connectionOfRows, connectionTypes, pageArgs, readPageArgs } from './connection.ts';
import type { GatewayContext } from './context.ts';
import { badInput } from './global-id.ts';
import {
  EvaluationDepthEnum,
  FindingStateEnum,
  FindingSubjectTypeEnum,
  SeverityEnum,
} from './finding-enums.ts';
import { FindingType, placeOfFinding, type FindingOf } from './finding.ts';
import { DispositionEnum } from './finding-acceptance.ts';
import { recordsOf } from './finding-records.ts';
import type { EvaluationDepth } from '../findings/sources.ts';
import { sortedInTurns } from '../findings/sort-in-turns.ts';
import { isSelected } from '../findings/selection.ts';
import { byWorst, worstFirst } from '../findings/worst-first.ts';
import { inTurns } from '../upstream/turns.ts';

const FindingFilterInput = builder.inputType('FindingFilter', {
  description: 'Which findings are wanted; several members hold together.',
  fields: (t) => ({
    directory: t.string({ description: 'Key of the one directory to look in.' }),
    severityAtLeast: t.field({ type: SeverityEnum, description: 'At least so bad.' }),
    rules: t.idList({ description: 'Only these rules.' }),
    states: t.field({ type: [FindingStateEnum], description: 'Which answers; default: PRESENT.' }),
    subjectType: t.field({ type: FindingSubjectTypeEnum, description: 'Only about this kind of object.' }),
    dispositions: t.field({
      type: [DispositionEnum],
      description:
        'Only what became of it so: `OPEN` leaves accepted ones out. What is resolved is not evaluated as PRESENT any more: `findingHistory` has it.',
    }),
  }),
});

type Filter = typeof FindingFilterInput.$inferInput;

const Findings = connectionTypes<FindingOf>(FindingType, { rows: 'findings', partialIsError: false });

builder.queryFields((t) => ({
  findings: t.field({
    type: Findings.connection,
    nullable: true,
    description:
      'What is wrong, worst first, from the sweeps of the directories. PRESENT ones, unless the filter asks for others. `coverage` speaks of the rules and subjects that the filter asks for, in whatever state: its `checked` counts users, its `unknown` the answers (a rule on a subject) that are open because something could not be read, now or for want of a right. Those that are open because a directory does not have something, or leaves it empty, are not counted: `states: [UNKNOWN]` lists both, each with its reason.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: FindingFilterInput, description: 'Which findings are wanted.' }),
      depth: t.arg({
        type: EvaluationDepthEnum,
        defaultValue: 'GATED',
        description: 'How much may be spent on each user.',
      }),
    },
    extensions: { permission: 'finding:read', cost: { calls: 0 } },
    resolve: async (_root, args, context) => {
      const page = readPageArgs(args);
      const filter = args.filter ?? {};
      checkRules(filter.rules ?? []);
      const directories = chosenDirectories(context, filter.directory, 'finding:read');
      const parts = await findingsTogether(directories, filter, args.depth ?? 'GATED', context);
      const found = await inOrder(parts);
      const rows = await withDisposition(found, filter.dispositions, context);
      const coverage = mergeCoverage(parts.map((part) => part.coverage));
      const connection = connectionOfRows('*', { rows, coverage }, page, () => null);
      return { ...connection, totalCount: parts.every((part) => part.swept) ? rows.length : null };
    },
  }),
}));

/** What no look has taken in yet is open as far as anybody knows. */
async function withDisposition(
  rows: readonly FindingOf[],
  wanted: Filter['dispositions'],
  context: GatewayContext,
): Promise<readonly FindingOf[]> {
  if (!wanted) return rows;
  const records = await recordsOf(
    rows.map(({ finding }) => finding.id),
    context,
  );
  return rows.filter(({ finding }) => {
    const record = records.get(finding.id);
    return wanted.includes(record === undefined ? 'OPEN' : dispositionOf(record));
  });
}

/** A misspelt rule would otherwise find nothing, which looks like nothing being wrong. */
function checkRules(ids: readonly string[]): void {
  const unknown = ids.find((id) => !ruleById.has(id));
  if (unknown === undefined) return;
  throw badInput(`There is no rule "${unknown.slice(0, 80)}". \`rules { id }\` lists them.`);
}

interface Part {
  readonly rows: readonly FindingOf[];
  readonly coverage: Coverage;
  readonly swept: boolean;
}

/** A directory that cannot be swept, or answers nothing, is named in the coverage; the others still answer. */
async function findingsTogether(
  directories: readonly Directory[],
  filter: Filter,
  depth: EvaluationDepth,
  context: GatewayContext,
): Promise<readonly Part[]> {
  const ends = await together(
    directories.map((directory) => ({
      directory: directory.key,
      silence: () => directory.provider.rateLimit,
      read: () => findingsOf(directory, filter, depth, context),
    })),
    // A sweep of a large directory takes longer than one of a small one: only silence is a reason to go without it.
    { slackMs: Number.POSITIVE_INFINITY },
  );
  return ends.map((end) =>
    end.ok
      ? end.value
      : { rows: [], coverage: listingCoverage(end.directory, failedListing(end.error)), swept: false },
  );
}

async function findingsOf(
  directory: Directory,
  filter: Filter,
  depth: EvaluationDepth,
  context: GatewayContext,
): Promise<Part> {
  const swept = await context.sweepFindings(directory.key, depth);
  const asked = asksFor(filter);
  const states = new Set<FindingState>(filter.states ?? ['PRESENT']);
  const reached = (finding: Finding): FindingOf[] =>
    withSubject(finding, directory, swept).filter((found) =>
      reaches(context.caller, 'finding:read', placeOfFinding(found)),
    );
  const rows: FindingOf[] = [];
  await inTurns(await worstFirst(swept.findings), (finding) => {
    if (!states.has(finding.state) || !asked(finding)) return;
    for (const found of reached(finding)) rows.push(found);
  });
  const coverage = await coverageInTurns(swept, (finding) => asked(finding) && reached(finding).length > 0);
  return { rows, coverage, swept: true };
}

/** Each part is in order by itself. */
async function inOrder(parts: readonly Part[]): Promise<readonly FindingOf[]> {
  const [first, ...others] = parts.filter(({ rows }) => rows.length > 0);
  if (others.length === 0) return first?.rows ?? [];
  const all = parts.flatMap(({ rows }) => rows);
  return await sortedInTurns(all, ({ finding: one }, { finding: other }) => byWorst(one, other));
}

/** Whether a finding is about a rule and a subject that are asked for, whatever it says of them. */
function asksFor(filter: Filter): (finding: Finding) => boolean {
  const isWanted = isSelected(filter);
  return (finding) =>
    isWanted(finding) && (!filter.subjectType || filter.subjectType === finding.subject.type);
}

function withSubject(finding: Finding, directory: Directory, swept: SweepFindings): FindingOf[] {
  const { type, externalId } = finding.subject;
  if (type === 'DIRECTORY') return [{ type, finding, subject: directory }];
  // Answers stand in the order of the rows.
  const subject = rowsOf(swept)[type][swept.answers[type].rowOf(externalId) ?? -1];
  return subject === undefined ? [] : [{ type, finding, subject } as FindingOf];
}

function rowsOf({
  sweep: { users, groups, applications },
  populations,
}: SweepFindings): Readonly<
  Record<Exclude<FindingSubjectType, 'DIRECTORY'>, readonly Exclude<FindingOf['subject'], Directory>[]>
> {
  return {
    USER: users.rows,
    GROUP: groups.rows,
    APPLICATION: applications.rows,
    POPULATION: populations,
  };
}
