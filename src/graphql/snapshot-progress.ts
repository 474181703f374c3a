import { can } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import type { Directory } from '../directory/directory.ts';
import { estimatedEnd } from '../directory/sweep/sweep-estimate.ts';
import type { SweepProgress } from '../directory/sweep/sweep.ts';
import { newestOnly } from './backlog.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { forbidden } from './forbidden.ts';
import { listenerOf } from './listener.ts';
import { LiveFeed } from './live-feed.ts';
import { paced } from './paced.ts';
import { mostSubscriptions } from './seats.ts';

/** How far the sweep of a directory, by its key, is. */
export interface Progress extends SweepProgress {
  readonly directory: string;
}

/** Few enough to be looked at: a sweep moves thousands of times. */
const pauseMs = 250;

const SnapshotPhaseEnum = builder.enumType('SnapshotPhase', {
  description: 'What a sweep is reading.',
  values: {
    USERS: { description: 'The list of users.' },
    GROUPS: { description: 'Groups, their members, nesting and roles.' },
    MFA_DEVICES: { description: 'Second factors.' },
    ROLE_ASSIGNMENTS: { description: 'Roles of users.' },
    APPLICATIONS: { description: 'Applications with their roles, grants and policies.' },
    DONE: { description: 'It is complete.' },
  } as const,
});

export const SnapshotProgressType = builder.objectRef<Progress>('SnapshotProgress').implement({
  description: 'How far a sweep is.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    directory: t.field({
      type: DirectoryType,
      description: 'The directory that is read.',
      resolve: ({ directory }, _args, context) => context.loaders(directory).directory,
    }),
    phase: t.expose('phase', { type: SnapshotPhaseEnum, description: 'What is being read.' }),
    done: t.exposeInt('done', { description: 'Objects of this phase that were read.' }),
    total: t.exposeInt('total', {
      nullable: true,
      description: 'Objects of this phase in all, where known.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When the sweep began.' }),
    estimatedEndAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it is likely to end, by the calls that are left and the pace until now; null: that cannot be said yet, or it is done.',
      resolve: (progress) => estimatedEnd(progress, new Date()),
    }),
  }),
});

builder.subscriptionField('snapshotProgress', (t) =>
  t.field({
    type: SnapshotProgressType,
    nullable: true,
    description: `How far the sweep of a directory is: now, and a few times a second as it goes on; whoever is slow gets the newest. It listens and begins no sweep. Where none is under way, the newest one that is complete is told of as DONE, and nothing where there is none. DONE is not the end: later sweeps are told of too, until the listener leaves. At most ${mostSubscriptions.perCaller} subscriptions at once for one caller.`,
    args: { directory: t.arg.string({ required: true, description: 'Key of the directory.' }) },
    extensions: { permission: 'directory:read' },
    subscribe: (_root, { directory }, context) => progressOf(directory, context),
    resolve: (progress) => progress,
  }),
);

function progressOf(key: string, context: GatewayContext): AsyncIterableIterator<Progress, undefined> {
  const { caller } = context;
  const { directory } = context.loaders(key);
  if (!reaches(caller, 'directory:read', { directory: key })) throw forbidden('directory:read');
  // How many there are in all, and how long reading them takes, says how many there are outside of the caller's populations.
  if (!can(caller, 'directory:read', { directory: key, population: null })) throw forbidden('directory:read');
  return new LiveFeed<Progress>({
    backlog: newestOnly(),
    ...listenerOf(context),
    watch: ({ tell }) => {
      let phase: string | null = null;
      const slowly = paced<Progress>(tell, pauseMs, (progress) => progress.phase !== phase);
      const hear = (progress: SweepProgress): void => {
        slowly.tell({ directory: key, ...progress });
        phase = progress.phase;
      };
      const { sweeper } = directory;
      const tellWhereItIs = (): void => {
        const now = sweeper.progress ?? ended(directory);
        if (now !== null) hear(now);
      };
      tellWhereItIs();
      // Just after a start the one that was saved may come in yet.
      let isWaiting = phase === null;
      if (isWaiting)
        sweeper.loaded(context.scope).then(
          () => isWaiting && phase === null && tellWhereItIs(),
          () => undefined,
        );
      const leave = sweeper.onProgress(hear);
      return () => {
        isWaiting = false;
        leave();
        slowly.stop();
      };
    },
  });
}

function ended({ sweeper }: Directory): SweepProgress | null {
  const sweep = sweeper.current;
  if (sweep === null) return null;
  const users = sweep.users.rows.length;
  const { startedAt } = sweep;
  return { phase: 'DONE', done: users, total: users, startedAt, phases: [], calls: { done: 0, expected: 0 } };
}
