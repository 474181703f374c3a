import { ruleById } from '../findings/index.ts';
import { type FindingState, severities, type Severity } from '../model/finding.ts';
import { ExportError } from './export-error.ts';
import {
  anyFinding,
  exportFormats,
  exportNames,
  type ExportRequest,
  type FindingSelection,
} from './export-request.ts';

const prefix = '/exports/';

const states: readonly FindingState[] = ['PRESENT', 'ABSENT', 'UNKNOWN'];

/** Members of an address; those of findings only may come several times. */
const common = ['directory', 'after', 'renewed'];
const ofFindings = ['state', 'rule', 'severityAtLeast'];

/** What an address asks for; null: there is no such export. @throws {ExportError} for what is wrong behind its `?`. */
export function readExportRequest(path: string, query: URLSearchParams): ExportRequest | null {
  const [, file, ending] = /^([a-z]+)\.([a-z]+)$/.exec(path.slice(prefix.length)) ?? [];
  const name = exportNames.find((known) => known === file);
  const format = exportFormats.find((known) => known === ending);
  if (name === undefined || format === undefined) return null;
  const members = name === 'findings' ? [...common, ...ofFindings] : common;
  for (const member of query.keys()) {
    // A misspelt filter would otherwise export more than was meant.
    if (!members.includes(member))
      throw mistake(`There is no "${member.slice(0, 40)}" in this address. Known: ${members.join(', ')}.`);
  }
  const renewed = single(query, 'renewed');
  if (renewed !== null && renewed !== 'accept')
    throw mistake(`Expected renewed=accept, or nothing of it; received "${renewed.slice(0, 40)}".`);
  return {
    name,
    format,
    directory: single(query, 'directory'),
    after: single(query, 'after'),
    acceptsRenewed: renewed === 'accept',
    findings:
      name === 'findings'
        ? readSelection(query.getAll('state'), query.getAll('rule'), single(query, 'severityAtLeast'))
        : anyFinding,
  };
}

/** @throws {ExportError} for a state, rule or severity that does not exist: it would find nothing, which looks like nothing being wrong. */
export function readSelection(
  wantedStates: readonly string[],
  rules: readonly string[],
  severityAtLeast: string | null,
): FindingSelection {
  const chosen = wantedStates.map((word) => {
    const state = states.find((known) => known === word.toUpperCase());
    if (state === undefined || state === 'ABSENT')
      throw mistake(`Expected the state PRESENT or UNKNOWN; received "${word.slice(0, 40)}".`);
    return state;
  });
  const unknown = rules.find((id) => !ruleById.has(id));
  if (unknown !== undefined)
    throw mistake(`There is no rule "${unknown.slice(0, 80)}". docs/rules.md lists them.`);
  return {
    states: chosen.length === 0 ? anyFinding.states : chosen,
    ...(rules.length > 0 && { rules }),
    ...(severityAtLeast !== null && { severityAtLeast: readSeverity(severityAtLeast) }),
  };
}

/** @throws {ExportError} */
export function readSeverity(word: string): Severity {
  const severity = severities.find((known) => known === word.toUpperCase());
  if (severity !== undefined) return severity;
  throw mistake(
    `Expected one of ${severities.join(', ').toLowerCase()} as a severity; received "${word.slice(0, 40)}".`,
  );
}

function single(query: URLSearchParams, member: string): string | null {
  const [value, ...more] = query.getAll(member);
  if (more.length > 0) throw mistake(`Expected one "${member}"; received ${more.length + 1}.`);
  return value ?? null;
}

function mistake(message: string): ExportError {
  return new ExportError('BAD_REQUEST', message);
}
