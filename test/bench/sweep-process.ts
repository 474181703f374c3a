/** One sweep in a process of its own: what it takes in time, calls and memory is counted as nobody else's. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { connectDirectories } from '../../src/cli/connect.ts';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { takeSweep } from '../../src/directory/sweep/take-sweep.ts';
import { Secret } from '../../src/model/secret.ts';
import type { SandboxAddress } from './sandbox-process.ts';

export interface SweepOrder {
  readonly address: SandboxAddress;
  readonly requestsPerSecond: number;
  readonly roleWalkLimit: number;
  /** Users from which devices are read by report. */
  readonly reportThreshold: number;
}

export interface MeasuredSweep {
  readonly ms: number;
  readonly cpuMs: number;
  readonly users: number;
  readonly complete: boolean;
  readonly missing: readonly string[];
  /** Of heap and buffers, for everything that the sweep holds. */
  readonly bytesPerUser: number;
  /** The most that the process ever held, and what it held before the sweep; MB. */
  readonly peakMb: number;
  readonly baseMb: number;
  /** How long the process heard nobody; milliseconds. */
  readonly longestStallMs: number;
  readonly stallP99Ms: number;
}

const MB = 1_048_576;

function held(): number {
  // Once is not enough: what the first round finds dead frees more for the next.
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Nothing else holds it. */
let kept: Sweep | null = null;

function factsOf({ users, coverage, gaps }: Sweep): Pick<MeasuredSweep, 'users' | 'complete' | 'missing'> {
  return {
    users: users.rows.length,
    complete: coverage.complete,
    missing: gaps.map(({ what, reason, count }) => `${what} ${reason} ${count ?? '?'}`),
  };
}

async function measure(order: SweepOrder): Promise<MeasuredSweep> {
  const { apiUrl, authUrl, environmentId, clientId, clientSecret } = order.address;
  const [directory] = connectDirectories({
    primaryDirectory: 'acme',
    directories: [
      {
        key: 'acme',
        provider: 'PINGONE',
        environmentId,
        region: null,
        apiUrl,
        tokenUrl: `${authUrl}/${environmentId}/as/token`,
        clientId,
        clientSecret: new Secret(clientSecret),
        tokenAuthMethod: 'basic',
        writable: false,
        reportThreshold: order.reportThreshold,
        requestsPerSecond: order.requestsPerSecond,
      },
    ],
  });
  if (directory === undefined) throw new Error('Expected one directory.');
  const baseMb = process.memoryUsage().rss / MB;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const meter = new CostMeter();
  const scope = {
    asOf: new Date(),
    maxAgeMs: null,
    meter,
    context: { lane: 'bulk' as const, transactionId: 'bench', onExchange: meter.onExchange },
  };
  kept = await takeSweep(directory, { roleWalkLimit: order.roleWalkLimit }, scope, () => {});
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  // Answers on the wire and connections are not the sweep's.
  directory.cache.clear();
  await setTimeout(200);
  const facts = factsOf(kept);
  const whole = held();
  // What stays is the process's: its code, and what it has learned of it, grows with the first sweep as well.
  kept = null;
  await setTimeout(200);
  const bytes = whole - held();
  await directory.close();
  return {
    ms,
    cpuMs: (user + system) / 1_000,
    ...facts,
    bytesPerUser: bytes / facts.users,
    peakMb,
    baseMb,
    longestStallMs: delay.max / 1e6,
    stallP99Ms: delay.percentile(99) / 1e6,
  };
}

const [order] = (await once(process, 'message')) as [SweepOrder];
process.send?.(await measure(order));
process.disconnect();
