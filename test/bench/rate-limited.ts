import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type GatewayHandle } from './gateway-handle.ts';
import { people } from './compare-questions.ts';
import type { DevicesByUser, PlainLoop } from './plain-loop.ts';
import { askUsersMfa, rightOf } from './questions.ts';
import { median, timed } from './rounds.ts';
import type { SandboxHandle } from './sandbox-handle.ts';
import { milliseconds, type Row } from './table.ts';

const allowed = 200;
/** Longer than both sides need to fill their buckets again. */
const restMs = 1_300;

interface Round {
  readonly ms: number;
  readonly idealMs: number;
  readonly refused: number;
  readonly right: number;
}

/** 1,000 users' devices where 200 calls a second are allowed, and 200 at once; each time by a gateway that has learnt nothing. */
export async function rateLimited(
  sandbox: SandboxHandle,
  loop: PlainLoop,
  perUser: Readonly<Record<string, string>>,
  rounds: number,
): Promise<readonly Row[]> {
  await sandbox.behave(20);
  const truth = await loop.usersWithDevices(people);
  const rows: Row[] = [];
  for (const [name, settings, mostRefused] of [
    ['configured', { PINGONE_REQUESTS_PER_SECOND: String(allowed) }, 20],
    ['discovered', {}, 150],
  ] as const) {
    const done: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const gateway = await startGateway(sandbox.address, { ...perUser, ...settings });
      done.push(await oneRound(sandbox, gateway, truth));
      await gateway.close();
    }
    rows.push(rowOf(name, done, truth.size, mostRefused));
  }
  return rows;
}

async function oneRound(
  sandbox: SandboxHandle,
  gateway: GatewayHandle,
  truth: DevicesByUser,
): Promise<Round> {
  await sandbox.behave(20, { requestsPerSecond: allowed, burst: allowed });
  await sleep(restMs);
  await sandbox.counters();
  const { ms, result } = await timed(() => askUsersMfa(gateway, people));
  const { total, refused } = await sandbox.counters();
  await sandbox.behave(20);
  const accepted = total - refused;
  return { ms, idealMs: ((accepted - allowed) / allowed) * 1_000, refused, right: rightOf(result, truth) };
}

function rowOf(name: string, rounds: readonly Round[], users: number, mostRefused: number): Row {
  const worst = Math.min(...rounds.map((round) => round.right));
  const refused = rounds.map((round) => round.refused);
  return {
    question: `Q5 200 calls/s allowed, ${name}`,
    gateway: milliseconds(median(rounds.map((round) => round.ms))),
    against: `${milliseconds(median(rounds.map((round) => round.idealMs)))} ideal`,
    ratio: median(rounds.map((round) => round.ms / round.idealMs)),
    goal: 1.15,
    facts: `${worst} of ${users} right in the worst round, ${refused.join(', ')} refused`,
    right: worst === users && refused.every((count) => count < mostRefused),
  };
}
