import type { CacheKind } from '../../directory/cache.ts';
import type { Directory } from '../../directory/directory.ts';
import { planMemberships } from '../../directory/membership-plan.ts';
import { worthAReport } from '../../directory/mfa-plan.ts';
import type { RequestScope } from '../../directory/request-scope.ts';
import { sweepCalls } from '../../directory/sweep/sweep-estimate.ts';
import { devicesInSnapshot, youngSnapshot } from '../../directory/snapshot/young-snapshot.ts';
import type { Expected } from './expected.ts';
import type { PlanStep } from './plan.ts';

type Step = Omit<PlanStep, 'path'>;

/** Rows and ids that are looked at for one plan: more would keep everybody else waiting. */
export const mostLookedAt = 1_000_000;

/** What one operation reads, each thing once, whatever path leads to it: as its loaders will. */
export class Reads {
  readonly #scope: RequestScope;
  readonly #tellsSizes: boolean;
  readonly #asked = new Map<string, Set<string>>();
  readonly #whole = new Set<string>();
  #looked = 0;

  /** @param tellsSizes whether the caller may learn how much a directory holds. */
  constructor(scope: RequestScope, tellsSizes: boolean) {
    this.#scope = scope;
    this.#tellsSizes = tellsSizes;
  }

  /** Whether so many more rows may be looked at for this plan; it then counts them. Where not, the plan goes by numbers alone. */
  mayLookAt(rows: number): boolean {
    if (this.#looked + rows > mostLookedAt) return false;
    this.#looked += rows;
    return true;
  }

  /** The same objects, named as long as there are not too many names in all. */
  named(expected: Expected): Expected {
    return expected.ids === null || this.mayLookAt(expected.ids.length)
      ? expected
      : { ...expected, ids: null };
  }

  /** A call for each object that is neither cached nor asked for before. */
  each(kind: CacheKind, expected: Expected): Step {
    const { fresh, cached } = this.#fresh(kind, expected);
    const { key } = expected.directory;
    const objects = expected.count;
    if (fresh === 0)
      return {
        directory: key,
        source: 'CACHE',
        objects,
        calls: 0,
        because: 'each is known or asked for already',
      };
    const because =
      cached === 0 ? 'a call for each' : `a call for each; ${cached} are known or asked for already`;
    return { directory: key, source: 'DIRECT', objects, calls: fresh, because };
  }

  /** The groups of users: by the plan that their loader makes. */
  memberships(expected: Expected): readonly Step[] {
    const { directory, ids, count } = this.named(expected);
    const unread = ids?.filter((id) => !directory.cache.holds('userGroups', id, this.#scope)) ?? null;
    if (unread === null) return [this.each('userGroups', expected)];
    const { inSnapshot, invertedCalls } = planMemberships(directory, unread, this.#scope);
    const left = ids?.filter((id) => !inSnapshot.has(id)) ?? null;
    const { key } = directory;
    const because = 'the snapshot is as young as the caller asks for';
    const remembered = {
      directory: key,
      source: 'SNAPSHOT',
      objects: inSnapshot.size,
      calls: 0,
      because,
    } as const;
    const steps: readonly Step[] = inSnapshot.size > 0 ? [remembered] : [];
    if (left?.length === 0) return steps;
    if (invertedCalls === null)
      return [...steps, this.each('userGroups', { directory, count: left?.length ?? count, ids: left })];
    const lists = this.whole('everyMembership', directory, invertedCalls);
    if (lists.source === 'CACHE') return [...steps, lists];
    const fewer = 'the lists of members of all groups are fewer calls than one for each user';
    return [...steps, { ...lists, source: 'INVERTED', objects: left?.length ?? count, because: fewer }];
  }

  /** A small collection: read once, however many want it. */
  whole(kind: CacheKind, directory: Directory, calls = 1): Step {
    const { key } = directory;
    const name = `${key} ${kind}`;
    const isKnown = this.#whole.has(name) || directory.cache.holds(kind, '', this.#scope);
    this.#whole.add(name);
    return isKnown
      ? { directory: key, source: 'CACHE', objects: 1, calls: 0, because: 'known or asked for already' }
      : { directory: key, source: 'WHOLE', objects: 1, calls, because: 'read whole, once' };
  }

  devices(asked: Expected, needs: (userId: string) => boolean): readonly Step[] {
    const expected = this.named(asked);
    const { directory } = expected;
    const named = expected.ids?.filter(needs) ?? null;
    const wanted: Expected = { directory, count: named?.length ?? expected.count, ids: named };
    if (wanted.count === 0)
      return [row(directory, expected.count, 'the rows say it: the second factor is switched off')];
    if (!directory.can('MFA_DEVICES'))
      return [row(directory, wanted.count, 'the rows tell of devices, or nothing does')];
    const snapshot = youngSnapshot(directory, this.#scope);
    const unread =
      snapshot === null
        ? named
        : named?.filter((id) => devicesInSnapshot(directory, snapshot, id, this.#scope) === null);
    if (unread?.length === 0) {
      const because = 'the snapshot is as young as the caller asks for';
      return [{ directory: directory.key, source: 'SNAPSHOT', objects: wanted.count, calls: 0, because }];
    }
    return this.#devicesRead({ directory, count: unread?.length ?? wanted.count, ids: unread ?? null });
  }

  #devicesRead(wanted: Expected): readonly Step[] {
    const { directory } = wanted;
    const beside = this.whole('profile', directory, 2);
    if (!worthAReport(directory, wanted.count)) return [this.each('devices', wanted), beside];
    const report = this.whole('deviceReport', directory, reportCalls(wanted.count));
    if (report.source === 'CACHE') return [{ ...report, objects: wanted.count }, beside];
    const because = `the report is cheaper for ${directory.provider.mfaReportThreshold} users and more; whoever was changed after it is read directly`;
    return [{ ...report, source: 'REPORT', objects: wanted.count, because }, beside];
  }

  /** What is read off the sweep of a directory, which is taken first where there is none that may be used. */
  snapshot(directory: Directory): Step {
    const { key, sweeper } = directory;
    const { current, state } = sweeper;
    const { maxAgeMs } = this.#scope;
    const name = `${key} sweep`;
    const isTaken = this.#whole.has(name);
    this.#whole.add(name);
    const objects = this.#tellsSizes ? (current?.users.rows.length ?? 0) : 0;
    const ageMs = current === null ? Number.POSITIVE_INFINITY : Date.now() - current.takenAt.getTime();
    const isUsable = maxAgeMs === null ? current !== null : state === 'READY' && ageMs < maxAgeMs;
    if (isTaken || isUsable) {
      const because = isTaken
        ? 'the same snapshot'
        : state === 'READY'
          ? `it is ${Math.round(ageMs / 1000)} s old`
          : 'it is renewed in the background meanwhile';
      return { directory: key, source: 'SNAPSHOT', objects, calls: 0, because };
    }
    const because =
      state === 'RUNNING'
        ? 'the first snapshot is being taken: it is waited for'
        : 'there is no snapshot that is young enough: one is taken first';
    const calls = state === 'RUNNING' ? 0 : this.#tellsSizes ? sweepCalls(directory) : null;
    return { directory: key, source: 'SWEEP', objects, calls, because };
  }

  #fresh(kind: CacheKind, expected: Expected): { fresh: number; cached: number } {
    const { directory, ids, count } = this.named(expected);
    const name = `${directory.key} ${kind}`;
    if (ids === null) return { fresh: count, cached: 0 };
    const asked = this.#asked.get(name) ?? new Set<string>();
    this.#asked.set(name, asked);
    let fresh = 0;
    for (const id of ids) {
      if (asked.has(id)) continue;
      asked.add(id);
      if (!directory.cache.holds(kind, id, this.#scope)) fresh += 1;
    }
    return { fresh, cached: ids.length - fresh };
  }
}

function row({ key }: Directory, objects: number, because: string): Step {
  return { directory: key, source: 'LIST', objects, calls: 0, because };
}

/** One call that makes the report, and its pages: a device or two a user, a thousand on a page. */
function reportCalls(users: number): number {
  return 3 + Math.ceil((users * 2) / 1_000);
}
