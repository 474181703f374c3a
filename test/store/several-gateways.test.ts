import { Client } from 'pg';
import { expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { describePostgres } from './databases.ts';
import { gate } from './gate.ts';

const limit = { per: 'ACTOR', windowMs: 3_600_000, max: 20 } as const;

async function close(stores: readonly Store<string>[]): Promise<void> {
  await Promise.all(stores.map((store) => store.close()));
}

const unreachable = (url: string) => openStore({ url, directory: null });

describePostgres('several gateways', (postgres) => {
  /** Gateways that start at once, on an empty database. */
  async function start(
    count: number,
    told: string[] = [],
  ): Promise<{ url: string; stores: readonly Store<string>[] }> {
    const url = await postgres().createDatabase();
    const onFailure = (_error: unknown, what: string): void => void told.push(what);
    const open = () => openStore<string>({ url, directory: null, blastLimits: [limit], onFailure });
    return { url, stores: await Promise.all(Array.from({ length: count }, open)) };
  }

  test('make the tables once when they start at once, and write one chain', async () => {
    const { stores } = await start(4);
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const ledger = stores[index % 4]?.ledger;
        const entry = await ledger?.begin({
          actor: 'local',
          action: 'SUSPEND_USER',
          subject: { directory: 'fake', type: 'USER', externalId: 'ada' },
          reason: null,
          dryRun: false,
          parameters: null,
          cause: null,
          before: null,
          correlationId: 'c',
          idempotencyKey: null,
          inverse: null,
        });
        await ledger?.settle(entry?.id ?? '', { outcome: 'FAILED', after: null, code: 'X' });
      }),
    );
    expect(await stores[0]?.ledger.verify()).toEqual({ intact: true, records: 400 });
    await close(stores);
  });

  test('do the work of a key once, and let exactly as many changes pass as the limit says', async () => {
    const { stores } = await start(2);
    let effects = 0;
    const work = async (): Promise<string> => {
      effects += 1;
      return 'done';
    };
    const key = { actor: 'bot', key: 'k' };
    const source = { actor: 'bot', directory: 'fake', action: 'SUSPEND_USER' };
    const each = <T>(ask: (store: Store<string>) => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: 500 }, () => stores.map(ask)).flat());
    const runs = await each((store) => store.idempotency.run(key, 'body', work, () => true));
    expect(effects).toBe(1);
    expect(runs).toHaveLength(1_000);
    const refusals = await each((store) => store.blastRadius.take(source));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(20);
    await close(stores);
  });

  test('hold a lock one at a time, also one within another', async () => {
    const { stores } = await start(3);
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const locks = stores[index % 3]?.locks;
        await locks?.run('directory', () => locks.run(`user ${index % 2}`, work));
      }),
    );
    expect(most).toBe(1);
    await expect(stores[0]?.locks.run('directory', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(await stores[1]?.locks.run('directory', async () => 'free')).toBe('free');
    await close(stores);
  });

  test('get a lock whose holder has lost its connection, and the holder is told', async () => {
    const told: string[] = [];
    const { stores, url } = await start(2, told);
    const [begun, end] = [gate(), gate()];
    const first = stores[0]?.locks.run('directory', async () => {
      begun.open();
      await end.passed;
    });
    await begun.passed;
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`,
    );
    await client.end();
    expect(await stores[1]?.locks.run('directory', async () => 'mine')).toBe('mine');
    end.open();
    await first;
    expect(told).toContain('a lock');
    expect(await stores[0]?.locks.run('directory', async () => 'again')).toBe('again');
    await close(stores);
  });

  test('an address that cannot be used is refused in words, without its password', async () => {
    await expect(unreachable('mysql://user:geheim@host/db')).rejects.toThrow(
      /^DATABASE_URL: expected postgresql:/,
    );
    await expect(unreachable('postgresql://u:geheim@127.0.0.1:1/db')).rejects.toThrow(
      /cannot be used: .*ECONNREFUSED/,
    );
    await expect(unreachable('postgresql://u:geheim@127.0.0.1:1/db')).rejects.not.toThrow(/geheim/);
  });
});
