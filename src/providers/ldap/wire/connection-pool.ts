import type { Lane } from '../../../upstream/call.ts';
import type { Clock } from '../../../upstream/clock.ts';
import { onAbort } from '../../../upstream/on-abort.ts';
import type { LdapConnection } from './connection.ts';
import { ResultError, type Within, WireError } from './wire-error.ts';

/** Connecting and binding together may take so long; milliseconds. */
const OPEN_MS = 10_000;
/** Servers end idle connections without a word (Active Directory: after 900 s): ours are given up before that. */
const IDLE_MS = 60_000;
/** A refused bind is not tried again for so long: a directory locks who tries too often. */
const REFUSED_MS = 30_000;

/** Leave to run one paged search: a server keeps the place of one search for each connection (RFC 2696). */
export interface PagingLease {
  /** The connection, always the same, on which no other paged search runs. @throws {WireError | ResultError} */
  connection(within: Within): Promise<LdapConnection>;
  /** Gives it back; more often than once does no harm. */
  release(): void;
}

interface Waiting {
  readonly lane: Lane;
  readonly grant: () => void;
}

const LANES: readonly Lane[] = ['interactive', 'automation', 'bulk'];

/**
 * A few bound connections to one server. Single requests share them; a paged search has one without other paged searches for
 * as long as it lasts. They are opened one after the other, so that a wrong password is tried once and not four times.
 */
export class ConnectionPool {
  readonly #size: number;
  readonly #dial: (within: Within) => Promise<LdapConnection>;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  readonly #connections = new Set<LdapConnection>();
  readonly #paging = new Set<LdapConnection>();
  readonly #idle = new Map<LdapConnection, () => void>();
  readonly #waiting: Waiting[] = [];
  #leases = 0;
  #opening: Promise<LdapConnection> | null = null;
  #refusal: { readonly error: ResultError; readonly until: number } | null = null;

  constructor(size: number, dial: (within: Within) => Promise<LdapConnection>, clock: Clock) {
    this.#size = size;
    this.#dial = dial;
    this.#clock = clock;
  }

  /** A connection for one request. @throws {WireError | ResultError} */
  async connection(within: Within): Promise<LdapConnection> {
    const least = this.#leastBusy([...this.#connections]);
    if (least !== null && (least.busy === 0 || this.#connections.size >= this.#size))
      return this.#used(least);
    try {
      const opened = await this.#waitFor(this.#open(), within);
      return this.#used(this.#leastBusy([...this.#connections]) ?? opened);
    } catch (error) {
      // A server that takes no further connection still answers on those that there are.
      if (least?.usable === true && !isGivenUp(error)) return this.#used(least);
      throw error;
    }
  }

  /** Waits for a place to run a paged search in; nothing is connected yet. @throws {WireError} */
  async lease(lane: Lane, within: Within): Promise<PagingLease> {
    await this.#place(lane, within);
    let held: LdapConnection | null = null;
    let released = false;
    return {
      connection: async (until) => {
        held ??= await this.#withoutPages(until);
        return this.#used(held);
      },
      release: () => {
        if (released) return;
        released = true;
        if (held !== null) this.#paging.delete(held);
        this.#giveUpPlace();
      },
    };
  }

  close(): void {
    this.#closing.abort();
    for (const connection of this.#connections) connection.close();
  }

  /** There are no more places than connections: one is free, or one more may be opened. */
  async #withoutPages(within: Within): Promise<LdapConnection> {
    for (;;) {
      const free = this.#leastBusy([...this.#connections].filter((each) => !this.#paging.has(each)));
      if (free !== null) {
        this.#paging.add(free);
        return free;
      }
      await this.#waitFor(this.#open(), within);
    }
  }

  #leastBusy(connections: readonly LdapConnection[]): LdapConnection | null {
    let least: LdapConnection | null = null;
    for (const each of connections)
      if (each.usable && (least === null || each.busy < least.busy)) least = each;
    return least;
  }

  #used(connection: LdapConnection): LdapConnection {
    this.#idle.get(connection)?.();
    const look = (): void => {
      if (connection.busy === 0 && !this.#paging.has(connection)) connection.close();
      else this.#idle.set(connection, this.#clock.after(IDLE_MS, look));
    };
    this.#idle.set(connection, this.#clock.after(IDLE_MS, look));
    return connection;
  }

  /** One at a time, for all who wait. */
  #open(): Promise<LdapConnection> {
    const now = this.#clock.monotonic();
    if (this.#closing.signal.aborted) return Promise.reject(new WireError('cancelled', false));
    if (this.#refusal !== null && this.#refusal.until > now) return Promise.reject(this.#refusal.error);
    this.#opening ??= this.#dialOne().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #dialOne(): Promise<LdapConnection> {
    const deadline = this.#clock.monotonic() + OPEN_MS;
    try {
      const connection = await this.#dial({ signal: this.#closing.signal, deadline });
      this.#refusal = null;
      this.#connections.add(connection);
      connection.onEnd(() => {
        this.#connections.delete(connection);
        this.#idle.get(connection)?.();
        this.#idle.delete(connection);
      });
      return connection;
    } catch (error) {
      if (error instanceof ResultError && error.resultCode === 49)
        this.#refusal = { error, until: this.#clock.monotonic() + REFUSED_MS };
      throw error;
    }
  }

  /** Low lanes leave one place to the others. */
  #hasPlace(lane: Lane): boolean {
    return this.#leases < (lane === 'interactive' ? this.#size : Math.max(1, this.#size - 1));
  }

  async #place(lane: Lane, within: Within): Promise<void> {
    if (!this.#hasPlace(lane)) {
      let waiting: Waiting | undefined;
      const granted = new Promise<void>((resolve) => {
        waiting = { lane, grant: resolve };
        this.#waiting.push(waiting);
      });
      try {
        // Whoever gives a place away has counted it already.
        await this.#waitFor(granted, within);
        return;
      } catch (error) {
        const place = this.#waiting.findIndex((each) => each === waiting);
        if (place >= 0) this.#waiting.splice(place, 1);
        else this.#giveUpPlace();
        throw error;
      }
    }
    this.#leases += 1;
  }

  #giveUpPlace(): void {
    this.#leases -= 1;
    this.#next();
  }

  #next(): void {
    for (const lane of LANES) {
      const place = this.#waiting.findIndex((each) => each.lane === lane);
      const first = this.#waiting[place];
      if (first === undefined || !this.#hasPlace(lane)) continue;
      this.#waiting.splice(place, 1);
      this.#leases += 1;
      first.grant();
      return;
    }
  }

  /** Waits for what others wait for as well: who goes away leaves it to them. */
  #waitFor<T>(shared: Promise<T>, { signal, deadline }: Within): Promise<T> {
    return new Promise((resolve, reject) => {
      const offs: (() => void)[] = [];
      const end = (settle: () => void): void => {
        for (const off of offs) off();
        settle();
      };
      shared.then(
        (value) => end(() => resolve(value)),
        (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
      if (deadline !== Infinity)
        offs.push(
          this.#clock.after(deadline - this.#clock.monotonic(), () =>
            end(() => reject(new WireError('deadline', false))),
          ),
        );
      for (const each of [signal, this.#closing.signal])
        if (each !== undefined)
          offs.push(onAbort(each, () => end(() => reject(new WireError('cancelled', false)))));
    });
  }
}

/** The one who asked does not wait any longer. */
function isGivenUp(error: unknown): boolean {
  return error instanceof WireError && (error.reason === 'cancelled' || error.reason === 'deadline');
}
