import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolConfig } from 'pg';
import { KeyedLocks, type Locks } from '../actions/keyed-lock.ts';
import { lockNumber } from './lock-number.ts';

/**
 * Locks that all gateways on one PostgreSQL share. Within this process they are taken in turn; between processes an
 * advisory lock decides, held by one connection that does nothing else. That connection never waits inside PostgreSQL (one
 * who waits would keep the others from letting go), it asks again after a moment. When it is lost PostgreSQL lets its locks
 * go: the work under way ends without them, and `onFailure` is told.
 */
export class SharedLocks implements Locks {
  readonly #local = new KeyedLocks();
  readonly #connection: Pool;
  readonly #onFailure: (error: unknown, what: string) => void;

  constructor(config: PoolConfig, onFailure: (error: unknown, what: string) => void) {
    this.#onFailure = onFailure;
    this.#connection = new Pool({
      ...config,
      max: 1,
      // It holds locks while it is idle.
      idleTimeoutMillis: 0,
      query_timeout: 15_000,
      // A gateway whose machine went away would hold its locks for two hours, by Linux's own patience.
      options: '-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    });
    this.#connection.on('error', (error) => onFailure(error, 'the connection that holds the locks'));
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    return await this.#local.run(name, async () => {
      const number = lockNumber(`lock ${name}`);
      for (let pause = 5; !(await this.#try(number)); pause = Math.min(pause * 2, 100)) {
        // Unequal spans: two who ask in step would keep meeting.
        await sleep(pause * (0.5 + Math.random()));
      }
      try {
        return await work();
      } finally {
        await this.#letGo(number, name);
      }
    });
  }

  async close(): Promise<void> {
    await this.#connection.end();
  }

  async #try(number: string): Promise<boolean> {
    const { rows } = await this.#connection.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1::bigint) as taken',
      [number],
    );
    return rows[0]?.taken === true;
  }

  async #letGo(number: string, name: string): Promise<void> {
    try {
      const { rows } = await this.#connection.query<{ held: boolean }>(
        'select pg_advisory_unlock($1::bigint) as held',
        [number],
      );
      if (rows[0]?.held === true) return;
      this.#onFailure(new Error(`The lock "${name}" was lost before its work was done.`), 'a lock');
    } catch (error) {
      // The pool has dropped the connection, and with it the lock.
      this.#onFailure(error, `the end of the lock "${name}"`);
    }
  }
}
