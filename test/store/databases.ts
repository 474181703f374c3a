import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../support/postgres.ts';

export interface Stage<R> {
  /** Opened before the first test, closed after the last. */
  readonly store: Store<R>;
  /** Of the PostgreSQL database; null for PGlite. */
  readonly url: string | null;
}

type Options = Partial<Omit<StoreOptions, 'url' | 'directory'>>;

/** The same tests against both databases. Where PostgreSQL is not installed, they say so. */
export function onBothDatabases<R>(
  what: string,
  options: Options,
  tests: (stage: () => Stage<R>, database: 'PGlite' | 'PostgreSQL') => void,
): void {
  describe(`${what} on PGlite`, () => {
    let stage: Stage<R> | undefined;
    beforeAll(async () => {
      stage = { store: await openStore<R>({ ...options, url: null, directory: null }), url: null };
    });
    afterAll(async () => await stage?.store.close());
    tests(() => given(stage), 'PGlite');
  });
  describePostgres(what, (postgres) => {
    let stage: Stage<R> | undefined;
    beforeAll(async () => {
      const url = await postgres().createDatabase();
      stage = { store: await openStore<R>({ ...options, url, directory: null }), url };
    });
    afterAll(async () => await stage?.store.close());
    tests(() => given(stage), 'PostgreSQL');
  });
}

/** Tests of what only PostgreSQL has: several gateways. */
export function describePostgres(what: string, tests: (postgres: () => TestPostgres) => void): void {
  if (postgresPrograms === null) {
    process.stderr.write(
      `skipped: ${what} on PostgreSQL, which is not installed (initdb and postgres not found)\n`,
    );
  }
  describe.skipIf(postgresPrograms === null)(`${what} on PostgreSQL`, () => {
    let postgres: TestPostgres | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(async () => await postgres?.stop());
    tests(() => given(postgres));
  });
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Expected to be asked within a test.');
  return value;
}
