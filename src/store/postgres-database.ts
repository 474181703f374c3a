import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

const int8 = 20;

/** Counts and numbers of records: far below what a JavaScript number holds, and numbers in the embedded database too. */
const parsers: NonNullable<PoolConfig['types']> = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    id === int8 ? Number : types.getTypeParser(id, format)) as typeof types.getTypeParser,
};

/**
 * How to reach a PostgreSQL.
 *
 * @throws {StoreError} for what is not an address of one. The address is not told: it may hold a password.
 */
export function postgresConfig(url: string): PoolConfig {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoreError(
      'DATABASE_URL: expected postgresql://user:password@host:port/database; received something else. Characters such as / and @ in the password are written as %2F and %40.',
    );
  }
  return {
    connectionString: url,
    types: parsers,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    // A gateway that stops in the middle of a transaction must not keep the others from theirs.
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'rollcall',
  };
}

export function openPostgres(
  config: PoolConfig,
  onFailure: (error: unknown, what: string) => void,
): Kysely<Database> {
  const pool = new Pool({ ...config, max: 10 });
  // An idle connection that is lost is replaced by the next that is needed; unheard, the event would end the process.
  pool.on('error', (error) => onFailure(error, 'an idle connection to the database'));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
