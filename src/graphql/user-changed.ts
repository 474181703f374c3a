import type { UserEvent } from '../directory/refresh/change-of.ts';
import { newestOfEach } from './backlog.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import type { GatewayContext } from './context.ts';
import { listenerOf } from './listener.ts';
import { LiveFeed } from './live-feed.ts';
import { mostSubscriptions } from './seats.ts';
import { UserType } from './user.ts';
import { usersWithin } from './within.ts';

/** Users whose news wait for a listener at most. */
const mostWaiting = 1_000;

const UserChangeKindEnum = builder.enumType('UserChangeKind', {
  description: 'What happened to a user.',
  values: {
    ADDED: { description: 'It is new in the directory.' },
    UPDATED: { description: 'Something of it is not as it was.' },
    REMOVED: { description: 'It is not in the directory any more.' },
  } satisfies Record<UserEvent['change'], { description: string }>,
});

const UserChangeType = builder.objectRef<UserEvent>('UserChange').implement({
  description: 'That a user changed, here or at the provider.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The user as it is now; of one that was removed, as it was known last.',
      resolve: ({ user }) => user,
    }),
    change: t.expose('change', { type: UserChangeKindEnum, description: 'What happened.' }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      description: 'When the gateway read that it is so; it happened before.',
    }),
  }),
});

builder.subscriptionField('userChanged', (t) =>
  t.field({
    type: UserChangeType,
    nullable: true,
    description: `Users that were added, changed or removed: by this gateway at once, and at the provider as soon as its changes were asked for, as far as there is a snapshot that they are applied to. It lasts until the listener leaves. Whoever is slow gets the newest of each user; with ${mostWaiting} users waiting it is ended with \`SUBSCRIPTION_TOO_SLOW\`. Somebody who leaves the populations that a caller may see is not told of any more. At most ${mostSubscriptions.perCaller} subscriptions at once for one caller.`,
    args: { directory: t.arg.string({ description: 'Key of the one directory to follow; left out: all.' }) },
    extensions: { permission: 'directory:read' },
    subscribe: (_root, { directory }, context) => changesIn(directory, context),
    resolve: (event, _args, context) => {
      context.loaders(event.user.directory).user.prime(event.user.externalId, event.user);
      return event;
    },
  }),
);

function changesIn(
  directory: string | null | undefined,
  context: GatewayContext,
): AsyncIterableIterator<UserEvent, undefined> {
  const { caller } = context;
  const chosen = chosenDirectories(context, directory);
  const isWithin = usersWithin(caller);
  return new LiveFeed<UserEvent>({
    backlog: newestOfEach(({ user }) => `${user.directory}:${user.externalId}`, mostWaiting),
    ...listenerOf(context),
    watch: ({ tell }) => {
      const leave = chosen.map(({ sweeper }) =>
        sweeper.onUserEvent((event) => {
          if (isWithin === null || isWithin(event.user)) tell(event);
        }),
      );
      return () => leave.forEach((stop) => stop());
    },
  });
}
