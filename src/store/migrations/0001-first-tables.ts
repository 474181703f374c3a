import { type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely';
import { chainStart } from '../../actions/ledger-chain.ts';

/** The ledger, idempotency keys, the blast radius, bulk operations and timed grants. */
export const firstTables: Migration = {
  async up(db) {
    await makeLedger(db);
    await makeCounters(db);
    await makeJobs(db);
  },
};

async function makeLedger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger_records')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey())
    // To the millisecond: what lies below could be edited without anybody seeing it.
    .addColumn('at', 'timestamptz(3)', (column) => column.notNull())
    .addColumn('entry_id', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('action', 'text')
    .addColumn('directory', 'text')
    .addColumn('cause_id', 'text')
    .addColumn('external_id', 'text')
    .addColumn('outcome', 'text')
    .addUniqueConstraint('ledger_records_once', ['entry_id', 'kind'])
    .execute();
  for (const column of ['actor', 'action', 'directory', 'cause_id', 'external_id', 'outcome']) {
    await db.schema
      .createIndex(`ledger_records_${column}`)
      .on('ledger_records')
      .columns([column, 'sequence'])
      .where(sql.ref(column), 'is not', null)
      .execute();
  }
  await db.schema.createIndex('ledger_records_at').on('ledger_records').column('at').execute();
  await db.schema
    .createTable('ledger_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into ledger_head (id, sequence, hash) values (1, 0, ${chainStart})`.execute(db);
  await guardLedger(db);
}

/** Against slips: whoever owns the database can drop a trigger, and then the chain tells. */
async function guardLedger(db: Kysely<unknown>): Promise<void> {
  await sql`create function ledger_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'The ledger is only ever appended to: % of % is refused.', tg_op, tg_table_name;
    end $$`.execute(db);
  await sql`create function ledger_forward() returns trigger language plpgsql as $$
    begin
      if new.sequence <= old.sequence then
        raise exception 'The end of the ledger only moves forward: from % to % is refused.', old.sequence, new.sequence;
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger ledger_records_append_only before update or delete on ledger_records
    for each row execute function ledger_refuse()`.execute(db);
  await sql`create trigger ledger_records_kept before truncate on ledger_records
    for each statement execute function ledger_refuse()`.execute(db);
  await sql`create trigger ledger_head_kept before delete or truncate on ledger_head
    for each statement execute function ledger_refuse()`.execute(db);
  await sql`create trigger ledger_head_forward before update on ledger_head
    for each row execute function ledger_forward()`.execute(db);
}

async function makeCounters(db: Kysely<unknown>): Promise<void> {
  await leased(db.schema.createTable('idempotency_keys'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('first_used_at', 'timestamptz', (column) => column.notNull())
    .addColumn('result', 'json')
    .addColumn('final', 'boolean', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('idempotency_keys_first_used_at')
    .on('idempotency_keys')
    .column('first_used_at')
    .execute();
  await db.schema
    .createTable('blast_takes')
    .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('directory', 'text', (column) => column.notNull())
    .addColumn('taken_at', 'timestamptz', (column) => column.notNull())
    .execute();
  for (const whose of ['actor', 'directory']) {
    await db.schema
      .createIndex(`blast_takes_${whose}`)
      .on('blast_takes')
      .columns(['action', whose, 'taken_at'])
      .execute();
  }
}

async function makeJobs(db: Kysely<unknown>): Promise<void> {
  await leased(db.schema.createTable('bulk_operations'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('directory', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('input', 'json', (column) => column.notNull())
    .addColumn('plan', 'json')
    .addColumn('context', 'json')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('on_failure', 'text', (column) => column.notNull())
    .addColumn('total', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('done', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('failed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('totals', 'json')
    .addColumn('message', 'text')
    .addColumn('idempotency_key', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz')
    .addColumn('wait_until', 'timestamptz')
    .addColumn('applied_at', 'timestamptz')
    .addColumn('finished_at', 'timestamptz')
    .execute();
  await leased(db.schema.createTable('bulk_items'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('operation_id', 'text', (column) =>
      column.notNull().references('bulk_operations.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('subject', 'json', (column) => column.notNull())
    .addColumn('external_id', 'text', (column) => column.notNull())
    .addColumn('plan', 'json')
    .addColumn('parameters', 'json')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('code', 'text')
    .addColumn('message', 'text')
    .addColumn('retryable', 'boolean')
    .addColumn('result', 'json')
    .addColumn('entry_id', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('started_at', 'timestamptz')
    .addColumn('finished_at', 'timestamptz')
    .addUniqueConstraint('bulk_items_position', ['operation_id', 'position'])
    .execute();
  await leased(db.schema.createTable('timed_grants'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('directory', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'json', (column) => column.notNull())
    .addColumn('external_id', 'text', (column) => column.notNull())
    .addColumn('grant', 'json', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('context', 'json')
    .addColumn('until', 'timestamptz', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('entry_id', 'text')
    .addColumn('ended_entry_id', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'timestamptz')
    .addColumn('code', 'text')
    .addColumn('message', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .execute();
  for (const [table, columns] of [
    ['bulk_operations', ['state', 'created_at']],
    ['bulk_items', ['operation_id', 'state', 'position']],
    ['timed_grants', ['state', 'until']],
  ] as const) {
    await db.schema
      .createIndex(`${table}_state`)
      .on(table)
      .columns([...columns])
      .execute();
  }
}

function leased<Table extends string>(table: CreateTableBuilder<Table>): CreateTableBuilder<Table> {
  return table.addColumn('lease_owner', 'text').addColumn('lease_until', 'timestamptz');
}
