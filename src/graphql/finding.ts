import type { Where } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import { availableActions, blockedInDirectory } from '../actions/available-actions.ts';
import { remedyAvailability, type RemedyAvailability } from '../actions/remedies.ts';
import { evidenceWithin } from '../findings/evidence.ts';
import { ruleById } from '../findings/index.ts';
import type { AnyRule } from '../findings/rule.ts';
import type { Directory } from '../directory/directory.ts';
import type { Application } from '../model/application.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Group, Population } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { ApplicationType } from './application.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { FindingStateEnum, FindingUnknownReasonEnum, SeverityEnum } from './finding-enums.ts';
import { recordOf } from './finding-records.ts';
import { forbidden } from './forbidden.ts';
import { GroupType } from './group.ts';
import {
  placeInDirectory,
  placeOfDirectory,
  placeOfEvidence,
  placeOfGroup,
  placeOfPopulation,
  placeOfUser,
} from './place.ts';
import { PopulationType } from './population.ts';
import { RuleType } from './rule.ts';
import { UserType } from './user.ts';

/** A finding beside the object that it is about. */
export type FindingOf =
  | { readonly type: 'USER'; readonly finding: Finding; readonly subject: User }
  | { readonly type: 'GROUP'; readonly finding: Finding; readonly subject: Group }
  | { readonly type: 'APPLICATION'; readonly finding: Finding; readonly subject: Application }
  | { readonly type: 'POPULATION'; readonly finding: Finding; readonly subject: Population }
  | { readonly type: 'DIRECTORY'; readonly finding: Finding; readonly subject: Directory };

/** A finding is where its subject is; one about a directory or an application is for those who see all of it. */
export function placeOfFinding(found: FindingOf): Where {
  switch (found.type) {
    case 'USER':
      return placeOfUser(found.subject);
    case 'GROUP':
      return placeOfGroup(found.subject);
    case 'POPULATION':
      return placeOfPopulation(found.subject);
    case 'APPLICATION':
      return placeInDirectory(found.subject);
    case 'DIRECTORY':
    default:
      return placeOfDirectory(found.subject);
  }
}

const typenames = {
  USER: 'User',
  GROUP: 'Group',
  APPLICATION: 'Application',
  POPULATION: 'Population',
  DIRECTORY: 'Directory',
} as const;

/** Which of the five a subject is cannot be read off it: the finding beside it says so. */
const subjectTypes = new WeakMap<object, keyof typeof typenames>();

const SubjectUnion = builder.unionType('FindingSubject', {
  description: 'What a finding is about.',
  types: [UserType, GroupType, ApplicationType, PopulationType, DirectoryType],
  resolveType: (subject) => typenames[subjectTypes.get(subject) ?? 'DIRECTORY'],
});

const EvidenceType = builder.objectRef<Evidence>('Evidence').implement({
  description: 'What a finding rests on. Addresses and numbers of people are masked.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is.' }),
    value: t.exposeString('value', { description: 'What was seen.' }),
  }),
});

const RemedyType = builder.objectRef<RemedyAvailability>('Remedy').implement({
  description: 'What would put a finding right, and whether the caller could do it now.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    action: t.exposeString('action', {
      description: 'Name of the mutation, or of the task where there is none yet.',
    }),
    allowed: t.exposeBoolean('allowed', { description: 'Whether the caller could do it now.' }),
    blockedBy: t.exposeStringList('blockedBy', {
      description:
        'What stands in the way: names of guards, or `NOT_AVAILABLE` where no mutation does it yet.',
    }),
  }),
});

export const FindingType = builder.objectRef<FindingOf>('Finding').implement({
  description: 'What a rule says of one object.',
  extensions: { permission: 'finding:read', place: placeOfFinding },
  fields: (t) => ({
    id: t.id({
      description: 'The same for the same rule and object, whenever it is evaluated.',
      resolve: ({ finding }) => finding.id,
    }),
    rule: t.field({
      type: RuleType,
      description: 'The rule.',
      resolve: ({ finding }) => ruleOf(finding),
    }),
    severity: t.field({
      type: SeverityEnum,
      description: 'How bad it is in these circumstances.',
      resolve: ({ finding }) => finding.severity,
    }),
    state: t.field({
      type: FindingStateEnum,
      description: 'What the rule says.',
      resolve: ({ finding }) => finding.state,
    }),
    unknownReason: t.field({
      type: FindingUnknownReasonEnum,
      nullable: true,
      description: 'Why it could not be decided; null when it was.',
      resolve: ({ finding }) => finding.unknownReason,
    }),
    subject: t.field({
      type: SubjectUnion,
      nullable: true,
      description: 'The object that it is about.',
      resolve: ({ type, subject }) => {
        subjectTypes.set(subject, type);
        return subject;
      },
    }),
    evidence: t.field({
      type: [EvidenceType],
      nullable: true,
      description:
        'What it rests on. It can name others, with whom a rule compared: callers of single populations do not read it, and what it tells of other directories is masked for those who do not see these.',
      resolve: (found, _args, { caller }) => {
        const { directory } = placeOfFinding(found);
        if (directory === undefined || !reaches(caller, 'finding:read', { directory }))
          throw forbidden('finding:read');
        return evidenceWithin(found.finding.evidence, (place) =>
          reaches(caller, 'directory:read', placeOfEvidence(place)),
        );
      },
    }),
    remedies: t.field({
      type: [RemedyType],
      description: 'What would put it right, and whether the caller could do it now.',
      extensions: { cost: { calls: 1 } },
      resolve: (found, _args, context) => remedies(found, context),
    }),
    firstSeenAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When a look at its whole directory saw it first, as far back as the history goes; null when none has. See `findingHistory { durable }`.',
      resolve: async ({ finding }, _args, context) =>
        (await recordOf(finding.id, context))?.firstSeenAt ?? null,
    }),
    evaluatedAt: t.field({
      type: 'DateTime',
      description: 'The moment that it holds for.',
      resolve: ({ finding }) => finding.evaluatedAt,
    }),
  }),
});

function ruleOf(finding: Finding): AnyRule {
  const rule = ruleById.get(finding.ruleId);
  if (rule === undefined)
    throw new RangeError(`A finding of the rule "${finding.ruleId}", which does not exist.`);
  return rule;
}

function remedies(found: FindingOf, context: GatewayContext): Promise<readonly RemedyAvailability[]> {
  const loaders = context.loaders(found.finding.subject.directory);
  const { actions, caller } = context;
  return remedyAvailability(found.finding.remedies, {
    ofSubject: found.type === 'USER' ? () => availableActions(actions, loaders, caller, found.subject) : null,
    inDirectory: (action) => blockedInDirectory(action, actions, loaders, caller),
  });
}
