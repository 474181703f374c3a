import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type GatewayHandle } from './gateway-handle.ts';
import { PlainLoop, polite } from './plain-loop.ts';
import { directoryKey, oneUser, refTo } from './questions.ts';
import { quantile, timed } from './rounds.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import { milliseconds, type Row } from './table.ts';

const requestsPerSecond = 400;
const samples = 400;
/** Forty questions a second by four people: far below what is allowed, so that waiting is the sweep's doing. */
const callers = 4;
const pauseMs = 100;

interface SnapshotState {
  readonly directories: readonly { readonly snapshot: { readonly state: string } }[];
}

/** How long one user's page takes while the whole directory is swept, against the same in peace. */
export async function interactive(people: number): Promise<Row> {
  const sandbox = await startSandboxProcess(people);
  await sandbox.behave(20);
  const loop = await new PlainLoop(sandbox.address, polite).connect();
  const ids = (await loop.users(2_000)).map((user) => String(user['id']));
  await loop.close();
  const gateway = await startGateway(sandbox.address, {
    settings: { PINGONE_REQUESTS_PER_SECOND: String(requestsPerSecond) },
  });
  const key = await directoryKey(gateway);
  const ask = async (n: number): Promise<unknown> =>
    gateway.ask(oneUser, refTo(key, ids[n % ids.length] ?? ''));
  await asked(ask, 100);
  const idle = await asked(ask, samples);
  // Whether it is answered before its deadline is not the question here.
  const swept = gateway.ask('{ findings(first: 1) { totalCount } }').catch(() => null);
  await untilRunning(gateway);
  const during = await asked(ask, samples);
  const stillRunning = (await stateOf(gateway)) === 'RUNNING';
  await gateway.close();
  await swept;
  await sandbox.close();
  const [idleP99, duringP99] = [quantile(idle, 0.99), quantile(during, 0.99)];
  return {
    question: 'one user while everybody is swept, p99',
    gateway: milliseconds(duringP99),
    against: `${milliseconds(idleP99)} in peace`,
    ratio: duringP99 / idleP99,
    goal: 1.5,
    facts: `${samples} questions each; half within ${milliseconds(quantile(during, 0.5))} and ${milliseconds(quantile(idle, 0.5))}`,
    right: stillRunning,
  };
}

async function asked(ask: (n: number) => Promise<unknown>, count: number): Promise<readonly number[]> {
  const took: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const mine = next;
      next += 1;
      took.push((await timed(() => ask(mine))).ms);
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return took;
}

async function untilRunning(gateway: GatewayHandle): Promise<void> {
  while ((await stateOf(gateway)) !== 'RUNNING') await sleep(20);
}

async function stateOf(gateway: GatewayHandle): Promise<string | undefined> {
  const { directories } = await gateway.ask<SnapshotState>('{ directories { snapshot { state } } }');
  return directories[0]?.snapshot.state;
}
