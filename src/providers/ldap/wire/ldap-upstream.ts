import type { CallContext, Exchange, RateLimitState } from '../../../upstream/call.ts';
import { type Clock, systemClock } from '../../../upstream/clock.ts';
import { FailureMaker } from '../../../upstream/failure.ts';
import { RetryBudget } from '../../../upstream/retry-budget.ts';
import { Scheduler, type SchedulerLimits } from '../../../upstream/scheduler.ts';
import type { LdapConnection } from './connection.ts';
import { ConnectionPool, type PagingLease } from './connection-pool.ts';
import { type BindCredential, dial, type Endpoint } from './dial.ts';
import { deadlineOf, type LdapCall, type LdapParts, LdapRunner } from './ldap-runner.ts';
import { type Within, WireError } from './wire-error.ts';

export interface LdapUpstreamSettings {
  /** The directory's key: names it in errors and counters. */
  readonly directory: string;
  readonly endpoint: Endpoint;
  readonly credential: BindCredential;
  readonly limits?: SchedulerLimits;
  readonly onExchange?: (exchange: Exchange) => void;
  /** For tests. */
  readonly clock?: Clock;
}

/** Vendors advise few connections; so many requests are under way at once as there are. */
const CONNECTIONS = 3;

/** A directory's way to its server: every request of every lane goes through it. */
export class LdapUpstream {
  readonly directory: string;
  readonly #parts: LdapParts;
  readonly #pool: ConnectionPool;
  readonly #closing = new AbortController();

  constructor(settings: LdapUpstreamSettings) {
    const { directory, endpoint, credential, limits = {}, clock = systemClock, onExchange } = settings;
    const concurrency = limits.concurrency ?? CONNECTIONS;
    this.directory = directory;
    this.#pool = new ConnectionPool(
      concurrency,
      (within) => dial(endpoint, credential, clock, within),
      clock,
    );
    this.#parts = {
      directory,
      scheduler: new Scheduler({ ...limits, concurrency }, clock, Math.random),
      budget: new RetryBudget(10, clock.monotonic()),
      clock,
      random: Math.random,
      closing: this.#closing.signal,
      ...(onExchange === undefined ? {} : { onExchange }),
    };
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get rateLimit(): RateLimitState {
    return this.#parts.scheduler.state;
  }

  /** One request on whichever connection is free. @throws {UpstreamError} */
  async request<T>(
    call: LdapCall,
    context: CallContext,
    operate: (connection: LdapConnection, within: Within) => Promise<T>,
  ): Promise<T> {
    return await new LdapRunner(this.#parts, call, context).run(
      (within) => this.#pool.connection(within),
      operate,
    );
  }

  /** One request on a connection that is held: it is not sent again when that breaks. @throws {UpstreamError} */
  async requestOn<T>(
    lease: PagingLease,
    call: LdapCall,
    context: CallContext,
    operate: (connection: LdapConnection, within: Within) => Promise<T>,
  ): Promise<T> {
    return await new LdapRunner(this.#parts, call, context, false).run(
      (within) => lease.connection(within),
      operate,
    );
  }

  /**
   * Leave for a search of several pages, whose place the server keeps on one connection. It is waited for without a turn, so
   * that those who have a turn never wait for those who have none.
   * @throws {UpstreamError}
   */
  async lease(call: LdapCall, context: CallContext): Promise<PagingLease> {
    try {
      const deadline = deadlineOf(context, this.clock);
      return await this.#pool.lease(context.lane, { signal: context.signal, deadline });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const failures = new FailureMaker(this.directory, { ...call, path: '' }, context);
      if (error.reason === 'cancelled')
        throw failures.error('CANCELLED', 'the caller went away in our queue');
      throw failures.error(
        'TIMED_OUT',
        'expected a free connection for a list before the deadline, received none: ask for fewer lists at once, or allow more concurrency',
      );
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#parts.scheduler.close();
    this.#pool.close();
  }
}
