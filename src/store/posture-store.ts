import type { Kysely } from 'kysely';
import type { PosturePoint, PostureTrend } from '../findings/trend/posture-point.ts';
import { defaultFindingSettings } from '../findings/settings.ts';
import { type Database, json } from './database.ts';
import { forgetPoints } from './forget-points.ts';

/** How often points that are too old are looked for, in milliseconds. */
const forgetEveryMs = 86_400_000;

interface PostureTrendOptions {
  /** Days for which every point is kept; of older ones, the last of each month. Default: two years. */
  readonly keptDays?: number;
  readonly now?: () => Date;
}

/** How directories stood from day to day, in the database: every gateway on it knows the same. */
export class DurablePostureTrend implements PostureTrend {
  readonly #database: Kysely<Database>;
  readonly #keptDays: number;
  readonly #now: () => Date;
  #forgotAt = Number.NEGATIVE_INFINITY;

  constructor(database: Kysely<Database>, options: PostureTrendOptions = {}) {
    this.#database = database;
    this.#keptDays = options.keptDays ?? defaultFindingSettings.trendDays;
    this.#now = options.now ?? (() => new Date());
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
    await this.#forget();
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

  async #forget(): Promise<void> {
    const now = this.#now();
    if (now.getTime() - this.#forgotAt < forgetEveryMs) return;
    try {
      await forgetPoints(this.#database, now, this.#keptDays);
      this.#forgotAt = now.getTime();
    } catch {
      // The point is kept all the same, and the next one tries again.
    }
  }
}
