import { type Kysely, type Migration, sql } from 'kysely';

export const findingHistory: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('finding_looks')
      .addColumn('directory', 'text', (column) => column.primaryKey())
      .addColumn('at', 'timestamptz(3)', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('finding_records')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('directory', 'text', (column) => column.notNull())
      .addColumn('rule_id', 'text', (column) => column.notNull())
      .addColumn('subject_key', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('population', 'text')
      .addColumn('severity', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('first_seen_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('last_seen_at', 'timestamptz(3)')
      .addColumn('opened_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('stale_since', 'timestamptz(3)')
      .addColumn('resolved_at', 'timestamptz(3)')
      .addColumn('reopen_count', 'integer', (column) => column.notNull())
      .addColumn('acceptance', 'text')
      .addColumn('accepted_until', 'timestamptz(3)')
      .execute();
    await db.schema
      .createTable('finding_events')
      .addColumn('sequence', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
      .addColumn('at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('finding_id', 'text', (column) => column.notNull())
      .addColumn('directory', 'text', (column) => column.notNull())
      .addColumn('rule_id', 'text', (column) => column.notNull())
      .addColumn('severity', 'text', (column) => column.notNull())
      .addColumn('severity_before', 'text')
      .addColumn('opened_at', 'timestamptz(3)')
      .addColumn('because', 'text')
      .addColumn('said', 'text')
      .execute();
    await db.schema
      .createIndex('finding_records_subject')
      .on('finding_records')
      .column('subject_key')
      .execute();
    await db.schema
      .createIndex('finding_events_finding')
      .on('finding_events')
      .columns(['finding_id', 'sequence'])
      .execute();
    await db.schema
      .createIndex('finding_records_open')
      .on('finding_records')
      .columns(['directory', 'id'])
      .where(sql.ref('state'), '=', sql.lit('OPEN'))
      .execute();
    await db.schema
      .createIndex('finding_records_accepted')
      .on('finding_records')
      .column('accepted_until')
      .where(sql.ref('accepted_until'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('finding_events_resolved')
      .on('finding_events')
      .columns(['directory', 'at'])
      .where(sql.ref('kind'), '=', sql.lit('RESOLVED'))
      .execute();
  },
};
