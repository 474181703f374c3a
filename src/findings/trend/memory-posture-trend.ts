import { compareText } from '../../model/compare-text.ts';
import type { PosturePoint, PostureTrend } from './posture-point.ts';

/** Points that are held at most of a directory: two years of days. */
const mostDays = 731;

/** How directories stood as long as this process runs. */
export class MemoryPostureTrend implements PostureTrend {
  readonly #points = new Map<string, Map<string, PosturePoint>>();

  note(point: PosturePoint): Promise<void> {
    const days = this.#points.get(point.directory) ?? new Map<string, PosturePoint>();
    this.#points.set(point.directory, days);
    const before = days.get(point.day);
    if (before === undefined || before.at <= point.at) days.set(point.day, point);
    const [oldest] = days.size > mostDays ? [...days.keys()].toSorted() : [];
    if (oldest !== undefined) days.delete(oldest);
    return Promise.resolve();
  }

  points(directories: readonly string[], since: string, until: string): Promise<readonly PosturePoint[]> {
    const found = directories.flatMap((key) => [...(this.#points.get(key)?.values() ?? [])]);
    return Promise.resolve(
      found.filter(({ day }) => day >= since && day < until).toSorted(byDayAndDirectory),
    );
  }
}

function byDayAndDirectory(one: PosturePoint, other: PosturePoint): number {
  return compareText(`${one.day} ${one.directory}`, `${other.day} ${other.directory}`);
}
