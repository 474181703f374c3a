import type {
  Acceptance,
  Changed,
  FindingEvent,
  FindingEventFilter,
  FindingHistory,
  FindingListener,
  FindingRecord,
  FindingRecordFilter,
  HistoryPage,
  HistoryPageRequest,
  HistoryStore,
  Look,
  Period,
  TimeToResolve,
} from './finding-history.ts';

/** The history over a store: one look at a time for each directory, and whoever listens is told of what changed. */
export class ToldHistory implements FindingHistory {
  readonly durable: boolean;
  readonly #store: HistoryStore;
  readonly #listeners = new Set<FindingListener>();
  readonly #underway = new Map<string, Promise<unknown>>();

  constructor(store: HistoryStore, durable: boolean) {
    this.#store = store;
    this.durable = durable;
  }

  async observe(look: Look): Promise<readonly FindingEvent[]> {
    const { directory } = look;
    const before = this.#underway.get(directory) ?? Promise.resolve();
    const turn = before.then(async () => {
      const lapsed = await this.#lapse();
      return [...lapsed, ...this.#told(await this.#store.observe(look))];
    });
    const end = turn.catch(() => {});
    this.#underway.set(directory, end);
    try {
      return await turn;
    } finally {
      if (this.#underway.get(directory) === end) this.#underway.delete(directory);
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underway.values());
  }

  recordsOf(ids: readonly string[]): Promise<ReadonlyMap<string, FindingRecord>> {
    return this.#store.recordsOf(ids);
  }

  list(filter: FindingRecordFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingRecord>> {
    return this.#store.list(filter, page);
  }

  async events(filter: FindingEventFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingEvent>> {
    await this.#lapse();
    return await this.#store.events(filter, page);
  }

  async accept(id: string, acceptance: Acceptance): Promise<FindingRecord | null> {
    await this.#lapse();
    return this.#recordOf(await this.#store.accept(id, acceptance));
  }

  async withdraw(id: string, by: string, reason: string | null): Promise<FindingRecord | null> {
    await this.#lapse();
    return this.#recordOf(await this.#store.withdraw(id, by, reason));
  }

  timeToResolve(directories: readonly string[], period: Period): Promise<readonly TimeToResolve[]> {
    return this.#store.timeToResolve(directories, period);
  }

  onEvent(listener: FindingListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #lapse(): Promise<readonly FindingEvent[]> {
    return this.#told(await this.#store.lapse());
  }

  #recordOf(changed: Changed | null): FindingRecord | null {
    if (changed === null) return null;
    this.#told(changed.events);
    return changed.record;
  }

  #told(events: readonly FindingEvent[]): readonly FindingEvent[] {
    for (const event of events) for (const listener of this.#listeners) listener(event);
    return events;
  }
}
