import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { connectDirectories } from '../../src/cli/connect.ts';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import { Directory, type DirectoryOptions } from '../../src/directory/directory.ts';
import type { RequestScope } from '../../src/directory/request-scope.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { defaultSweepSettings, type SweepSettings } from '../../src/directory/snapshot/sweeper.ts';
import { takeSweep } from '../../src/directory/sweep/take-sweep.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Clock } from '../../src/upstream/clock.ts';
import { openSandbox, type TestClient } from '../sandbox/test-client.ts';
import { configOf, KEY } from '../support/gateway.ts';

/** A clock that stands until it is moved, at the real time; nothing that waits by it ever happens unless it is moved there. */
export class StandingClock implements Clock {
  #offset = 0;
  readonly #waiting = new Map<object, { readonly at: number; readonly run: () => void }>();

  now = (): number => Date.now() + this.#offset;
  monotonic = (): number => performance.now() + this.#offset;

  after = (ms: number, run: () => void): (() => void) => {
    const key = {};
    this.#waiting.set(key, { at: this.now() + ms, run });
    return () => this.#waiting.delete(key);
  };

  move(ms: number): void {
    this.#offset += ms;
    for (const [key, { at, run }] of this.#waiting) {
      if (at > this.now()) continue;
      this.#waiting.delete(key);
      run();
    }
  }

  get waiting(): number {
    return this.#waiting.size;
  }
}

export interface RefreshStage {
  readonly client: TestClient;
  readonly directory: Directory;
  readonly clock: StandingClock;
  /** Upstream calls since it was asked last, by route without the environment. */
  readonly calls: () => Readonly<Record<string, number>>;
  /** A whole sweep of its own, by a directory that knows nothing. */
  readonly anew: () => Promise<Sweep>;
  /** Another directory over the same tenant, such as a gateway that was started again has. */
  /** Otherwise when the test has ended. */
  readonly close: () => Promise<void>;
  readonly another: (options?: Partial<DirectoryOptions>) => Directory;
}

/** A directory over a simulated PingOne that others change. */
export async function openRefreshStage(
  sandbox: SandboxOptions = {},
  options: Partial<DirectoryOptions> & { readonly settings?: Partial<SweepSettings> } = {},
): Promise<RefreshStage> {
  const client = await openSandbox({
    users: 30,
    asOf: new Date(),
    ...sandbox,
    settings: {
      rate: { requestsPerSecond: 10_000, burst: 10_000 },
      auditRate: { requestsPerSecond: 100, burst: 100 },
      ...sandbox.settings,
    },
  });
  const clock = new StandingClock();
  const opened: Directory[] = [];
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    for (const directory of opened) await directory.close();
    await client.close();
  };
  onTestFinished(close);
  const another: RefreshStage['another'] = (more = {}) => {
    const [connected] = connectDirectories({
      directories: [configOf(client.sandbox, { requestsPerSecond: 1_000, concurrency: 100 })],
      primaryDirectory: KEY,
    });
    if (connected === undefined) throw new Error('Expected one directory.');
    const directory = new Directory({
      provider: connected.provider,
      isPrimary: true,
      writable: true,
      sweep: { ...defaultSweepSettings, clock, ...options.settings },
      ...more,
    });
    opened.push(directory);
    return directory;
  };
  const before = new Map<string, number>();
  return {
    client,
    clock,
    close,
    directory: another(options),
    another,
    anew: async () =>
      await takeSweep(another(), { roleWalkLimit: 20_000 }, scopeOf({ lane: 'bulk' }), () => undefined),
    calls: () => {
      const since: Record<string, number> = {};
      for (const [route, count] of Object.entries(client.sandbox.requests.byRoute)) {
        const more = count - (before.get(route) ?? 0);
        before.set(route, count);
        if (more > 0 && !route.includes('/as/token'))
          since[route.replace('/environments/{environmentId}/', '')] = more;
      }
      return since;
    },
  };
}

export function scopeOf({
  lane = 'interactive',
  maxAgeMs = null,
}: { lane?: 'interactive' | 'bulk'; maxAgeMs?: number | null } = {}): RequestScope {
  const meter = new CostMeter();
  return {
    asOf: new Date(),
    maxAgeMs,
    meter,
    context: { lane, transactionId: randomUUID(), onExchange: meter.onExchange },
  };
}

/**
 * What a snapshot says, whenever and by whichever calls it was read. How people are in groups is compared by `contradictions`: a sweep
 * that asks users knows it of each, one that asks groups often does not.
 */
export function said(sweep: Sweep): unknown {
  const { startedAt: _began, takenAt: _taken, wholeAt: _whole, mark: _mark, userGroups, ...rest } = sweep;
  const groups = [...userGroups].map(([id, held]) => [
    id,
    held.map(({ groupId, groupName }) => ({ groupId, groupName })),
  ]);
  return plain({ ...rest, userGroups: new Map(groups as [string, unknown][]) });
}

/** Memberships of which two snapshots know, and say, different things. */
export function contradictions(one: Sweep, other: Sweep): readonly string[] {
  return [...one.userGroups].flatMap(([id, held]) =>
    held.flatMap(({ groupId, type }) => {
      const found =
        other.userGroups.get(id)?.find((membership) => membership.groupId === groupId)?.type ?? type;
      return found === type || found === 'UNKNOWN' || type === 'UNKNOWN'
        ? []
        : [`${id} ${groupId}: ${type}, ${found}`];
    }),
  );
}

const passing = new Set(['observedAt', 'source', 'group']);

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain).toSorted(byText);
  if (isMap(value)) return [...value].map(([key, one]) => [key, plain(one)]).toSorted(byText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !passing.has(name))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, one]) => [name, plain(one)]),
  );
}

function isMap(value: unknown): value is ReadonlyMap<string, unknown> {
  return typeof value === 'object' && value !== null && 'entries' in value && 'has' in value;
}

function byText(one: unknown, other: unknown): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : Number(a > b);
}
