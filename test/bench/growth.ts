import { startGateway } from './gateway-handle.ts';
import { memoryOf } from './process-usage.ts';
import { askFlags } from './questions.ts';
import { timed } from './rounds.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import { calls } from './sides.ts';
import { milliseconds, type Row } from './table.ts';

interface Grown {
  readonly people: number;
  readonly ms: number;
  readonly calls: number;
  readonly rows: number;
  readonly peakMb: number | null;
}

/** How much more than in proportion a larger directory may take: noise of the machine. */
const allowance = 1.25;

/** All users of directories of several sizes, 1,000 a page: whether calls, time and memory grow with them and no faster. */
export async function growth(sizes: readonly number[]): Promise<readonly Row[]> {
  const grown: Grown[] = [];
  for (const people of sizes) grown.push(await listed(people));
  const [smallest] = grown;
  return grown.map(({ people, ms, calls: made, rows, peakMb }) => {
    const ideal = ((smallest?.ms ?? Number.NaN) * people) / (smallest?.people ?? Number.NaN);
    return {
      question: `list of all ${people.toLocaleString('en')} users`,
      gateway: milliseconds(ms),
      against: `in proportion ${milliseconds(ideal)}`,
      ratio: ms / ideal,
      goal: people === smallest?.people ? null : allowance,
      facts: `${rows.toLocaleString('en')} rows, ${calls(made)}${peakMb === null ? '' : `, peak ${Math.round(peakMb)} MB`}`,
      right: rows === people && made === Math.ceil(people / 200),
    };
  });
}

async function listed(people: number): Promise<Grown> {
  const sandbox = await startSandboxProcess(people);
  await sandbox.behave(20);
  const gateway = await startGateway(sandbox.address);
  // Warm code: the smallest directory would pay for all.
  for (let round = 0; round < 3; round += 1) await askFlags(gateway, 1_000, 1_000);
  await sandbox.counters();
  const { ms, result } = await timed(() => askFlags(gateway, 1_000, people));
  const { total } = await sandbox.counters();
  const peakMb = memoryOf(gateway.pid)?.peakMb ?? null;
  await gateway.close();
  await sandbox.close();
  return { people, ms, calls: total, rows: result, peakMb };
}
