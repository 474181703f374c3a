import { type Kysely, sql } from 'kysely';
import { dayOf } from '../findings/trend/posture-point.ts';
import type { Database } from './database.ts';

const dayMs = 86_400_000;
/** Ten years: after that even the last of a month goes. */
const mostDays = 3_650;

/** Of points that are older than `keptDays` only the last of each month and directory is kept, and for ten years. */
export async function forgetPoints(database: Kysely<Database>, now: Date, keptDays: number): Promise<void> {
  const before = (days: number): string => dayOf(new Date(now.getTime() - days * dayMs));
  await database
    .deleteFrom('posture_points')
    .where('day', '<', before(keptDays))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('posture_points as later')
          .select('later.day')
          .whereRef('later.directory', '=', 'posture_points.directory')
          .whereRef('later.day', '>', 'posture_points.day')
          .where(sql<boolean>`left(later.day, 7) = left(posture_points.day, 7)`),
      ),
    )
    .execute();
  await database.deleteFrom('posture_points').where('day', '<', before(mostDays)).execute();
}
