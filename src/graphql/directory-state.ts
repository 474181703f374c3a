import type { Directory } from '../directory/directory.ts';
import type { RateLimitState } from '../upstream/call.ts';
import { builder } from './builder.ts';
import { CoverageType } from './coverage.ts';
import { DirectoryType } from './directory.ts';
import { SnapshotProgressType } from './snapshot-progress.ts';

const CircuitEnum = builder.enumType('Circuit', {
  description: 'Whether calls are let through to the provider.',
  values: {
    CLOSED: { value: 'closed', description: 'Calls go through.' },
    OPEN: { value: 'open', description: 'Too many failures just now: calls are refused at once.' },
    HALF_OPEN: {
      value: 'half-open',
      description: 'One call is let through to see whether the provider is back.',
    },
  } as const,
});

const RateLimitType = builder.objectRef<RateLimitState>('RateLimit').implement({
  description: "How fast the gateway may call a directory's provider just now.",
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    requestsPerSecond: t.float({
      nullable: true,
      description:
        'Calls a second in force now: lower than configured after a refusal; null: no limit is known yet.',
      resolve: (state) => (Number.isFinite(state.requestsPerSecond) ? state.requestsPerSecond : null),
    }),
    inFlight: t.exposeInt('inFlight', { description: 'Calls that wait for an answer.' }),
    queued: t.exposeInt('queued', { description: 'Calls that wait for their turn.' }),
    throttledUntil: t.expose('throttledUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When calls start again after a refusal that named a time; null: they run.',
    }),
    circuit: t.expose('circuit', { type: CircuitEnum, description: 'Whether calls are let through.' }),
  }),
});

const SnapshotStateEnum = builder.enumType('SnapshotState', {
  description: 'Whether there is a sweep of a directory in memory.',
  values: {
    NONE: { description: 'Nobody has asked for one yet.' },
    RUNNING: { description: 'The first one is being taken.' },
    READY: { description: 'There is one, young enough to be used.' },
    STALE: { description: 'There is one that the next question will renew.' },
    FAILED: { description: 'The last try failed.' },
  } as const,
});

const SnapshotType = builder.objectRef<Directory>('Snapshot').implement({
  description:
    'The newest complete sweep of a directory, held in memory: what questions about everybody are answered from.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    takenAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was complete; null: there is none yet.',
      resolve: ({ sweeper }) => sweeper.current?.takenAt ?? null,
    }),
    state: t.field({
      type: SnapshotStateEnum,
      description: 'Whether there is one, and how old.',
      resolve: ({ sweeper }) => sweeper.state,
    }),
    coverage: t.field({
      type: CoverageType,
      nullable: true,
      description: 'How much of the directory it holds; null: there is none yet.',
      resolve: ({ sweeper }) => sweeper.current?.coverage ?? null,
    }),
    progress: t.field({
      type: SnapshotProgressType,
      nullable: true,
      description: 'How far the one under way is; null: none is.',
      resolve: ({ key, sweeper }) => sweeper.progress && { directory: key, ...sweeper.progress },
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  rateLimit: t.field({
    type: RateLimitType,
    description: 'How fast its provider may be called just now.',
    resolve: (directory) => directory.provider.rateLimit,
  }),
  snapshot: t.field({
    type: SnapshotType,
    description: 'The newest sweep of it.',
    resolve: async (directory, _args, { scope }) => {
      // Just after a start; whoever cannot wait is told that there is none yet.
      await directory.sweeper.loaded(scope).catch(() => undefined);
      return directory;
    },
  }),
}));
