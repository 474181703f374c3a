import type { User } from '../model/user.ts';
import type { UserEvent } from './change-of.ts';
import type { Sweep } from './sweep.ts';

type UserListener = (user: User, before: Sweep) => void;
type EventListener = (event: UserEvent) => void;

/** Who is told of users that changed. Listeners must not throw. */
export class UserNews {
  readonly #listeners = new Set<UserListener>();
  readonly #eventListeners = new Set<EventListener>();

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
    for (const listener of this.#eventListeners) listener(event);
  }

  /**
   * Tells of several users one after the other: each is told of with a list of users that those before it are in, so that a listener
   * who holds the list from before can follow from one to the next. Who was removed is told as an event only: the list that is put
   * in place last is then one that nobody holds, and is taken in whole.
   */
  tell(before: Sweep, after: Sweep, events: readonly UserEvent[], put: (sweep: Sweep) => void): void {
    const there = events.filter(({ change }) => change !== 'REMOVED');
    let last = before;
    for (const { user } of there) {
      const now = { ...after, users: { ...after.users } };
      put(now);
      this.tellUser(user, last);
      last = now;
    }
    put(
      there.length === 0 || there.length < events.length
        ? { ...after, users: { ...after.users } }
        : { ...after, users: last.users },
    );
    for (const event of events) this.tellEvent(event);
  }
}
