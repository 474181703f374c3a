import { type Kysely, type Selectable, sql } from 'kysely';
import type { Undo } from '../actions/action.ts';
import { canonicalJson } from '../actions/canonical-json.ts';
import type { NewTimedGrant, TimedGrant } from '../actions/timed/timed-grant.ts';
import type { TimedFilter, TimedPage, TimedStore } from '../actions/timed/timed-store.ts';
import type { ActionName, ActionSubject } from '../model/action.ts';
import { type Clock, clockOf } from './clock.ts';
import { type Database, json, type TimedGrantTable } from './database.ts';
import { claimRows } from './leases.ts';
import { held, searchable } from './searchable.ts';

/** What may yet be taken back. */
const live = ['PENDING', 'ACTIVE', 'ENDING'] as const;

/** Access for a time, in the database: whichever gateway runs at its end takes it back. */
export class DurableTimedStore implements TimedStore {
  readonly #database: Kysely<Database>;
  readonly #now: () => Date;
  readonly #clock: Clock;

  /** `now` is for tests: otherwise it is due by the database's clock. */
  constructor(database: Kysely<Database>, now?: () => Date) {
    this.#database = database;
    this.#now = now ?? (() => new Date());
    this.#clock = clockOf(now);
  }

  async add(grant: NewTimedGrant): Promise<void> {
    await this.#database
      .insertInto('timed_grants')
      .values({
        id: grant.id,
        actor: searchable(grant.actor),
        directory: searchable(grant.directory),
        kind: grant.action.includes('ROLE') ? 'ROLE' : 'GROUP',
        subject: json({ ...grant.subject }),
        external_id: searchable(grant.subject.externalId),
        grant: grantJson(grant.action, grant.inverse),
        context: json({ actor: grant.actor, reason: grant.reason }),
        until: grant.until,
        state: 'PENDING',
        entry_id: grant.entryId,
        created_at: this.#now(),
      })
      .execute();
  }

  async activate(id: string, inverse: Undo): Promise<void> {
    const grant = await this.get(id);
    if (grant === null) return;
    await this.#database
      .updateTable('timed_grants')
      .set({ state: 'ACTIVE', grant: grantJson(grant.action, inverse) })
      .where('id', '=', id)
      .where('state', '=', 'PENDING')
      .execute();
  }

  async drop(id: string, code: string | null): Promise<void> {
    await this.#database
      .updateTable('timed_grants')
      .set({ state: 'DROPPED', code, ended_at: this.#now() })
      .where('id', '=', id)
      .where('state', '=', 'PENDING')
      .execute();
  }

  async live(directory: string, externalId: string): Promise<readonly TimedGrant[]> {
    const rows = await this.#database
      .selectFrom('timed_grants')
      .selectAll()
      .where('state', 'in', live)
      .where('directory', '=', searchable(directory))
      .where(sql<boolean>`lower(external_id) = lower(${searchable(externalId)})`)
      .orderBy('until')
      .orderBy('id')
      .execute();
    return rows.map(grantOf);
  }

  async endedBy(entryId: string): Promise<readonly TimedGrant[]> {
    const rows = await this.#database
      .selectFrom('timed_grants')
      .selectAll()
      .where('state', '=', 'ENDED')
      .where('ended_entry_id', '=', entryId)
      .execute();
    return rows.map(grantOf);
  }

  async reschedule(id: string, until: Date): Promise<boolean> {
    const moved = await this.#database
      .updateTable('timed_grants')
      .set({ state: 'ACTIVE', until, next_attempt_at: null, lease_owner: null, lease_until: null })
      .where('id', '=', id)
      .where('state', 'in', live)
      .returning('id')
      .executeTakeFirst();
    return moved !== undefined;
  }

  async supersede(ids: readonly string[], entryId: string): Promise<boolean> {
    const over = await this.#close(ids, { state: 'DROPPED', code: 'SUPERSEDED', entryId });
    return over > 0;
  }

  async taken(ids: readonly string[], entryId: string): Promise<void> {
    await this.#close(ids, { state: 'ENDED', code: null, entryId });
  }

  async get(id: string): Promise<TimedGrant | null> {
    const row = await this.#database
      .selectFrom('timed_grants')
      .selectAll()
      .where('id', '=', searchable(id))
      .executeTakeFirst();
    return row === undefined ? null : grantOf(row);
  }

  async list(
    filter: TimedFilter,
    { first, after }: { readonly first: number; readonly after: string | null },
  ): Promise<TimedPage> {
    let query = this.#database
      .selectFrom('timed_grants')
      .selectAll()
      .orderBy('until')
      .orderBy('id')
      .limit(first + 1);
    if (filter.directory !== undefined) query = query.where('directory', '=', searchable(filter.directory));
    if (filter.states !== undefined) query = query.where('state', 'in', [...filter.states]);
    if (after !== null) {
      const [at = '', id = ''] = after.split(' ');
      const moment = new Date(at);
      if (Number.isNaN(moment.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
        throw new RangeError('`after` is expected to be an `endCursor` of this list; received another text.');
      query = query.where(sql<boolean>`("until" > ${moment} or ("until" = ${moment} and id > ${id}))`);
    }
    const rows = await query.execute();
    const last = rows.length > first ? rows[first - 1] : undefined;
    return {
      rows: rows.slice(0, first).map(grantOf),
      next: last === undefined ? null : `${last.until.toISOString()} ${last.id}`,
    };
  }

  async overdue(limit: number): Promise<readonly TimedGrant[]> {
    const rows = await this.#database
      .selectFrom('timed_grants')
      .selectAll()
      .where('state', '=', 'PENDING')
      .where('until', '<=', this.#clock())
      .orderBy('until')
      .limit(limit)
      .execute();
    return rows.map(grantOf);
  }

  async claimDue(owner: string, leaseMs: number, limit: number): Promise<readonly TimedGrant[]> {
    const due = sql`"until" <= ${this.#clock()} and (next_attempt_at is null or next_attempt_at <= ${this.#clock()})`;
    // One that was to be ended before its time, by a gateway that fell silent, is ended now.
    const cutOff = sql`state = 'ENDING'`;
    return await this.#claim(owner, leaseMs, limit, sql`(${due}) or ${cutOff}`);
  }

  async claim(id: string, owner: string, leaseMs: number): Promise<TimedGrant | null> {
    const [grant] = await this.#claim(owner, leaseMs, 1, sql`id = ${id}`);
    return grant ?? null;
  }

  async ended(id: string, owner: string, entryId: string | null): Promise<void> {
    await this.#ofOwner(id, owner)
      .set({
        state: 'ENDED',
        ended_entry_id: entryId,
        ended_at: this.#now(),
        next_attempt_at: null,
        code: null,
        message: null,
        lease_owner: null,
        lease_until: null,
      })
      .execute();
  }

  async failed(
    id: string,
    owner: string,
    why: { readonly code: string; readonly message: string; readonly nextAttemptAt: Date | null },
  ): Promise<void> {
    await this.#ofOwner(id, owner)
      .set({
        state: 'ACTIVE',
        code: why.code,
        message: held(why.message),
        next_attempt_at: why.nextAttemptAt,
        lease_owner: null,
        lease_until: null,
      })
      .execute();
  }

  async #claim(
    owner: string,
    leaseMs: number,
    limit: number,
    where: ReturnType<typeof sql<unknown>>,
  ): Promise<readonly TimedGrant[]> {
    const rows = await claimRows(this.#database, 'timed_grants', {
      owner,
      leaseMs,
      limit,
      from: 'ACTIVE',
      to: 'ENDING',
      where,
      orderBy: sql`"until"`,
      clock: this.#clock,
    });
    if (rows.length === 0) return [];
    const begun = await this.#database
      .updateTable('timed_grants')
      .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .where('lease_owner', '=', owner)
      .returningAll()
      .execute();
    return begun.map(grantOf);
  }

  async #close(
    ids: readonly string[],
    how: { readonly state: 'ENDED' | 'DROPPED'; readonly code: string | null; readonly entryId: string },
  ): Promise<number> {
    const closed = await this.#database
      .updateTable('timed_grants')
      .set({
        state: how.state,
        code: how.code,
        message: null,
        ended_entry_id: how.entryId,
        ended_at: this.#now(),
        next_attempt_at: null,
        lease_owner: null,
        lease_until: null,
      })
      .where('id', 'in', [...ids])
      .where('state', 'in', live)
      .returning('id')
      .execute();
    return closed.length;
  }

  #ofOwner(id: string, owner: string) {
    return this.#database
      .updateTable('timed_grants')
      .where('id', '=', id)
      .where('state', '=', 'ENDING')
      .where('lease_owner', '=', owner);
  }
}

/** The inverse as text of one spelling, so that it can be compared. */
function grantJson(action: ActionName, inverse: Undo): string {
  return json({ action, inverse: canonicalJson(inverse) });
}

function grantOf(row: Selectable<TimedGrantTable>): TimedGrant {
  const { action, inverse } = row.grant as { readonly action: ActionName; readonly inverse: string };
  const said = row.context as { readonly actor: string; readonly reason: string | null } | null;
  return {
    id: row.id,
    actor: said?.actor ?? row.actor,
    directory: row.directory,
    action,
    subject: row.subject as unknown as ActionSubject,
    inverse: JSON.parse(inverse) as Undo,
    reason: said?.reason ?? null,
    until: row.until,
    state: row.state,
    entryId: row.entry_id ?? '',
    endedEntryId: row.ended_entry_id,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    code: row.code,
    message: row.message,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}
