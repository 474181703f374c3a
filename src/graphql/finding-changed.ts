import { reaches } from '../access/reach.ts';
import { withInstances } from '../findings/index.ts';
import { isWorse } from '../findings/history/life-cycle.ts';
import type { FindingEvent } from '../findings/history/finding-history.ts';
import { newestOfEach } from './backlog.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import type { GatewayContext } from './context.ts';
import { SeverityEnum } from './finding-enums.ts';
import { FindingEventKindEnum, FindingEventType, placeOfEvent } from './finding-event.ts';
import { listenerOf } from './listener.ts';
import { LiveFeed } from './live-feed.ts';
import { mostSubscriptions } from './seats.ts';

/** Findings whose news wait for a listener at most: the first look at a large directory opens tens of thousands at once. */
const mostWaiting = 100_000;

const FindingChangeFilterInput = builder.inputType('FindingChangeFilter', {
  description: 'Which changes are wanted; several members hold together.',
  fields: (t) => ({
    directory: t.string({ description: 'Key of the one directory to follow; left out: all.' }),
    rules: t.idList({ description: 'Only findings of these rules.' }),
    severityAtLeast: t.field({ type: SeverityEnum, description: 'At least so bad from then on.' }),
    events: t.field({ type: [FindingEventKindEnum], description: 'Only these kinds of changes.' }),
  }),
});

type Filter = typeof FindingChangeFilterInput.$inferInput;

builder.subscriptionField('findingChanged', (t) =>
  t.field({
    type: FindingEventType,
    nullable: true,
    description: `Findings that were opened, resolved, accepted or became worse, as soon as a look at a directory by this gateway has shown it. It lasts until the listener leaves. Whoever is slow gets the newest of each finding; with ${mostWaiting} findings waiting it is ended with \`SUBSCRIPTION_TOO_SLOW\`. What other gateways on the same database saw is in \`findingHistory\`. At most ${mostSubscriptions.perCaller} subscriptions at once for one caller.`,
    args: { filter: t.arg({ type: FindingChangeFilterInput, description: 'Which changes are wanted.' }) },
    extensions: { permission: 'finding:read' },
    subscribe: (_root, { filter }, context) => changesFor(filter ?? {}, context),
    resolve: (event) => event,
  }),
);

function changesFor(filter: Filter, context: GatewayContext): AsyncIterableIterator<FindingEvent, undefined> {
  const { actions, caller } = context;
  const keys = new Set(chosenDirectories(context, filter.directory, 'finding:read').map(({ key }) => key));
  const rules = filter.rules ? withInstances(filter.rules) : null;
  const fits = (event: FindingEvent): boolean =>
    keys.has(event.subject.directory) &&
    rules?.has(event.ruleId) !== false &&
    filter.events?.includes(event.kind) !== false &&
    !(filter.severityAtLeast && isWorse(filter.severityAtLeast, event.severity)) &&
    reaches(caller, 'finding:read', placeOfEvent(event));
  return new LiveFeed<FindingEvent>({
    backlog: newestOfEach(({ findingId }) => findingId, mostWaiting),
    ...listenerOf(context),
    watch: ({ tell }) =>
      actions.findings.onEvent((event) => {
        if (fits(event)) tell(event);
      }),
  });
}
