import { startGateway } from './gateway-handle.ts';
import { median } from './rounds.ts';
import type { SandboxAddress } from './sandbox-process.ts';
import { milliseconds, type Row } from './table.ts';

/** From `node dist/main.js` to the first answered query. */
export async function coldStart(
  question: string,
  address: SandboxAddress | null,
  goalMs: number,
): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const gateway = await startGateway(address);
    times.push(gateway.coldStartMs);
    await gateway.close();
  }
  const ms = median(times);
  return {
    question,
    gateway: milliseconds(ms),
    against: `${milliseconds(goalMs)} wanted`,
    ratio: ms / goalMs,
    goal: 1,
    facts: 'node dist/main.js to the first answer',
    right: true,
  };
}
