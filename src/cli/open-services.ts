import type { Logger } from 'pino';
import type { ActionResult } from '../actions/action-result.ts';
import { type ActionServices, createActionServices } from '../actions/action-services.ts';
import { type ActionSettings, defaultActionSettings } from '../actions/action-settings.ts';
import { BulkWorker } from '../actions/bulk/bulk-worker.ts';
import type { BulkStore } from '../actions/bulk/bulk-store.ts';
import { Underway } from '../actions/underway.ts';
import { Keeper } from '../actions/timed/keeper.ts';
import type { TimedStore } from '../actions/timed/timed-store.ts';
import type { Directory } from '../directory/directory.ts';
import type { HistoryStore } from '../findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../findings/history/memory-history.ts';
import { ToldHistory } from '../findings/history/told-history.ts';
import { MemoryPostureTrend } from '../findings/trend/memory-posture-trend.ts';
import type { PostureTrend } from '../findings/trend/posture-point.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { MemoryLinkStore } from '../identities/memory-link-store.ts';
import { takeFolder } from '../store/database-folder.ts';
import { later } from '../store/later.ts';
import type { Store, StoreOptions } from '../store/open-store.ts';
import { NeededDatabase } from './needed-database.ts';

/** How long a gateway over the simulated directory is left in peace before its database is made; milliseconds. */
const warmUpMs = 3_000;

const historyReads = ['recordsOf', 'list', 'events', 'lapse', 'timeToResolve'] as const;

export interface OpenedServices {
  readonly actions: ActionServices;
  /** Takes up what is due: bulk operations that were cut off, access whose time is over. */
  readonly start: () => void;
  /** Whether the database was needed last, and could not be opened. */
  readonly hasFailed: () => boolean;
  /** Ends what is under way, and closes the database. */
  readonly close: () => Promise<void>;
}

export interface ServiceOptions {
  /** Of a PostgreSQL; null: the embedded database. */
  readonly url: string | null;
  /** Where the embedded database has its files; null: in memory. */
  readonly directory: string | null;
  /** Of a database in memory: whether it is made when it is first needed, or after a while; otherwise before anything else. */
  readonly whenNeeded: boolean;
  readonly settings: Partial<ActionSettings>;
  /** See `FindingSettings`. */
  readonly trendDays?: number;
  /** Left out: no caller has a credential that could end. */
  readonly stillGood?: ActionServices['stillGood'];
}

interface Work {
  start(): void;
  stop(): Promise<void>;
}

interface Opened {
  readonly store: Store<ActionResult>;
  readonly bulk: BulkStore;
  readonly timed: TimedStore;
  readonly links: IdentityLinkStore;
  readonly findings: HistoryStore;
  readonly trend: PostureTrend;
}

/**
 * What actions share, on a database. The embedded one takes as much memory as the rest of the gateway, and one in memory seconds to make:
 * each is opened when it is first needed. One in a folder is opened at once where it may hold work that nobody asks for again.
 * @throws {StoreError} when the folder or the database cannot be had, unless that is opened when needed.
 */
export async function openServices(
  options: ServiceOptions,
  directories: readonly Directory[],
  log: Pick<Logger, 'error'>,
  /** Told before a database is made that is not there yet. */
  onMaking: () => void = () => undefined,
): Promise<OpenedServices> {
  const settings = { ...defaultActionSettings, ...options.settings };
  const onFailure = (error: unknown, what: string): void =>
    log.error({ err: error }, `Work behind the requests failed: ${what}.`);
  const { url, directory } = options;
  // Taken before anything is opened: a second gateway is told at its start that it is one too many.
  const folder = url === null && directory !== null ? await takeFolder(directory) : null;
  let workers: readonly Work[] | null = null;
  let isServed = false;
  /** Once it is served, and the database is open: that is not opened for the sake of looking. */
  const begin = ({ bulk, timed }: Opened): void => {
    if (!isServed || workers !== null) return;
    workers = [
      new BulkWorker({ services: actions, store: bulk, directories, onFailure }),
      new Keeper({ services: actions, store: timed, directories, onFailure }),
    ];
    for (const worker of workers) worker.start();
  };
  const database = new NeededDatabase({
    folder,
    open: async () => {
      if (folder !== null && !(await folder.hasDatabase())) onMaking();
      return await open({ url, directory: folder }, options, settings.blastLimits, onFailure);
    },
    onOpen: begin,
    // At the start it is told by the end of the start.
    onFailure: (error, what) => {
      if (isServed) onFailure(error, what);
    },
  });
  const from = <T extends object>(part: (opened: Opened) => T): T =>
    later(async () => part(await database.opened()));
  /** What was never kept is read without a database; anything else makes it. */
  const unlessMissing = <T extends object>(
    empty: T,
    reads: readonly (keyof T)[],
    part: (opened: Opened) => T,
  ): T =>
    later(async (method) =>
      reads.includes(method) && (await database.isMissing()) ? empty : part(await database.opened()),
    );
  // Every question about people reads links, and every look at findings writes: a database that ends with the process is not waited for.
  const isKept = url !== null || folder !== null;
  const noLinks = new MemoryLinkStore();
  const noHistory = new MemoryHistoryStore();
  const trend = isKept
    ? unlessMissing<PostureTrend>(new MemoryPostureTrend(), ['points'], (opened) => opened.trend)
    : new MemoryPostureTrend();
  // Whoever hands a point in does not wait for it.
  const points = new Underway();
  const actions = createActionServices({
    ledger: from(({ store }) => store.ledger),
    idempotency: from(({ store }) => store.idempotency),
    blastRadius: from(({ store }) => store.blastRadius),
    locks: from(({ store }) => store.locks),
    bulk: from(({ bulk }) => bulk),
    timed: from(({ timed }) => timed),
    links: isKept ? unlessMissing(noLinks, ['list'], ({ links }) => links) : noLinks,
    findings: new ToldHistory(
      isKept ? unlessMissing(noHistory, historyReads, ({ findings }) => findings) : noHistory,
      isKept,
    ),
    trend: {
      note: (point) => points.run(() => trend.note(point)),
      points: (...asked) => trend.points(...asked),
    },
    settings,
    ...(options.stillGood !== undefined && { stillGood: options.stillGood }),
    onLedgerFailure: (error, what) => log.error({ err: error }, `The ledger could not record ${what}.`),
  });

  try {
    const isNeeded = folder === null ? !options.whenNeeded : await folder.mayHaveWork();
    if (isNeeded) await database.opened();
  } catch (error) {
    await folder?.release();
    throw error;
  }
  let warmUp: NodeJS.Timeout | null = null;
  return {
    actions,
    start: () => {
      isServed = true;
      void database.settled().then((opened) => opened !== null && begin(opened));
      // Whoever tries things out over the simulated directory need not wait for it then.
      if (folder === null && options.whenNeeded)
        warmUp = setTimeout(() => void database.opened().catch(() => undefined), warmUpMs).unref();
    },
    hasFailed: () => database.hasFailed,
    close: async () => {
      isServed = false;
      if (warmUp !== null) clearTimeout(warmUp);
      try {
        await Promise.all((workers ?? []).map((worker) => worker.stop()));
        // Changes that were sent are followed to their end: without the ledger nobody would know of it.
        await actions.underway.ended();
        await Promise.all([actions.findings.settled(), points.ended()]);
        const last = await database.end();
        await last?.store.close();
      } finally {
        await folder?.release();
      }
    },
  };
}

async function open(
  { url, directory }: Pick<StoreOptions, 'url' | 'directory'>,
  { trendDays }: Pick<ServiceOptions, 'trendDays'>,
  blastLimits: ActionServices['settings']['blastLimits'],
  onFailure: (error: unknown, what: string) => void,
): Promise<Opened> {
  // The database's modules take as long to load as the whole graph.
  const [
    { openStore },
    { DurableBulkStore },
    { DurableTimedStore },
    { DurableLinkStore },
    { DurableHistoryStore },
    { DurablePostureTrend },
  ] = await Promise.all([
    import('../store/open-store.ts'),
    import('../store/bulk-store.ts'),
    import('../store/timed-store.ts'),
    import('../store/link-store.ts'),
    import('../store/finding-store.ts'),
    import('../store/posture-store.ts'),
  ]);
  const store = await openStore<ActionResult>({
    url,
    directory,
    blastLimits,
    onFailure,
  });
  return {
    store,
    bulk: new DurableBulkStore(store.database),
    timed: new DurableTimedStore(store.database),
    links: new DurableLinkStore(store.database),
    findings: new DurableHistoryStore(store.database),
    trend: new DurablePostureTrend(store.database, trendDays === undefined ? {} : { keptDays: trendDays }),
  };
}
