import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ActionResult } from '../actions/action-result.ts';
import { type ActionServices, createActionServices } from '../actions/action-services.ts';
import { type ActionSettings, defaultActionSettings } from '../actions/action-settings.ts';
import { BulkWorker } from '../actions/bulk/bulk-worker.ts';
import type { BulkStore } from '../actions/bulk/bulk-store.ts';
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
import { later } from '../store/later.ts';
import type { Store } from '../store/open-store.ts';

/** How long a gateway over the simulated directory is left in peace before its database is made; milliseconds. */
const warmUpMs = 3_000;

export interface OpenedServices {
  readonly actions: ActionServices;
  /** Takes up what is due: bulk operations that were cut off, access whose time is over. */
  readonly start: () => void;
  /** Ends what is under way, and closes the database. */
  readonly close: () => Promise<void>;
}

export interface ServiceOptions {
  /** Of a PostgreSQL; null: the embedded database. */
  readonly url: string | null;
  /** Where the embedded database has its files; null: in memory. */
  readonly directory: string | null;
  /** Whether the database is made when it is first needed, or after a while; otherwise before anything else. */
  readonly whenNeeded: boolean;
  readonly settings: Partial<ActionSettings>;
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
 * What actions share, on a database. One in memory takes seconds to make, which whoever only reads need not wait for.
 * @throws {StoreError} when it cannot be had, unless it is made when needed.
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
  let opening: Promise<Opened> | null = null;
  const opened = (): Promise<Opened> => {
    opening ??= open(options, settings.blastLimits, onFailure);
    // An opening that failed is tried again at the next use.
    opening.catch(() => (opening = null));
    return opening;
  };
  // Every question about people reads links, and every look at findings writes: a database that ends with the process is not waited for.
  const isKept = options.url !== null || options.directory !== null;
  const actions = createActionServices({
    ledger: later(async () => (await opened()).store.ledger),
    idempotency: later(async () => (await opened()).store.idempotency),
    blastRadius: later(async () => (await opened()).store.blastRadius),
    locks: later(async () => (await opened()).store.locks),
    bulk: later(async () => (await opened()).bulk),
    timed: later(async () => (await opened()).timed),
    links: isKept ? later(async () => (await opened()).links) : new MemoryLinkStore(),
    findings: new ToldHistory(
      isKept ? later(async () => (await opened()).findings) : new MemoryHistoryStore(),
      isKept,
    ),
    trend: isKept ? later(async () => (await opened()).trend) : new MemoryPostureTrend(),
    settings,
    ...(options.stillGood !== undefined && { stillGood: options.stillGood }),
    onLedgerFailure: (error, what) => log.error({ err: error }, `The ledger could not record ${what}.`),
  });
  if (!options.whenNeeded) {
    if (isNew(options)) onMaking();
    await opened();
  }

  let workers: readonly Work[] = [];
  let warmUp: NodeJS.Timeout | null = null;
  let ended = false;
  const begin = async (): Promise<void> => {
    const { bulk, timed } = await opened();
    if (ended) return;
    workers = [
      new BulkWorker({ services: actions, store: bulk, directories, onFailure }),
      new Keeper({ services: actions, store: timed, directories, onFailure }),
    ];
    for (const worker of workers) worker.start();
  };
  const beginOrTell = (): void => {
    begin().catch((error: unknown) => onFailure(error, 'the database could not be opened'));
  };
  return {
    actions,
    start: () => {
      if (options.whenNeeded) warmUp = setTimeout(beginOrTell, warmUpMs).unref();
      else beginOrTell();
    },
    close: async () => {
      ended = true;
      if (warmUp !== null) clearTimeout(warmUp);
      const last = await opening?.catch(() => null);
      await Promise.all(workers.map((worker) => worker.stop()));
      // Changes that were sent are followed to their end: without the ledger nobody would know of it.
      await actions.underway.ended();
      await actions.findings.settled();
      await last?.store.close();
    },
  };
}

function isNew({ url, directory }: ServiceOptions): boolean {
  return url === null && (directory === null || !existsSync(join(directory, 'database')));
}

async function open(
  { url, directory }: ServiceOptions,
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
    trend: new DurablePostureTrend(store.database),
  };
}
