import { setTimeout as sleep } from 'node:timers/promises';
import { peaksSoFar, startGateway } from './gateway-handle.ts';
import { memoryOf } from './process-usage.ts';
import type { SandboxAddress } from './sandbox-process.ts';
import type { Row } from './table.ts';

/** A gateway over a directory that was asked one small question, a moment later. */
export async function idleMemory(address: SandboxAddress): Promise<Row> {
  const gateway = await startGateway(address);
  await sleep(1_500);
  const memory = memoryOf(gateway.pid);
  await gateway.close();
  return memoryRow('memory, idle', memory?.nowMb ?? null, 130, 'resident, without the sandbox');
}

/** The most that any gateway ever had of those that were closed by now. */
export function peakMemory(): Row {
  const peaks = peaksSoFar();
  const most = peaks.length === 0 ? null : Math.max(...peaks);
  return memoryRow('memory, peak during Q1 to Q8', most, 250, `the largest of ${peaks.length} gateways`);
}

function memoryRow(question: string, mb: number | null, goal: number, facts: string): Row {
  return {
    question,
    gateway: mb === null ? 'not told here' : `${Math.round(mb)} MB`,
    against: `allowed ${goal} MB`,
    ratio: mb === null ? null : mb / goal,
    goal: 1,
    facts: mb === null ? 'needs /proc of Linux' : facts,
    right: true,
  };
}
