import type { UnknownReason } from './fact.ts';

/** PRESENT: the rule holds. ABSENT: it certainly does not. UNKNOWN: it could not be decided, with a reason. */
export type FindingState = 'PRESENT' | 'ABSENT' | 'UNKNOWN';

/** Why a rule could not be decided. */
export type FindingUnknownReason =
  | 'SOURCE_UNREACHABLE'
  | 'PERMISSION_DENIED'
  | 'NOT_LICENSED'
  | 'NOT_CAPABLE'
  | 'NOT_CONFIGURED'
  | 'NOT_REQUESTED'
  | 'PARTIAL_DATA'
  | 'STALE_DATA'
  | 'FIELD_NULL'
  | 'INVALID_VALUE'
  | 'AMBIGUOUS_MATCH'
  | 'MEASUREMENT_SLACK'
  | 'OPAQUE_POLICY';

/** Why a fact is not known, in the words of findings. */
export const findingReasons: Readonly<Record<UnknownReason, FindingUnknownReason>> = {
  FORBIDDEN: 'PERMISSION_DENIED',
  UNAUTHORIZED: 'PERMISSION_DENIED',
  RATE_LIMITED: 'SOURCE_UNREACHABLE',
  TIMED_OUT: 'SOURCE_UNREACHABLE',
  UNREACHABLE: 'SOURCE_UNREACHABLE',
  BAD_RESPONSE: 'SOURCE_UNREACHABLE',
  CANCELLED: 'SOURCE_UNREACHABLE',
  NOT_LICENSED: 'NOT_LICENSED',
  UNSUPPORTED: 'NOT_CAPABLE',
  EXTERNAL: 'NOT_CAPABLE',
  MISSING: 'FIELD_NULL',
  INVALID_VALUE: 'INVALID_VALUE',
  PARTIAL: 'PARTIAL_DATA',
  NOT_REQUESTED: 'NOT_REQUESTED',
  NOT_FOUND: 'PARTIAL_DATA',
};

/**
 * Why a rule does not hold: the subject is fine, the rule is not about it, or the operator wants it left alone. Only the first counts
 * in a denominator; the last says nothing of the subject.
 */
export type FindingAbsentReason = 'COMPLIANT' | 'IGNORED' | 'OUT_OF_SCOPE';

export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFO';

/** Both ends belong to it. */
export interface SeverityRange {
  readonly best: Severity;
  readonly worst: Severity;
}

/** Worst first. */
export const severities: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

/** 0 is the worst. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

export const findingSubjectTypes = ['USER', 'GROUP', 'APPLICATION', 'POPULATION', 'DIRECTORY'] as const;

export type FindingSubjectType = (typeof findingSubjectTypes)[number];

export const findingFamilies = [
  'OFFBOARDING',
  'STALE',
  'MFA',
  'ADMIN',
  'IDENTITY',
  'LIFECYCLE',
  'GROUP',
  'POPULATION',
  'APPLICATION',
  'ORGANIZATION',
  'EXTERNAL_IDENTITY_PROVIDER',
  'COVERAGE',
] as const;

export type FindingFamily = (typeof findingFamilies)[number];

/**
 * Where a rule comes from: SEED ones are known by their ids to others, CORE ones hold for every provider and are on by default,
 * EXTENDED ones are switched on by family.
 */
export type RuleSet = 'SEED' | 'CORE' | 'EXTENDED';

/**
 * What answering a rule costs: C0 nothing beyond the list of subjects, C1 a fixed number of calls per directory,
 * C2 a call per member of a small collection, C3 a call per user, C3B a call per user or one report for all.
 */
export type CostClass = 'C0' | 'C1' | 'C2' | 'C3' | 'C3B';

export interface FrameworkControl {
  /** `NIST SP 800-53`, `CIS Controls v8`, `ISO/IEC 27001:2022`, `MITRE ATT&CK`, ... */
  readonly name: string;
  readonly control: string;
}

/** What would put a finding right, by the name of the mutation or, where there is none yet, of the task. */
export interface Remedy {
  readonly action: string;
}

export interface Evidence {
  readonly label: string;
  readonly value: string;
  /** Of what it tells beside the finding's own directory; left out: of nothing. */
  readonly elsewhere?: Elsewhere;
}

/** What of a line of evidence is only for those who see what it tells of. */
interface Elsewhere {
  readonly places: readonly EvidencePlace[];
  /** What is shown to others in place of the value. */
  readonly masked: string;
}

export interface EvidencePlace {
  /** Key of a directory. */
  readonly directory: string;
  /** Of an account: its population, null where it is not known. Left out: the directory itself. */
  readonly populationId?: string | null;
}

export interface FindingSubject {
  readonly directory: string;
  readonly type: FindingSubjectType;
  readonly externalId: string;
}

export interface Finding {
  /** The same for the same rule and subject, whenever it is evaluated. */
  readonly id: string;
  readonly ruleId: string;
  readonly subject: FindingSubject;
  readonly state: FindingState;
  readonly absentReason: FindingAbsentReason | null;
  readonly unknownReason: FindingUnknownReason | null;
  readonly severity: Severity;
  /** Given: what the severity rests on could not all be read, and it may be any from the first to the second, the worse one. */
  readonly severityRange?: SeverityRange;
  readonly baseSeverity: Severity;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  readonly evaluatedAt: Date;
}
