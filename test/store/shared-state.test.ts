import { expect, test } from 'vitest';
import { sql } from 'kysely';
import type { IdempotencyStore } from '../../src/actions/idempotency.ts';
import { clockOf } from '../../src/store/clock.ts';
import { json } from '../../src/store/database.ts';
import { DurableBlastRadius } from '../../src/store/durable-blast-radius.ts';
import { DurableIdempotencyStore } from '../../src/store/durable-idempotency.ts';
import { claimRows, renewLease } from '../../src/store/leases.ts';
import { onBothDatabases, type Stage } from './databases.ts';
import { gate } from './gate.ts';

interface Result {
  readonly text: string;
  readonly final: boolean;
}

const keep = ({ final }: Result): boolean => final;
const result: Result = { text: 'done \0 \uD800', final: true };
const minute = 60_000;

/** Another gateway on the same database. */
function another({ store }: Stage<Result>, now: () => Date = () => new Date()): IdempotencyStore<Result> {
  return new DurableIdempotencyStore({
    database: store.database,
    clock: clockOf(now),
    leaseMs: minute,
    onFailure: () => {},
  });
}

onBothDatabases<Result>('what gateways share', {}, (stage) => {
  test('1,000 concurrent repeats of a key over 20 gateways have one effect', async () => {
    const gateways = Array.from({ length: 20 }, () => another(stage()));
    const key = { actor: 'bot', key: 'crowd' };
    let effects = 0;
    const work = async (): Promise<Result> => {
      effects += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return result;
    };
    const runs = await Promise.all(
      Array.from(
        { length: 1_000 },
        async (_, index) => await gateways[index % 20]?.run(key, 'body', work, keep),
      ),
    );
    expect(effects).toBe(1);
    expect(runs.every((run) => run?.kind === 'RESULT' && run.result.text === result.text)).toBe(true);
    expect(runs.filter((run) => run?.kind === 'RESULT' && run.by === 'OWN')).toHaveLength(1);
    expect(await another(stage()).run(key, 'body', work, keep)).toEqual({
      kind: 'RESULT',
      result,
      by: 'REPLAYED',
    });
    expect(await another(stage()).run(key, 'another body', work, keep)).toEqual({ kind: 'REUSED' });
  });

  test('a result that is not final goes to those who waited, and a later repeat tries again', async () => {
    const [one, other] = [another(stage()), another(stage())];
    const key = { actor: 'bot', key: 'passing' };
    const passing: Result = { text: 'try later', final: false };
    const [begun, end] = [gate(), gate()];
    const first = one.run(
      key,
      'body',
      async () => {
        begun.open();
        await end.passed;
        return passing;
      },
      keep,
    );
    await begun.passed;
    const second = other.run(key, 'body', async () => result, keep);
    expect(await other.run(key, 'another body', async () => result, keep)).toEqual({ kind: 'REUSED' });
    end.open();
    expect(await first).toEqual({ kind: 'RESULT', result: passing, by: 'OWN' });
    // It waited, or it came when all was over and tried again; it never did the work beside the first.
    expect(['JOINED', 'OWN']).toContain(((await second) as { by?: string }).by);
    expect(await one.run(key, 'body', async () => result, keep)).toMatchObject({ kind: 'RESULT', result });
  });

  test('work that throws is forgotten, and its key stays bound to its body', async () => {
    const store = another(stage());
    const key = { actor: 'bot', key: 'thrown' };
    const failing = store.run(key, 'body', () => Promise.reject(new Error('no')), keep);
    await expect(failing).rejects.toThrow('no');
    expect(await store.run(key, 'another body', async () => result, keep)).toEqual({ kind: 'REUSED' });
    expect(await store.run(key, 'body', async () => result, keep)).toMatchObject({ by: 'OWN' });
  });

  test('the work of a gateway that fell silent is taken over when its lease has run out, not before', async () => {
    const now = new Date('2026-05-04T10:00:00Z');
    const [silent, next] = [another(stage(), () => now), another(stage(), () => now)];
    const key = { actor: 'bot', key: 'silent' };
    const [begun, wake] = [gate(), gate()];
    const first = silent.run(
      key,
      'body',
      async () => {
        begun.open();
        await wake.passed;
        return { text: 'late', final: true };
      },
      keep,
    );
    await begun.passed;
    let tookOver = false;
    const second = next.run(
      key,
      'body',
      async () => {
        tookOver = true;
        return result;
      },
      keep,
    );
    now.setTime(now.getTime() + minute - 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(tookOver).toBe(false);
    now.setTime(now.getTime() + 2);
    expect(await second).toEqual({ kind: 'RESULT', result, by: 'OWN' });
    wake.open();
    expect(await first).toMatchObject({ by: 'OWN', result: { text: 'late' } });
    expect(await next.run(key, 'body', async () => result, keep)).toEqual({
      kind: 'RESULT',
      result,
      by: 'REPLAYED',
    });
  });

  test('a key is free again after a day', async () => {
    const now = new Date('2026-05-04T10:00:00Z');
    const store = another(stage(), () => now);
    const key = { actor: 'bot', key: 'daily' };
    await store.run(key, 'body', async () => result, keep);
    now.setTime(now.getTime() + 24 * 60 * minute - 1);
    expect(await store.run(key, 'another body', async () => result, keep)).toEqual({ kind: 'REUSED' });
    now.setTime(now.getTime() + 1);
    expect(await store.run(key, 'another body', async () => result, keep)).toMatchObject({ by: 'OWN' });
  });

  test('1,000 parallel changes over two gateways with a limit of 20: exactly 20 pass', async () => {
    const limits = [{ per: 'ACTOR', windowMs: minute, max: 20 }] as const;
    const source = { actor: 'bot', directory: 'fake', action: 'SUSPEND_USER' };
    const now = new Date('2026-05-04T10:00:00Z');
    const gateways = [1, 2].map(
      () =>
        new DurableBlastRadius(
          stage().store.database,
          limits,
          clockOf(() => now),
        ),
    );
    const refusals = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => await gateways[index % 2]?.take(source)),
    );
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(20);
    const passesAt = new Date('2026-05-04T10:01:00Z');
    expect(await gateways[0]?.check(source)).toEqual({ limit: limits[0], passesAt });
    expect(await gateways[0]?.check({ ...source, action: 'UNSUSPEND_USER' })).toBeNull();
    await gateways[0]?.giveBack(source);
    expect(await gateways[1]?.take(source)).toBeNull();
    expect(await gateways[1]?.take(source)).not.toBeNull();
    now.setTime(passesAt.getTime());
    expect(await gateways[1]?.take(source)).toBeNull();
  });

  test('a limit per directory counts all callers, and the longest wait is told', async () => {
    const limits = [
      { per: 'DIRECTORY', windowMs: 60 * minute, max: 2 },
      { per: 'ACTOR', windowMs: minute, max: 2 },
    ] as const;
    const now = new Date('2026-05-05T10:00:00Z');
    const radius = new DurableBlastRadius(
      stage().store.database,
      limits,
      clockOf(() => now),
    );
    const take = (actor: string) => radius.take({ actor, directory: 'shared', action: 'SUSPEND_USER' });
    expect(await take('ann')).toBeNull();
    expect(await take('bob')).toBeNull();
    expect(await take('cid')).toEqual({ limit: limits[0], passesAt: new Date('2026-05-05T11:00:00Z') });
  });

  test('rows are claimed by one at a time, kept while renewed, and claimed again when a lease ran out', async () => {
    const { database } = stage().store;
    const now = new Date('2026-05-04T10:00:00Z');
    await database
      .insertInto('bulk_operations')
      .values(
        Array.from({ length: 40 }, (_, index) => ({
          id: `op:${index}`,
          actor: 'a',
          action: 'X',
          directory: 'd',
          created_at: now,
          input: json({ externalId: '\0' }),
          on_failure: 'CONTINUE',
          state: 'QUEUED' as const,
        })),
      )
      .execute();
    const claim = (owner: string, limit = 10) =>
      claimRows(database, 'bulk_operations', {
        owner,
        leaseMs: minute,
        limit,
        from: 'QUEUED',
        to: 'RUNNING',
        where: sql`id like ${'op:%'}`,
        orderBy: sql`id`,
        clock: clockOf(() => now),
      });
    const renewed = async (owner: string, ids: readonly string[]) => {
      const lease = { owner, leaseMs: minute, clock: clockOf(() => now) };
      const answers = ids.map((id) => renewLease(database, 'bulk_operations', { ...lease, id }));
      return (await Promise.all(answers)).filter(Boolean).length;
    };
    const claimed = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((owner) => claim(owner)));
    const ids = claimed.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(claimed.flat()[0]?.input).toEqual({ externalId: '\0' });
    await claim('late', 40);
    const [a = []] = claimed;
    now.setTime(now.getTime() + minute / 2);
    const mine = a.map(({ id }) => id);
    expect(await renewed('a', mine)).toBe(a.length);
    expect(await claim('early', 40)).toHaveLength(0);
    now.setTime(now.getTime() + minute / 2 + 1);
    expect(await claim('heir', 40)).toHaveLength(40 - a.length);
    now.setTime(now.getTime() + minute + 1);
    expect(await claim('last', 40)).toHaveLength(40);
    expect(await renewed('a', mine)).toBe(0);
  });
});
