import type { Caller, Where } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import type {
  EventCause,
  FindingEvent,
  FindingEventKind,
  HistoryScope,
} from '../findings/history/finding-history.ts';
import { ruleById } from '../findings/index.ts';
import { SubjectType } from './action-parts.ts';
import { builder } from './builder.ts';
import { SeverityEnum } from './finding-enums.ts';
import { RuleType } from './rule.ts';

export const FindingEventKindEnum = builder.enumType('FindingEventKind', {
  description: 'What happened to a finding.',
  values: {
    OPENED: { description: 'It was seen for the first time.' },
    RESOLVED: { description: 'It is certainly not so any more.' },
    REOPENED: { description: 'It was seen again after it was resolved.' },
    ACCEPTED: { description: 'Somebody accepted the risk.' },
    ACCEPTANCE_WITHDRAWN: { description: 'Somebody took that back.' },
    ACCEPTANCE_LAPSED: { description: 'That ended by itself.' },
    SEVERITY_CHANGED: { description: 'It became better or worse.' },
  } satisfies Record<FindingEventKind, { description: string }>,
});

const EventCauseEnum = builder.enumType('FindingEventCause', {
  description: 'Why a finding was resolved, or an acceptance ended.',
  values: {
    COMPLIANT: { description: 'The rule does not hold any more.' },
    GONE: { description: 'A complete look did not have the object any more.' },
    EXPIRED: { description: 'Its time was over.' },
    WORSE: { description: 'The finding became worse than what was accepted.' },
  } satisfies Record<EventCause, { description: string }>,
});

/** Where its subject was when it was seen last. */
export function placeOfEvent({ subject, populationId }: FindingEvent): Where {
  return { directory: subject.directory, population: populationId };
}

export const FindingEventType = builder.objectRef<FindingEvent>('FindingEvent').implement({
  description: 'A step in the life of a finding.',
  extensions: { permission: 'finding:read', place: placeOfEvent },
  fields: (t) => ({
    kind: t.expose('kind', { type: FindingEventKindEnum, description: 'What happened.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'Of what a look found: when the look was taken. Of acceptances: when it happened.',
    }),
    finding: t.exposeID('findingId', { description: 'Id of the finding.' }),
    rule: t.field({
      type: RuleType,
      nullable: true,
      description: 'Its rule; null when there is no such rule any more.',
      resolve: ({ ruleId }) => ruleById.get(ruleId) ?? null,
    }),
    subject: t.expose('subject', { type: SubjectType, description: 'What it is about.' }),
    severity: t.expose('severity', { type: SeverityEnum, description: 'How bad it is from then on.' }),
    severityBefore: t.expose('severityBefore', {
      type: SeverityEnum,
      nullable: true,
      description: 'How bad it was before, where that changed.',
    }),
    openedAt: t.expose('openedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of RESOLVED: when it was opened last.',
    }),
    because: t.expose('because', {
      type: EventCauseEnum,
      nullable: true,
      description: 'Why it was resolved, or why an acceptance ended.',
    }),
    by: t.exposeString('by', { nullable: true, description: 'Of acceptances: who.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Of acceptances: why.' }),
  }),
});

/** Of these directories what a caller may read findings of. */
export function scopesOf(caller: Caller, directories: readonly string[]): readonly HistoryScope[] {
  return directories.flatMap((directory): HistoryScope[] => {
    if (reaches(caller, 'finding:read', { directory })) return [{ directory, populations: null }];
    const named = caller.grants.flatMap(({ populations }) => populations ?? []);
    const populations = [...new Set(named)].filter((population) =>
      reaches(caller, 'finding:read', { directory, population }),
    );
    return populations.length === 0 ? [] : [{ directory, populations }];
  });
}
