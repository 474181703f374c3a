import type { Writable } from 'node:stream';
import type { GatewayConfig } from '../config.ts';
import { didYouMean } from '../config/neighbour.ts';
import type { Directory } from '../directory/directory.ts';
import { exportScope } from '../exports/answer-export.ts';
import {
  type CheckedFindings,
  checkFindings,
  countAtLeast,
  type Verdict,
  verdictOf,
} from '../exports/checked-findings.ts';
import { ExportError } from '../exports/export-error.ts';
import type { FindingSelection } from '../exports/export-request.ts';
import { readSelection, readSeverity } from '../exports/read-request.ts';
import { toSarif } from '../exports/sarif.ts';
import { ruleById, withInstances } from '../findings/index.ts';
import { severities, type Severity } from '../model/finding.ts';
import { type Decisions, noDecisions } from '../exports/decisions.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { StoreError } from '../store/store-error.ts';
import { linkStoreOf, unknownLinks } from './decided-links.ts';
import { decisionsIn } from './decisions-file.ts';
import { decisionsKept, keptPlace } from './kept-decisions.ts';
import { findingsTable } from './findings-table.ts';
import { openOneLook, untilInterrupted } from './one-look.ts';
import type { Output } from './output.ts';
import { checkTarget, writeText } from './output-file.ts';
import { packageVersion } from './package-version.ts';
import { CommandUsageError, parseOptions, sentences } from './usage-error.ts';

export const findingsUsage = `rollcall findings: looks at the configured directories and says what is wrong

  --fail-on SEVERITY    critical, high, medium or low: exit code 1 when a finding is at least so bad
  --allow-incomplete    no exit code 3 for what could not be read
  --decisions FILE      accepted findings and links of accounts out of this file, which a running gateway gives at
                        /exports/decisions.jsonl; left out: out of the gateway's database
  --ignore-acceptances  counts findings that somebody accepted, too
  --rule ID             only this rule, also where it is switched off; may be given several times
  --directory KEY       only this directory
  --format FORMAT       table (default), json or sarif (SARIF 2.1.0)
  --output FILE         the file to write, readable for you alone; left out: the standard output
  --force               write over FILE where it is there already
  --config FILE         rollcall.yaml with one or several directories
  --data-dir DIR        where the gateway keeps its files (default .rollcall); with DATABASE_URL that database counts

Exit code 0: nothing is so bad. 1: something is. 3: nothing that was found is, but something could not be read, so that it cannot be
excluded. 2: a mistake on the command line, or it cannot be read which findings are accepted. Without --fail-on it is 0 or 2. A finding
whose risk somebody accepts is shown as accepted and does not count, until the acceptance ends or the finding is worse.`;

const formats = ['table', 'json', 'sarif'] as const;

type Format = (typeof formats)[number];

const exitCodes: Readonly<Record<Verdict, number>> = { PASSED: 0, FOUND: 1, NOT_EXCLUDED: 3 };
const exitInterrupted = 130;

interface Arguments {
  readonly failOn: Severity | null;
  readonly allowsIncomplete: boolean;
  readonly selection: FindingSelection;
  readonly directory: string | null;
  readonly decisions: string | null;
  readonly ignoresAcceptances: boolean;
  readonly format: Format;
  readonly path: string | null;
  readonly force: boolean;
}

/**
 * `rollcall findings ...`. @param data gets the findings and nothing else.
 * @throws {CommandUsageError} @throws {StoreError} when it cannot be read which findings are accepted.
 */
export async function runFindings(
  argv: readonly string[],
  config: GatewayConfig,
  output: Output,
  data: Writable = process.stdout,
): Promise<number> {
  const asked = readArguments(argv);
  await checkTarget(asked);
  const { decisions, links } = await decided(asked, config, output);
  const left = untilInterrupted();
  const look = await openOneLook(withRulesOn(config, asked.selection), output, links);
  try {
    const directories = chosen(look.directories, asked.directory);
    const scope = exportScope(left.signal);
    const checked = await checkFindings(directories, asked.selection, look.swept, scope, decisions);
    if (left.signal.aborted) return exitInterrupted;
    const { path, force } = asked;
    await writeText(textOf(checked, asked.format), { path, force, data, signal: left.signal });
    return told(checked, asked, output);
  } finally {
    left.abort();
    await look.close();
  }
}

interface Decided {
  /** Null: who accepts what is not looked at. */
  readonly decisions: Decisions | null;
  readonly links: IdentityLinkStore;
}

async function decided(
  { decisions: path, ignoresAcceptances }: Arguments,
  config: GatewayConfig,
  output: Output,
): Promise<Decided> {
  try {
    const found =
      path === null
        ? ((await decisionsKept(keptPlace(config))) ?? noDecisions)
        : await decisionsIn(path, output);
    return { decisions: ignoresAcceptances ? null : found, links: await linkStoreOf(found) };
  } catch (error) {
    if (!ignoresAcceptances || !(error instanceof StoreError)) throw error;
    output.error(`Which accounts were linked by hand is not known: ${error.message}`);
    return { decisions: null, links: unknownLinks(error.message) };
  }
}

/** A rule that is asked for by name and not looked at would look like one that found nothing. */
function withRulesOn(config: GatewayConfig, { rules }: FindingSelection): GatewayConfig {
  const on = Object.fromEntries([...withInstances(rules ?? [])].map((id) => [id, true]));
  return { ...config, findings: { ...config.findings, rules: { ...config.findings.rules, ...on } } };
}

function chosen(directories: readonly Directory[], key: string | null): readonly Directory[] {
  const found = key === null ? directories : directories.filter((directory) => directory.key === key);
  if (found.length > 0) return found;
  const keys = directories.map((directory) => `"${directory.key}"`).join(', ');
  throw new CommandUsageError(`There is no directory "${(key ?? '').slice(0, 64)}". Configured: ${keys}.`);
}

function told(checked: CheckedFindings, { failOn, allowsIncomplete }: Arguments, output: Output): number {
  if (failOn === null) return 0;
  const verdict = verdictOf(checked, failOn);
  if (verdict === 'FOUND') output.error(whyFailed(countAtLeast(checked, failOn), failOn));
  if (verdict === 'NOT_EXCLUDED') {
    output.error(
      `Nothing that was found is ${failOn} or worse, but something could not be read, or a rule that was asked for is off: it cannot be excluded. --allow-incomplete lets it pass.`,
    );
    if (allowsIncomplete) return 0;
  }
  return exitCodes[verdict];
}

/** "2,543 findings are high or worse: exit code 1." Said beside the findings: whoever reads the last lines of a log is to see it. */
function whyFailed(count: number, failOn: Severity): string {
  const findings = count === 1 ? '1 finding is' : `${count.toLocaleString('en-US')} findings are`;
  const worse = failOn === severities[0] ? '' : ' or worse';
  return `${findings} ${failOn.toLowerCase()}${worse}: exit code ${exitCodes.FOUND}.`;
}

async function* textOf(checked: CheckedFindings, format: Format): AsyncGenerator<string> {
  if (format === 'table') yield* findingsTable(checked);
  else if (format === 'sarif') yield `${JSON.stringify(toSarif(checked, packageVersion()), null, 2)}\n`;
  else {
    const { present, startedAt, endedAt, open, namedOff, coverage } = checked;
    const findings = present.map(({ finding: { id, evidence, ...finding }, subjectName, acceptance }) => ({
      // A finding works out its id when asked for it.
      id,
      ...finding,
      subjectName,
      // Left out where nobody looked, or could see.
      ...(checked.looksAtAcceptances && acceptance !== 'UNKNOWN' && { acceptance }),
      evidence: evidence.map(({ label, value }) => ({ label, value })),
    }));
    yield `${JSON.stringify({ startedAt, endedAt, coverage, open, namedOff, findings }, null, 2)}\n`;
  }
}

function readArguments(argv: readonly string[]): Arguments {
  const values = parse(argv);
  const format = formats.find((known) => known === values.format);
  if (format === undefined)
    throw new CommandUsageError(
      `Expected --format ${formats.join(', ')}; received "${values.format.slice(0, 40)}".`,
    );
  checkRules(values.rule);
  try {
    return {
      failOn: values['fail-on'] === undefined ? null : readSeverity(values['fail-on']),
      allowsIncomplete: values['allow-incomplete'],
      selection: readSelection(['PRESENT'], values.rule, null),
      directory: values.directory ?? null,
      decisions: values.decisions ?? null,
      ignoresAcceptances: values['ignore-acceptances'],
      format,
      path: values.output ?? null,
      force: values.force,
    };
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new CommandUsageError(error.message, { cause: error });
  }
}

/** @throws {CommandUsageError} for a rule that does not exist, with the one that was probably meant. */
function checkRules(ids: readonly string[]): void {
  const unknown = ids.find((id) => !ruleById.has(id));
  if (unknown === undefined) return;
  const { hint } = didYouMean(unknown, ruleById.keys());
  throw new CommandUsageError(
    sentences(`There is no rule "${unknown.slice(0, 80)}".`, hint, 'docs/rules.md lists them.'),
  );
}

function parse(argv: readonly string[]) {
  return parseOptions(
    {
      args: [...argv],
      options: {
        'fail-on': { type: 'string' },
        'allow-incomplete': { type: 'boolean', default: false },
        rule: { type: 'string', multiple: true, default: [] },
        directory: { type: 'string' },
        decisions: { type: 'string' },
        'ignore-acceptances': { type: 'boolean', default: false },
        format: { type: 'string', default: 'table' },
        output: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    },
    'rollcall findings',
  ).values;
}
