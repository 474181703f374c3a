import { LRUCache } from 'lru-cache';
import type { User } from '../../model/user.ts';
import { changeOf, hasSameRow, type UserEvent } from '../refresh/change-of.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

/** Users who are remembered where there is no snapshot. */
const mostRead = 1_000;

type UserListener = (user: User, before: Sweep) => void;
type EventListener = (event: UserEvent) => void;

/** Who is told of users that changed. Listeners must not throw. */
export class UserNews {
  readonly #listeners = new Set<UserListener>();
  readonly #eventListeners = new Set<EventListener>();
  readonly #read = new LRUCache<string, User>({ max: mostRead });
  /** Who was told of since a comparison of two snapshots began. */
  readonly #later = new Set<Set<string>>();

  onUser(listener: UserListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onEvent(listener: EventListener): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  tellUser(user: User, before: Sweep): void {
    for (const listener of this.#listeners) listener(user, before);
  }

  tellEvent(event: UserEvent): void {
    for (const later of this.#later) later.add(event.user.externalId);
    for (const listener of this.#eventListeners) listener(event);
  }

  /** Tells of a user that was read where there is no snapshot: what it was before, only an earlier reading tells. */
  tellRead(user: User): void {
    const { externalId, observedAt } = user;
    const before = this.#read.get(externalId);
    this.#read.set(externalId, user);
    if (before !== undefined && !hasSameRow(before, user))
      this.tellEvent({ user, change: 'UPDATED', observedAt });
  }

  /**
   * Tells of several users one after the other: each is told of with a list of users that those before it are in, so that a listener
   * who holds the list from before can follow from one to the next. Who was removed is told as an event only: the list that is put
   * in place last is then one that nobody holds, and is taken in whole. The same where `isOutdated` says meanwhile that others
   * changed something too.
   */
  async tell(
    before: Sweep,
    after: Sweep,
    events: readonly UserEvent[],
    put: (sweep: Sweep) => void,
    isOutdated: () => boolean,
  ): Promise<void> {
    const there = events.filter(({ change }) => change !== 'REMOVED');
    let last = before;
    let told = 0;
    await inTurns(there, ({ user }) => {
      if (isOutdated()) return;
      const now = { ...after, users: { ...after.users } };
      put(now);
      this.tellUser(user, last);
      last = now;
      told += 1;
    });
    put(
      told === 0 || told < events.length
        ? { ...after, users: { ...after.users } }
        : { ...after, users: last.users },
    );
    await inTurns(events, (event) => this.tellEvent(event));
  }

  /**
   * Tells what is different between two snapshots of which the later one was read whole, for as long as somebody listens. Of users who
   * are told of meanwhile, the later news counts.
   */
  async tellDifferences(before: Sweep, after: Sweep, signal: AbortSignal): Promise<void> {
    if (this.#eventListeners.size === 0) return;
    const later = new Set<string>();
    this.#later.add(later);
    const was = new Map<string, User>();
    const tell = (old: User | undefined, user: User | undefined): void => {
      if (signal.aborted || this.#eventListeners.size === 0) return;
      const event = changeOf({ sweep: before, user: old }, { sweep: after, user });
      // Who is missing in one of two lists that were not read to their end may have been there all the time.
      if (event === null || (event.change === 'ADDED' && !before.users.complete)) return;
      if (!later.has(event.user.externalId)) for (const listener of this.#eventListeners) listener(event);
    };
    await inTurns(before.users.rows, (user) => void was.set(user.externalId, user));
    await inTurns(after.users.rows, (user) => {
      tell(was.get(user.externalId), user);
      was.delete(user.externalId);
    });
    if (after.users.complete) await inTurns(was.values(), (user) => tell(user, undefined));
    this.#later.delete(later);
  }
}
