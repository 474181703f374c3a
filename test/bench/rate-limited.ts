import { setTimeout as sleep } from 'node:timers/promises';
import { people } from './compare-questions.ts';
import { startGateway } from './gateway-handle.ts';
import { type NaiveHandle } from './naive-handle.ts';
import { naiveMfa } from './naive-questions.ts';
import type { DevicesByUser, PlainLoop } from './plain-loop.ts';
import { askUsersMfa, rightOf } from './questions.ts';
import { median, timed } from './rounds.ts';
import type { SandboxHandle } from './sandbox-handle.ts';
import { milliseconds, type Row } from './table.ts';

const allowed = 200;
/** Longer than both sides need to fill their buckets again. */
const restMs = 1_300;

/** The hand-written loop of this question knows the rate and keeps to it. */
export interface RateLimitedBench {
  readonly sandbox: SandboxHandle;
  readonly loop: PlainLoop;
  readonly naive: NaiveHandle;
  /** A call for each user, however many there are. */
  readonly perUser: Readonly<Record<string, string>>;
  readonly rounds: number;
}

interface Round {
  readonly ms: number;
  readonly refused: number;
  readonly right: number;
}

/** 1,000 users' devices where 200 calls a second are allowed, and 200 at once; each time by a gateway that has learnt nothing of it. */
export async function rateLimited(bench: RateLimitedBench): Promise<readonly Row[]> {
  const { sandbox, loop, naive, perUser, rounds } = bench;
  await sandbox.behave(20);
  const truth = await loop.usersWithDevices(people);
  const limits = await everyRound(rounds, () =>
    oneRound(sandbox, truth, () => {
      loop.keepTo(allowed);
      return loop.usersWithDevices(people);
    }),
  );
  loop.keepTo(null);
  const naives = await everyRound(rounds, () =>
    oneRound(sandbox, truth, async () => (await naiveMfa(naive, people)).devices),
  );
  const rows: Row[] = [];
  for (const [name, settings, goal, mostRefused] of [
    ['configured', { PINGONE_REQUESTS_PER_SECOND: String(allowed) }, 1.05, 20],
    ['discovered', {}, 1.3, 150],
  ] as const) {
    const done = await everyRound(rounds, async () => {
      const gateway = await startGateway(sandbox.address, { settings: { ...perUser, ...settings } });
      // Nothing is limited yet, so that it teaches nothing of the limit: it runs warm code, as the loop does.
      await askUsersMfa(gateway, people);
      const round = await oneRound(sandbox, truth, () => askUsersMfa(gateway, people));
      await gateway.close();
      return round;
    });
    rows.push(rowOf(name, { done, limits, naives }, { goal, mostRefused, users: truth.size }));
  }
  return rows;
}

async function everyRound(rounds: number, run: () => Promise<Round>): Promise<readonly Round[]> {
  const done: Round[] = [];
  for (let round = 0; round < rounds; round += 1) done.push(await run());
  return done;
}

async function oneRound(
  sandbox: SandboxHandle,
  truth: DevicesByUser,
  ask: () => Promise<DevicesByUser>,
): Promise<Round> {
  await sandbox.behave(20, { requestsPerSecond: allowed, burst: allowed });
  await sleep(restMs);
  await sandbox.counters();
  const { ms, result } = await timed(ask);
  const { refused } = await sandbox.counters();
  await sandbox.behave(20);
  return { ms, refused, right: rightOf(result, truth) };
}

interface Sides {
  readonly done: readonly Round[];
  readonly limits: readonly Round[];
  readonly naives: readonly Round[];
}

function rowOf(
  name: string,
  { done, limits, naives }: Sides,
  {
    goal,
    mostRefused,
    users,
  }: { readonly goal: number; readonly mostRefused: number; readonly users: number },
): Row {
  const question = `Q5 200 calls/s allowed, ${name}`;
  const refused = done.map((round) => round.refused);
  const [ms, limitMs, naiveMs] = [msOf(done), msOf(limits), msOf(naives)];
  const naiveRight = `${rightIn(naives)} right`;
  return {
    question,
    gateway: milliseconds(ms),
    against: `limit ${milliseconds(limitMs)}`,
    ratio: ms / limitMs,
    goal,
    beside: [{ name: 'naive', told: `${milliseconds(naiveMs)}, ${naiveRight}`, ratio: ms / naiveMs }],
    facts: `${rightIn(done)} of ${users} right in the worst round, ${refused.join(', ')} refused`,
    right: rightIn(done) === users && refused.every((count) => count < mostRefused),
    chart: {
      title: question,
      more: 'worse',
      bars: [
        { name: 'gateway', value: ms, note: `${rightIn(done)} right` },
        { name: 'limit', value: limitMs, note: `${rightIn(limits)} right` },
        { name: 'naive', value: naiveMs, note: naiveRight },
      ],
    },
  };
}

function msOf(rounds: readonly Round[]): number {
  return median(rounds.map(({ ms }) => ms));
}

/** In the worst round. */
function rightIn(rounds: readonly Round[]): number {
  return Math.min(...rounds.map(({ right }) => right));
}
