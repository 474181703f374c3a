import type { Kysely, Migration } from 'kysely';

export const posturePoints: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('posture_points')
      .addColumn('directory', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('said', 'json', (column) => column.notNull())
      .addPrimaryKeyConstraint('posture_points_key', ['directory', 'day'])
      .execute();
  },
};
