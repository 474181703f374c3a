import { reaches } from '../access/reach.ts';
import { dayOf, type Drift, driftBetween, type PosturePoint } from '../findings/trend/posture-point.ts';
import { severities } from '../model/finding.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import { forbidden } from './forbidden.ts';
import { badInput } from './global-id.ts';
import { SeverityCountType } from './posture.ts';

/** A point, and the one before it of the same directory among those that are listed. */
interface TrendRow {
  readonly point: PosturePoint;
  readonly before: PosturePoint | null;
}

const DriftType = builder.objectRef<Drift>('PostureDrift').implement({
  description: 'What changed from one day to another at which as much was known.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    score: t.exposeFloat('score', { nullable: true, description: 'Of the score that is known.' }),
    adminCount: t.exposeInt('adminCount', { description: 'Of the administrators.' }),
    mfaCoverage: t.exposeFloat('mfaCoverage', {
      nullable: true,
      description: 'Of the share with a second factor.',
    }),
    inactiveShare: t.exposeFloat('inactiveShare', { nullable: true, description: 'Of the share not used.' }),
  }),
});

const PosturePointType = builder.objectRef<TrendRow>('PosturePoint').implement({
  description: 'How a directory stood on a day, by the last look of that day.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    directory: t.string({ description: 'Key of the directory.', resolve: ({ point }) => point.directory }),
    day: t.string({ description: 'Of UTC, such as `2026-03-02`.', resolve: ({ point }) => point.day }),
    at: t.field({
      type: 'DateTime',
      description: 'When what it was counted from was read.',
      resolve: ({ point }) => point.at,
    }),
    low: t.float({
      nullable: true,
      description: 'See `PostureScore`.',
      resolve: ({ point }) => point.scoreLow,
    }),
    known: t.float({
      nullable: true,
      description: 'See `PostureScore`.',
      resolve: ({ point }) => point.score,
    }),
    high: t.float({
      nullable: true,
      description: 'See `PostureScore`.',
      resolve: ({ point }) => point.scoreHigh,
    }),
    coverage: t.float({
      nullable: true,
      description: 'See `PostureScore`.',
      resolve: ({ point }) => point.coverage,
    }),
    grade: t.string({ description: 'See `PostureScore`.', resolve: ({ point }) => point.grade }),
    openBySeverity: t.field({
      type: [SeverityCountType],
      description: 'Findings that were PRESENT.',
      resolve: ({ point }) =>
        severities.map((severity) => ({ severity, count: point.openBySeverity[severity] })),
    }),
    adminCount: t.int({
      description: 'Administrators whose account could be used.',
      resolve: ({ point }) => point.adminCount,
    }),
    mfaCoverage: t.float({
      nullable: true,
      description: 'Share of the users with a usable second factor, among those of whom it was known.',
      resolve: ({ point }) => point.mfaCoverage,
    }),
    inactiveShare: t.float({
      nullable: true,
      description:
        'Share of the accounts that `stale::user_inactive` found unused; null where it was not asked.',
      resolve: ({ point }) => point.inactiveShare,
    }),
    drift: t.field({
      type: DriftType,
      nullable: true,
      description:
        'What changed since the point before it in this list; null for the first, and where not as much was known at both.',
      resolve: ({ point, before }) => (before === null ? null : driftBetween(before, point)),
    }),
  }),
});

builder.queryFields((t) => ({
  postureTrend: t.field({
    type: [PosturePointType],
    nullable: true,
    description:
      'How directories stood from day to day, oldest first: a point for each day on which somebody asked for findings or a posture.',
    extensions: { permission: 'finding:read', cost: { calls: 0 } },
    args: {
      directory: t.arg.string({ description: 'Key of the one directory; left out: all.' }),
      since: t.arg({ type: 'DateTime', required: true, description: 'From the day of this moment on.' }),
      until: t.arg({ type: 'DateTime', description: 'Up to the day of this moment; default: today.' }),
    },
    resolve: async (_root, { directory, since, until }, context) => {
      const { caller, actions } = context;
      const end = until ?? actions.now();
      if (end < since) throw badInput('until: expected a moment after `since`.');
      const keys = chosenDirectories(context, directory, 'finding:read')
        .map(({ key }) => key)
        .filter((key) => reaches(caller, 'finding:read', { directory: key }));
      if (keys.length === 0 && context.directories.length > 0) throw forbidden('finding:read');
      const dayAfter = new Date(end.getTime() + 86_400_000);
      const points = await actions.trend.points(keys, dayOf(since), dayOf(dayAfter));
      const last = new Map<string, PosturePoint>();
      return points.map((point): TrendRow => {
        const before = last.get(point.directory) ?? null;
        last.set(point.directory, point);
        return { point, before };
      });
    },
  }),
}));
