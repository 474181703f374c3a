import type { MeasuredSweep } from './sweep-process.ts';
import { measureSweep } from './sweep-memory.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import { milliseconds, type Row } from './table.ts';

/**
 * Users, and the rate that is allowed. At 400 calls a second, two hundred users to a page, parsing alone keeps a processor busy: the
 * largest directory is read at a rate that a tenant may have.
 */
const cases = [
  { people: 20_000, requestsPerSecond: 400 },
  { people: 100_000, requestsPerSecond: 50 },
] as const;
const latencyMs = 20;
/** Of heap, for everything that a sweep holds of a user. */
const mostBytes = 1_500;

/**
 * Sweeps of directories of several sizes at a configured rate, held against the time that their calls take at that rate, and what they
 * hold in memory. The process of the sandbox and that of the sweep are their own.
 */
export async function sweeps(
  sizes: readonly { readonly people: number; readonly requestsPerSecond: number }[] = cases,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    const { people, requestsPerSecond } = size;
    const sandbox = await startSandboxProcess(people);
    await sandbox.behave(latencyMs, { requestsPerSecond, burst: requestsPerSecond });
    const measured = await measureSweep({
      address: sandbox.address,
      requestsPerSecond,
      roleWalkLimit: 20_000,
      reportThreshold: 200,
    });
    const { total, refused } = await sandbox.counters();
    await sandbox.close();
    rows.push(...rowsOf(size, measured, total, refused));
  }
  return rows;
}

function rowsOf(
  { people, requestsPerSecond }: { readonly people: number; readonly requestsPerSecond: number },
  measured: MeasuredSweep,
  calls: number,
  refused: number,
): readonly Row[] {
  const question = `sweep of ${people.toLocaleString('en')} users`;
  const idealMs = (calls / requestsPerSecond) * 1_000;
  const { ms, cpuMs, users, missing, bytesPerUser, peakMb, baseMb, longestStallMs, stallP99Ms } = measured;
  // Above the limit of the walk over roles, those of most users are read afterwards.
  const isWhole =
    users === people && missing.every((gap) => gap.startsWith('ROLE_ASSIGNMENTS NOT_REQUESTED'));
  return [
    {
      question,
      gateway: milliseconds(ms),
      against: `${milliseconds(idealMs)} at ${requestsPerSecond}/s`,
      ratio: ms / idealMs,
      goal: 1.1,
      facts: `${calls} calls, ${refused} refused, ${Math.round(cpuMs)} ms of CPU, silent for ${longestStallMs.toFixed(0)} ms at most, p99 ${stallP99Ms.toFixed(0)} ms`,
      right: isWhole && refused < 20,
    },
    {
      question: `${question}, memory`,
      gateway: `${Math.round(bytesPerUser)} B a user`,
      against: `${mostBytes} B a user`,
      ratio: bytesPerUser / mostBytes,
      goal: 1,
      facts: `peak ${Math.round(peakMb)} MB, ${Math.round(((peakMb - baseMb) * 1_048_576) / users)} B a user above the ${Math.round(baseMb)} MB before`,
      right: isWhole,
    },
  ];
}
