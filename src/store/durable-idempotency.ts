import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import {
  type IdempotencyKey,
  type IdempotencyStore,
  idempotencyWindowMs,
  type IdempotentRun,
} from '../actions/idempotency.ts';
import { type Clock, shifted } from './clock.ts';
import { type Database, json } from './database.ts';
import { searchable } from './searchable.ts';

export interface DurableIdempotencyOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
  /** How long a gateway that fell silent keeps others from the work. It renews the lease three times within that span. */
  readonly leaseMs: number;
  /** Told what could not be written once the work was done; its answer stays what it is. */
  readonly onFailure: (error: unknown, what: string) => void;
}

interface Asked {
  readonly id: string;
  readonly key: IdempotencyKey;
  readonly fingerprint: string;
}

/**
 * Keys in the database: every gateway on it knows them, also after a restart. Results must be plain JSON. Who does the work
 * holds a lease on the key; the others look every moment whether it is done, and take over when the lease has run out.
 */
export class DurableIdempotencyStore<R> implements IdempotencyStore<R> {
  readonly #options: DurableIdempotencyOptions;
  /** What this process is doing or waiting for: one row is watched once, however many ask. */
  readonly #running = new Map<string, Promise<IdempotentRun<R>>>();

  constructor(options: DurableIdempotencyOptions) {
    this.#options = options;
  }

  async run(
    key: IdempotencyKey,
    fingerprint: string,
    work: () => Promise<R>,
    keep: (result: R) => boolean,
  ): Promise<IdempotentRun<R>> {
    const id = createHash('sha256')
      .update(JSON.stringify([key.actor, key.key]))
      .digest('hex');
    const name = `${id} ${fingerprint}`;
    const running = this.#running.get(name);
    if (running !== undefined) {
      const joined = await running;
      return joined.kind === 'RESULT' && joined.by === 'OWN' ? { ...joined, by: 'JOINED' } : joined;
    }
    const started = this.#start({ id, key, fingerprint }, work, keep).finally(() => {
      this.#running.delete(name);
    });
    this.#running.set(name, started);
    return await started;
  }

  async #start(
    asked: Asked,
    work: () => Promise<R>,
    keep: (result: R) => boolean,
  ): Promise<IdempotentRun<R>> {
    const owner = randomUUID();
    let waited = false;
    for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
      if (await this.#claim(asked, owner)) {
        return { kind: 'RESULT', result: await this.#own(asked.id, owner, work, keep), by: 'OWN' };
      }
      const row = await this.#options.database
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'lease_until', 'result', 'final'])
        .where('id', '=', asked.id)
        .executeTakeFirst();
      if (row !== undefined) {
        if (row.fingerprint !== asked.fingerprint) return { kind: 'REUSED' };
        // One that is not final was under way a moment ago, or the key could have been claimed: so we waited for it.
        if (row.lease_until === null && row.result !== null) {
          const { value } = row.result as { readonly value: R };
          return { kind: 'RESULT', result: value, by: row.final && !waited ? 'REPLAYED' : 'JOINED' };
        }
        waited = true;
      }
      await sleep(pause);
    }
  }

  /** One statement, so that of all who try at once one gets it. */
  async #claim({ id, key, fingerprint }: Asked, owner: string): Promise<boolean> {
    const { database, clock, leaseMs } = this.#options;
    const claimed = await database
      .insertInto('idempotency_keys')
      .values({
        id,
        actor: searchable(key.actor),
        key: searchable(key.key),
        fingerprint,
        first_used_at: clock(),
        final: false,
        lease_owner: owner,
        lease_until: shifted(clock(), leaseMs),
      })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => {
            const expired = eb(
              'idempotency_keys.first_used_at',
              '<=',
              shifted(clock(), -idempotencyWindowMs),
            );
            return {
              fingerprint,
              first_used_at: eb
                .case()
                .when(expired)
                .then(eb.ref('excluded.first_used_at'))
                .else(eb.ref('idempotency_keys.first_used_at'))
                .end(),
              result: null,
              final: false,
              lease_owner: owner,
              lease_until: eb.ref('excluded.lease_until'),
            };
          })
          .where((eb) =>
            eb.or([
              eb('idempotency_keys.lease_until', 'is', null),
              eb('idempotency_keys.lease_until', '<', clock()),
            ]),
          )
          .where((eb) =>
            eb.or([
              eb('idempotency_keys.first_used_at', '<=', shifted(clock(), -idempotencyWindowMs)),
              eb.and([
                eb('idempotency_keys.fingerprint', '=', fingerprint),
                eb('idempotency_keys.final', '=', false),
              ]),
            ]),
          ),
      )
      .returning('id')
      .executeTakeFirst();
    return claimed !== undefined;
  }

  async #own(id: string, owner: string, work: () => Promise<R>, keep: (result: R) => boolean): Promise<R> {
    const { leaseMs } = this.#options;
    const renewal = setInterval(() => void this.#renew(id, owner), leaseMs / 3);
    let ended: { readonly value: R; readonly final: boolean } | null = null;
    try {
      const value = await work();
      ended = { value, final: keep(value) };
      return value;
    } finally {
      clearInterval(renewal);
      await this.#end(id, owner, ended);
    }
  }

  async #renew(id: string, owner: string): Promise<void> {
    const { database, clock, leaseMs, onFailure } = this.#options;
    try {
      await database
        .updateTable('idempotency_keys')
        .set({ lease_until: shifted(clock(), leaseMs) })
        .where('id', '=', id)
        .where('lease_owner', '=', owner)
        .where('lease_until', 'is not', null)
        .execute();
    } catch (error) {
      onFailure(error, 'the lease of an idempotency key');
    }
  }

  async #end(
    id: string,
    owner: string,
    ended: { readonly value: R; readonly final: boolean } | null,
  ): Promise<void> {
    const { database, onFailure } = this.#options;
    try {
      await database
        .updateTable('idempotency_keys')
        .set({
          // In an object: a bare `null` could not be told from no result.
          result: ended === null ? null : json({ value: ended.value }),
          final: ended?.final ?? false,
          lease_until: null,
        })
        .where('id', '=', id)
        .where('lease_owner', '=', owner)
        .execute();
    } catch (error) {
      onFailure(error, 'the result of an idempotency key');
    }
  }
}
