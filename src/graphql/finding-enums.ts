import type {
  CostClass,
  FindingFamily,
  FindingState,
  FindingSubjectType,
  FindingUnknownReason,
  RuleSet,
  Severity,
} from '../model/finding.ts';
import type { EvaluationDepth } from '../findings/sources.ts';
import type { ThresholdUnit } from '../findings/thresholds.ts';
import { builder } from './builder.ts';

type Described<T extends string> = Record<T, { description: string }>;

export const SeverityEnum = builder.enumType('Severity', {
  description: 'How bad a finding is.',
  values: {
    CRITICAL: { description: 'Put it right today.' },
    HIGH: { description: 'Put it right this week.' },
    MEDIUM: { description: 'Plan it.' },
    LOW: { description: 'When there is time.' },
    INFO: { description: 'Good to know.' },
  } satisfies Described<Severity>,
});

export const FindingStateEnum = builder.enumType('FindingState', {
  description: 'What a rule says of its subject.',
  values: {
    PRESENT: { description: 'It holds; evidence is attached.' },
    ABSENT: { description: 'It certainly does not.' },
    UNKNOWN: { description: 'It could not be decided; see `unknownReason`.' },
  } satisfies Described<FindingState>,
});

export const FindingUnknownReasonEnum = builder.enumType('FindingUnknownReason', {
  description: 'Why a rule could not be decided.',
  values: {
    SOURCE_UNREACHABLE: { description: 'The provider did not answer, or not in time.' },
    PERMISSION_DENIED: { description: "The gateway's credential lacks a right." },
    NOT_LICENSED: { description: "The directory's licence does not give the fact." },
    NOT_CAPABLE: { description: 'The provider cannot give the fact.' },
    NOT_CONFIGURED: { description: 'The operator has not said what the rule needs to know.' },
    NOT_REQUESTED: { description: 'Reading the fact costs calls that nobody asked for.' },
    PARTIAL_DATA: { description: 'Only a part could be read.' },
    STALE_DATA: { description: 'What is there is too old.' },
    FIELD_NULL: { description: "The provider's answer lacks the member." },
    INVALID_VALUE: { description: 'The provider answered a value that the gateway does not know.' },
    AMBIGUOUS_MATCH: { description: 'Several accounts fit, or keys disagree.' },
    MEASUREMENT_SLACK: { description: 'The provider measures too coarsely to decide.' },
    OPAQUE_POLICY: { description: 'What decides is a flow or policy that cannot be read.' },
  } satisfies Described<FindingUnknownReason>,
});

export const RuleSetEnum = builder.enumType('RuleSet', {
  description: 'Where a rule comes from.',
  values: {
    SEED: { description: 'Known by its id to others; on unless it is switched off.' },
    CORE: { description: 'Holds for every provider; on unless it is switched off.' },
    EXTENDED: { description: 'On where its family, or the rule itself, is switched on.' },
  } satisfies Described<RuleSet>,
});

export const ThresholdUnitEnum = builder.enumType('ThresholdUnit', {
  description: 'What a threshold counts.',
  values: {
    DAYS: { description: 'Spans of 86,400,000 ms.' },
    HOURS: { description: 'Spans of 3,600,000 ms.' },
    SHARE: { description: 'A part of a whole, between 0 and 1.' },
    COUNT: { description: 'A number of things.' },
  } satisfies Described<ThresholdUnit>,
});

export const FindingFamilyEnum = builder.enumType('FindingFamily', {
  description: 'What a rule is about.',
  values: {
    OFFBOARDING: { description: 'People who left.' },
    STALE: { description: 'Accounts that nobody uses.' },
    MFA: { description: 'Second factors.' },
    ADMIN: { description: 'Administrators and their roles.' },
    IDENTITY: { description: 'Which account is whose.' },
    LIFECYCLE: { description: 'The state of accounts and passwords.' },
    GROUP: { description: 'Groups.' },
    POPULATION: { description: 'Populations.' },
    APPLICATION: { description: 'Applications and machines.' },
    ORGANIZATION: { description: 'Settings of a whole directory.' },
    EXTERNAL_IDENTITY_PROVIDER: { description: 'Outside identity providers.' },
    COVERAGE: { description: 'What the evaluation itself could not see.' },
  } satisfies Described<FindingFamily>,
});

export const FindingSubjectTypeEnum = builder.enumType('FindingSubjectType', {
  description: 'What kind of object a rule judges.',
  values: {
    USER: { description: 'A user.' },
    GROUP: { description: 'A group.' },
    APPLICATION: { description: 'An application.' },
    POPULATION: { description: 'A population.' },
    DIRECTORY: { description: 'A whole directory.' },
  } satisfies Described<FindingSubjectType>,
});

export const CostClassEnum = builder.enumType('CostClass', {
  description: 'What answering a rule costs in calls to the provider.',
  values: {
    C0: { description: 'Nothing beyond the list of its subjects.' },
    C1: { description: 'A fixed number per directory.' },
    C2: { description: 'One per member of a small collection.' },
    C3: { description: 'One per user.' },
    C3B: { description: 'One per user, or a report for all.' },
  } satisfies Described<CostClass>,
});

export const EvaluationDepthEnum = builder.enumType('EvaluationDepth', {
  description: 'How much an evaluation may spend on a user.',
  values: {
    GATED: {
      description:
        'Facts that cost a call per user are read for administrators only; rules that need them for others are not asked.',
    },
    FULL: { description: 'Whatever a rule needs.' },
  } satisfies Described<EvaluationDepth>,
});
