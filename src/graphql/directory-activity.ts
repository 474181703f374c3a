import type { ActivityDay } from '../model/activity.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { badInput } from './global-id.ts';
import { wholeRows } from './listing.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

const ActivityDayType = builder.objectRef<ActivityDay>('ActivityDay').implement({
  description: 'How much a directory was used on one day, over all its users.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    date: t.expose('date', {
      type: 'Date',
      nullable: true,
      description: 'The day; null when the provider does not say.',
    }),
    signOns: t.exposeInt('signOns', {
      nullable: true,
      description: 'Sign-ons of that day; null when the provider does not say.',
    }),
    members: t.expose('members', {
      type: 'JSON',
      description:
        'All that the provider answered about the day, in its own words: PingOne publishes no list of them.',
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  activity: t.field({
    type: [ActivityDayType],
    nullable: true,
    description:
      'How much it was used, day by day, over all its users; null, with an error, when it could not be read. It tells nothing about single users.',
    args: {
      start: t.arg({ type: 'DateTime', required: true, description: 'From this moment on.' }),
      end: t.arg({
        type: 'DateTime',
        required: true,
        description: `Up to this moment, at most ${MOST_DAYS} days later.`,
      }),
    },
    extensions: { cost: { calls: 1 } },
    resolve: (directory, { start, end }, { scope }) => {
      const days = (end.getTime() - start.getTime()) / DAY_MS;
      if (!(days > 0 && days <= MOST_DAYS))
        throw badInput(
          `Expected an end after the start, and at most ${MOST_DAYS} days later; received ${days.toFixed(1)} days.`,
        );
      return wholeRows(directory.provider.settings.userActivities(start, end, scope.context));
    },
  }),
}));
