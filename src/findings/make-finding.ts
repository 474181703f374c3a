import type {
  Evidence,
  Finding,
  FindingAbsentReason,
  FindingSubject,
  FindingUnknownReason,
  Remedy,
  Severity,
  SeverityRange,
} from '../model/finding.ts';
import type { Verdict } from './decide.ts';
import { evidence } from './evidence.ts';
import { findingId } from './finding-id.ts';
import type { AnyRule } from './rule.ts';

export interface FindingParts {
  readonly rule: AnyRule;
  readonly subject: FindingSubject;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** Null, or left out: the severity is certain. */
  readonly severityRange?: SeverityRange | null;
  readonly evidence: readonly Evidence[];
  readonly evaluatedAt: Date;
}

/** What became of one rule on one subject, as a finding. */
export function makeFinding({
  rule,
  subject,
  verdict,
  severity,
  severityRange = null,
  evidence: rows,
  evaluatedAt,
}: FindingParts): Finding {
  if (verdict.state === 'ABSENT') return new AbsentFinding(rule, subject, verdict.reason, rows, evaluatedAt);
  return new OpenFinding(
    rule,
    subject,
    verdict.state === 'UNKNOWN' ? verdict.reason : null,
    severity,
    severityRange,
    rows,
    evaluatedAt,
  );
}

const noRemedies: readonly Remedy[] = [];

/** PRESENT or UNKNOWN. Of the many over a directory few are ever shown, or written down: the id waits for that. */
class OpenFinding implements Finding {
  readonly ruleId: string;
  readonly subject: FindingSubject;
  readonly state: 'PRESENT' | 'UNKNOWN';
  readonly absentReason = null;
  readonly unknownReason: FindingUnknownReason | null;
  readonly severity: Severity;
  readonly severityRange?: SeverityRange;
  readonly baseSeverity: Severity;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  readonly evaluatedAt: Date;
  #id: string | null = null;

  constructor(
    rule: AnyRule,
    subject: FindingSubject,
    unknownReason: FindingUnknownReason | null,
    severity: Severity,
    severityRange: SeverityRange | null,
    rows: readonly Evidence[],
    evaluatedAt: Date,
  ) {
    this.ruleId = rule.id;
    this.subject = subject;
    this.state = unknownReason === null ? 'PRESENT' : 'UNKNOWN';
    this.unknownReason = unknownReason;
    this.severity = severity;
    if (severityRange !== null) this.severityRange = severityRange;
    this.baseSeverity = rule.severity;
    this.evidence = rows;
    this.remedies = unknownReason === null ? rule.remedies : noRemedies;
    this.evaluatedAt = evaluatedAt;
  }

  /** Once it was asked for it is kept: whoever sorts or pages asks again and again. */
  get id(): string {
    this.#id ??= findingId(this.ruleId, this.subject);
    return this.#id;
  }
}

/** Most answers over a directory are ABSENT and dropped unseen: their id is only computed when somebody looks. */
class AbsentFinding implements Finding {
  readonly ruleId: string;
  readonly subject: FindingSubject;
  readonly state = 'ABSENT';
  readonly absentReason: FindingAbsentReason;
  readonly unknownReason = null;
  readonly severity: Severity;
  readonly baseSeverity: Severity;
  readonly evidence: readonly Evidence[];
  readonly remedies = noRemedies;
  readonly evaluatedAt: Date;

  constructor(
    rule: AnyRule,
    subject: FindingSubject,
    reason: FindingAbsentReason,
    rows: readonly Evidence[],
    evaluatedAt: Date,
  ) {
    this.ruleId = rule.id;
    this.subject = subject;
    this.absentReason = reason;
    this.severity = rule.severity;
    this.baseSeverity = rule.severity;
    this.evidence = rows;
    this.evaluatedAt = evaluatedAt;
  }

  get id(): string {
    return findingId(this.ruleId, this.subject);
  }
}

/** How a severity came about, when it is not the rule's own. */
export function severityEvidence(
  rule: AnyRule,
  severity: Severity,
  modifiers: readonly string[],
): readonly Evidence[] {
  if (severity === rule.severity && modifiers.length === 0) return [];
  return [
    evidence('baseSeverity', rule.severity),
    ...(modifiers.length === 0 ? [] : [evidence('severityModifiers', modifiers.join(', '))]),
  ];
}
