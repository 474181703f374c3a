import type { Kysely } from 'kysely';
import type { PosturePoint, PostureTrend } from '../findings/trend/posture-point.ts';
import { type Database, json } from './database.ts';

/** How directories stood from day to day, in the database: every gateway on it knows the same. */
export class DurablePostureTrend implements PostureTrend {
  readonly #database: Kysely<Database>;

  constructor(database: Kysely<Database>) {
    this.#database = database;
  }

  async note({ directory, day, at, ...said }: PosturePoint): Promise<void> {
    const values = { at, said: json({ ...said, openBySeverity: { ...said.openBySeverity } }) };
    await this.#database
      .insertInto('posture_points')
      .values({ directory, day, ...values })
      .onConflict((conflict) =>
        conflict.columns(['directory', 'day']).doUpdateSet(values).where('posture_points.at', '<=', at),
      )
      .execute();
  }

  async points(
    directories: readonly string[],
    since: string,
    until: string,
  ): Promise<readonly PosturePoint[]> {
    if (directories.length === 0) return [];
    const rows = await this.#database
      .selectFrom('posture_points')
      .selectAll()
      .where('directory', 'in', [...directories])
      .where('day', '>=', since)
      .where('day', '<', until)
      .orderBy('day')
      .orderBy('directory')
      .execute();
    return rows.map(({ directory, day, at, said }) => ({ directory, day, at, ...said }));
  }
}
