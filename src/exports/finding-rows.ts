import type { Caller, Where } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import { byExternalId } from '../directory/by-external-id.ts';
import { onceFor } from '../model/once-for.ts';
import { evidenceWithin } from '../findings/evidence.ts';
import { ruleById } from '../findings/index.ts';
import { isSelected } from '../findings/selection.ts';
import type { Finding } from '../model/finding.ts';
import type { AcceptedRisks } from './decisions.ts';
import type { ReadPart } from './export-part.ts';
import type { FindingSelection } from './export-request.ts';
import { type Cell, comparePlaces, type ExportRow, type ListItem, unknownWord } from './export-row.ts';
import { historyOf, type Kept, kept, type RecordsOf } from './finding-history-cells.ts';
import { placeOfGroup, placeOfUser } from './places.ts';

export const findingColumns = [
  'directory',
  'id',
  'rule',
  'title',
  'family',
  'severity',
  'state',
  'subjectType',
  'subjectId',
  'subjectName',
  'population',
  'evidence',
  'remedies',
  'firstSeenAt',
  'lastSeenAt',
  'disposition',
  'acceptedBy',
  'acceptedUntil',
  'evaluatedAt',
] as const;

/** So many are looked up in the history at once. */
const batch = 500;

/** Where a finding's subject is; null: the snapshot does not have it. */
export function placeOfSubject({ subject }: Finding, { key, sweep, findings }: ReadPart): Where | null {
  const { type, externalId } = subject;
  if (type === 'DIRECTORY') return { directory: key };
  if (type === 'POPULATION')
    return byExternalId(findings?.populations ?? []).has(externalId)
      ? { directory: key, population: externalId }
      : null;
  if (type === 'APPLICATION')
    return byExternalId(sweep.applications.rows).has(externalId) ? { directory: key } : null;
  if (type === 'GROUP') {
    const group = byExternalId(sweep.groups.rows).get(externalId);
    return group === undefined ? null : placeOfGroup(group);
  }
  const user = byExternalId(sweep.users.rows).get(externalId);
  return user === undefined ? null : placeOfUser(user);
}

/** Whether a caller may read a finding. */
export function seesFinding(caller: Caller, finding: Finding, part: ReadPart): boolean {
  const place = placeOfSubject(finding, part);
  return place !== null && reaches(caller, 'finding:read', place);
}

/** In the order of rows, once for each evaluation. */
const sorted = onceFor((findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => comparePlaces(placeOf(one), placeOf(other))),
);

function placeOf({ subject, ruleId, id }: Finding): readonly string[] {
  return [subject.type, subject.externalId, ruleId, id];
}

/** The findings of a directory after a place. Null stands for some that the caller does not get. */
export async function* findingRows(
  part: ReadPart,
  {
    caller,
    selection,
    after,
    recordsOf,
    accepted,
  }: {
    readonly caller: Caller;
    readonly selection: FindingSelection;
    readonly after: readonly string[] | null;
    readonly recordsOf: RecordsOf | null;
    readonly accepted: AcceptedRisks | null;
  },
): AsyncGenerator<ExportRow | null> {
  const asked = isSelected(selection);
  const all = sorted(part.findings?.findings ?? []);
  for (let start = 0; start < all.length; start += batch) {
    const wanted = all
      .slice(start, start + batch)
      .filter(
        (finding) =>
          (after === null || comparePlaces(placeOf(finding), after) > 0) &&
          selection.states.includes(finding.state) &&
          asked(finding) &&
          seesFinding(caller, finding, part),
      );
    if (wanted.length === 0) {
      yield null;
      continue;
    }
    const ids = wanted.map(({ id }) => id);
    const records = await kept(recordsOf ?? accepted, ids);
    for (const finding of wanted)
      yield { place: placeOf(finding), cells: cellsOf(finding, part, caller, records) };
  }
}

function cellsOf(finding: Finding, part: ReadPart, caller: Caller, records: Kept): ExportRow['cells'] {
  const { subject, ruleId, state, unknownReason } = finding;
  const rule = ruleById.get(ruleId);
  const place = placeOfSubject(finding, part);
  return {
    directory: part.key,
    id: finding.id,
    rule: ruleId,
    title: rule?.title ?? ruleId,
    family: rule?.family ?? null,
    severity: finding.severity,
    state: state === 'UNKNOWN' ? unknownWord(unknownReason ?? 'PARTIAL_DATA') : state,
    subjectType: subject.type,
    subjectId: subject.externalId,
    subjectName: nameOf(finding, part, caller),
    population: place?.population ?? null,
    evidence: evidenceOf(finding, part, caller),
    remedies: finding.remedies.map(({ action }) => ({ text: action })),
    ...historyOf(finding, records),
    evaluatedAt: finding.evaluatedAt.toISOString(),
  };
}

/** It can name others, with whom a rule compared: callers of single populations do not read it, as in the graph. */
function evidenceOf({ evidence }: Finding, { key }: ReadPart, caller: Caller): Cell {
  if (!reaches(caller, 'finding:read', { directory: key })) return unknownWord('NOT_PERMITTED');
  return evidenceWithin(evidence, ({ directory, populationId }) =>
    reaches(
      caller,
      'directory:read',
      populationId === undefined ? { directory } : { directory, population: populationId },
    ),
  ).map(({ label, value }): ListItem => ({ label, text: value }));
}

function nameOf(finding: Finding, part: ReadPart, caller: Caller): Cell {
  const place = placeOfSubject(finding, part);
  const isSeen = place !== null && reaches(caller, 'directory:read', place);
  return isSeen ? nameOfSubject(finding, part) : unknownWord('NOT_PERMITTED');
}

/** What people know a finding's subject by; null: it has no name, or the snapshot does not have it. */
export function nameOfSubject({ subject }: Finding, { key, sweep, findings }: ReadPart): string | null {
  const id = subject.externalId;
  switch (subject.type) {
    case 'DIRECTORY':
      return key;
    case 'USER': {
      const user = byExternalId(sweep.users.rows).get(id);
      return user?.username ?? user?.email ?? user?.displayName ?? null;
    }
    case 'GROUP':
      return byExternalId(sweep.groups.rows).get(id)?.name ?? null;
    case 'APPLICATION':
      return byExternalId(sweep.applications.rows).get(id)?.name ?? null;
    case 'POPULATION':
    default:
      return byExternalId(findings?.populations ?? []).get(id)?.name ?? null;
  }
}
