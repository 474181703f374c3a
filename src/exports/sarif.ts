/** Findings as a SARIF 2.1.0 log (OASIS Standard, "Static Analysis Results Interchange Format"), for tools that show such results. */
import { ruleById } from '../findings/index.ts';
import type { AnyRule } from '../findings/rule.ts';
import type { Severity } from '../model/finding.ts';
import { sayable } from '../model/sayable.ts';
import type { CheckedFindings, NamedFinding } from './checked-findings.ts';

type Level = 'error' | 'note' | 'warning';

const levels: Readonly<Record<Severity, Level>> = {
  CRITICAL: 'error',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'note',
  INFO: 'note',
};

/** Where code scanning sorts by a number from 0 to 10. */
const scores: Readonly<Record<Severity, string>> = {
  CRITICAL: '9.5',
  HIGH: '8.0',
  MEDIUM: '5.5',
  LOW: '3.0',
  INFO: '0.5',
};

/** The whole log. @param version of the gateway. */
export function toSarif(checked: CheckedFindings, version: string): object {
  const ids = [...new Set(checked.present.map(({ finding }) => finding.ruleId))].toSorted();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const notifications = notificationsOf(checked);
  const settings = settingNotes(checked);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Rollcall',
            semanticVersion: version,
            rules: ids.map((id) => descriptorOf(id, ruleById.get(id))),
          },
        },
        automationDetails: { id: 'rollcall/findings/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: notifications.length === 0 && checked.namedOff.length === 0,
            startTimeUtc: checked.startedAt.toISOString(),
            endTimeUtc: checked.endedAt.toISOString(),
            toolExecutionNotifications: notifications,
            toolConfigurationNotifications: settings,
          },
        ],
        results: checked.present.map((named) => ({
          ...resultOf(named, indexes),
          // Section 3.27.23: of all results or of none; without them it is not known whether one is suppressed.
          ...(checked.looksAtAcceptances && { suppressions: suppressionsOf(named) }),
        })),
      },
    ],
  };
}

function descriptorOf(id: string, rule: AnyRule | undefined): object {
  if (rule === undefined) return { id };
  const { title, description, severity, family, frameworks, caveats } = rule;
  const controls = frameworks.map(({ name, control }) => `${name} ${control}`);
  const lines = [
    description,
    ...caveats,
    ...(controls.length > 0 ? [`Controls: ${controls.join('; ')}`] : []),
  ];
  return {
    id,
    name: id.replaceAll(/(?:^|[:_]+)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: lines.join('\n\n'), markdown: [`**${title}**`, ...lines].join('\n\n') },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [...new Set(['identity', 'security', family.toLowerCase(), ...controls])],
      'security-severity': scores[severity],
    },
  };
}

function resultOf({ finding, subjectName }: NamedFinding, indexes: ReadonlyMap<string, number>): object {
  const { id, ruleId, severity, subject, evidence } = finding;
  const title = ruleById.get(ruleId)?.title ?? ruleId;
  const name = sayable(subjectName ?? subject.externalId);
  const seen = evidence.map(({ label, value }) => `${label} ${sayable(value)}`).join(', ');
  return {
    ruleId,
    ruleIndex: indexes.get(ruleId) ?? -1,
    kind: 'fail',
    level: levels[severity],
    message: { text: `${title}: ${name}${seen === '' ? '' : ` (${seen})`}` },
    locations: [
      {
        logicalLocations: [
          {
            name,
            fullyQualifiedName: `${subject.directory}/${subject.type}/${subject.externalId}`,
            kind: 'resource',
          },
        ],
      },
    ],
    partialFingerprints: { 'rollcallFindingId/v1': id },
    properties: {
      severity,
      directory: subject.directory,
      subjectType: subject.type,
      evaluatedAt: finding.evaluatedAt.toISOString(),
    },
  };
}

/** Section 3.35: that somebody accepts the risk is kept outside of the log, and was reviewed by that person. */
function suppressionsOf({ acceptance }: NamedFinding): readonly object[] {
  if (acceptance === null || acceptance === 'UNKNOWN') return [];
  const { reason, by, at, expiresAt } = acceptance;
  return [
    {
      kind: 'external',
      status: 'accepted',
      justification: sayable(reason),
      properties: {
        acceptedBy: sayable(by),
        acceptedAt: at.toISOString(),
        expiresAt: expiresAt.toISOString(),
      },
    },
  ];
}

/** What the operator's settings leave out, and what was given with the command does not say. */
function settingNotes({ coverage, namedOff, present }: CheckedFindings): readonly object[] {
  const unclear = present.filter(({ acceptance }) => acceptance === 'UNKNOWN').length;
  const acceptances =
    unclear === 0
      ? []
      : [
          notification(
            'warning',
            'ACCEPTANCES',
            `Whether somebody accepts ${unclear} of the results is not known: the decisions that were given are not all. They count as results that nobody accepts.`,
          ),
        ];
  const named = namedOff.map(({ directory, ruleId }) =>
    notification('warning', 'RULE_OFF', `The rule ${ruleId} was asked for and is off in "${directory}".`),
  );
  const others = coverage.leftOut.flatMap(({ directory, rulesOff, ignored }) => [
    ...(rulesOff.length > 0
      ? [notification('note', 'RULE_OFF', `Off by the settings in "${directory}": ${rulesOff.join(', ')}.`)]
      : []),
    ...(ignored !== 0
      ? [
          notification(
            'note',
            'IGNORED',
            `${ignored ?? 'Some'} objects of "${directory}" are ignored by the settings.`,
          ),
        ]
      : []),
  ]);
  return [...named, ...acceptances, ...others];
}

/** What could not be read, so that its absence among the results proves nothing. */
function notificationsOf({ open, coverage }: CheckedFindings): readonly object[] {
  const failed = coverage.sources
    .filter(({ state }) => state === 'FAILED')
    .map(({ directory, reason, message }) =>
      notification(
        'error',
        'DIRECTORY_UNREADABLE',
        `The directory "${directory}" could not be read (${reason ?? 'PARTIAL'}): ${message ?? ''}`,
      ),
    );
  const gaps = coverage.gaps.map(({ directory, what, reason, count }) =>
    notification(
      'warning',
      what,
      `${what} of "${directory}" could not be read whole: ${reason}${count === null ? '' : `, ${count} times`}.`,
    ),
  );
  const answers = open.map(({ directory, ruleId, reason, severity, count }) =>
    notification(
      'warning',
      'RULE_UNDECIDED',
      `The rule ${ruleId} (${severity}) is undecided for ${count} in "${directory}": ${reason}.`,
    ),
  );
  return [...failed, ...gaps, ...answers];
}

function notification(level: Level, id: string, text: string): object {
  return { level, descriptor: { id }, message: { text: sayable(text) } };
}
