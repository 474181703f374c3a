import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type BlastLimit,
  type BlastRadius,
  type BlastRefusal,
  type BlastSource,
  countedAs,
} from '../actions/blast-radius.ts';
import { Batches } from './batches.ts';
import { type Clock, shifted } from './clock.ts';
import type { Database } from './database.ts';
import { lockNumber } from './lock-number.ts';
import { searchable } from './searchable.ts';

/** Counts in the database: gateways share their limits, and a restart does not empty them. */
export class DurableBlastRadius implements BlastRadius {
  readonly #database: Kysely<Database>;
  readonly #limits: readonly BlastLimit[];
  readonly #clock: Clock;
  /** Those who ask for the same at once are counted in one transaction, and hold one connection. */
  readonly #takes = new Map<string, Batches<BlastSource, Answer>>();

  constructor(database: Kysely<Database>, limits: readonly BlastLimit[], clock: Clock) {
    this.#database = database;
    this.#limits = limits;
    this.#clock = clock;
  }

  async check(source: BlastSource): Promise<BlastRefusal | null> {
    return (await this.#room(this.#database, countedAs(source))).refusal;
  }

  async take(asked: BlastSource): Promise<BlastRefusal | null> {
    const source = countedAs(asked);
    const name = JSON.stringify([source.action, source.actor, source.directory]);
    const takes =
      this.#takes.get(name) ??
      new Batches<BlastSource, Answer>((batch) => this.#takeTogether(source, batch.length), 1_000);
    this.#takes.set(name, takes);
    try {
      return (await takes.add(source)).refusal;
    } finally {
      if (!takes.busy) this.#takes.delete(name);
    }
  }

  async giveBack(taken: BlastSource): Promise<void> {
    const source = countedAs(taken);
    await this.#database
      .deleteFrom('blast_takes')
      .where('id', '=', (newest) =>
        newest
          .selectFrom('blast_takes')
          .select('id')
          .where('action', '=', searchable(source.action))
          .where('actor', '=', searchable(source.actor))
          .where('directory', '=', searchable(source.directory))
          .orderBy('taken_at', 'desc')
          .limit(1)
          .forUpdate()
          .skipLocked(),
      )
      .execute();
  }

  /** As many of `asked` as there is room for are counted; the rest are refused. */
  async #takeTogether(source: BlastSource, asked: number): Promise<readonly Answer[]> {
    return await this.#database.transaction().execute(async (transaction) => {
      for (const number of this.#lockNumbers(source)) {
        await sql`select pg_advisory_xact_lock(${number}::bigint)`.execute(transaction);
      }
      const { free, refusal } = await this.#room(transaction, source);
      const taken = Math.min(free, asked);
      if (taken > 0) await this.#count(transaction, source, taken);
      const later = taken < asked ? (refusal ?? (await this.#room(transaction, source)).refusal) : null;
      return Array.from({ length: asked }, (_, index) => ({ refusal: index < taken ? null : later }));
    });
  }

  async #count(transaction: Transaction<Database>, source: BlastSource, taken: number): Promise<void> {
    const row = {
      action: searchable(source.action),
      actor: searchable(source.actor),
      directory: searchable(source.directory),
      taken_at: this.#clock(),
    };
    await transaction
      .insertInto('blast_takes')
      .values(Array.from({ length: taken }, () => row))
      .execute();
  }

  /** How many more would pass now; when none, the limit that holds them back longest. */
  async #room(database: Kysely<Database>, source: BlastSource): Promise<Room> {
    let room: Room = { free: Number.MAX_SAFE_INTEGER, refusal: null };
    for (const limit of this.#limits) {
      const rows = await database
        .selectFrom('blast_takes')
        .select('taken_at')
        .where('action', '=', searchable(source.action))
        .where(...whose(limit, source))
        .where('taken_at', '>', shifted(this.#clock(), -limit.windowMs))
        .orderBy('taken_at', 'desc')
        .limit(limit.max)
        .execute();
      const free = limit.max - rows.length;
      let { refusal } = room;
      if (free <= 0) {
        const oldest = rows.at(-1)?.taken_at.getTime() ?? Date.now();
        const passesAt = new Date(oldest + limit.windowMs);
        if (refusal === null || passesAt > refusal.passesAt) refusal = { limit, passesAt };
      }
      room = { free: Math.min(room.free, Math.max(0, free)), refusal };
    }
    return room;
  }

  /** In the order of their numbers, so that no two wait for each other. */
  #lockNumbers(source: BlastSource): readonly string[] {
    const names = this.#limits.map(
      (limit) => `blast ${JSON.stringify([source.action, ...whose(limit, source)])}`,
    );
    return [...new Set(names.map(lockNumber))].toSorted();
  }
}

/** An object: a batch cannot answer with nothing. */
interface Answer {
  readonly refusal: BlastRefusal | null;
}

interface Room {
  readonly free: number;
  readonly refusal: BlastRefusal | null;
}

function whose(limit: BlastLimit, source: BlastSource): ['actor' | 'directory', '=', string] {
  return limit.per === 'ACTOR'
    ? ['actor', '=', searchable(source.actor)]
    : ['directory', '=', searchable(source.directory)];
}
