import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, type GatewayHandle } from './gateway-handle.ts';
import { PlainLoop, polite } from './plain-loop.ts';
import { directoryKey, oneUser, refTo } from './questions.ts';
import { quantile, timed } from './rounds.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import type { SandboxAddress } from './sandbox-process.ts';
import { milliseconds, type Row } from './table.ts';

const requestsPerSecond = 400;
const samples = 400;
/** Forty questions a second by four people: far below what is allowed, so that waiting is the sweep's doing. */
const callers = 4;
const pauseMs = 100;

interface SnapshotState {
  readonly directories: readonly { readonly snapshot: { readonly state: string } }[];
}

/** Who is asked for one user, by its place in the list. */
interface Asked {
  readonly gateway: (n: number) => Promise<unknown>;
  /** The provider itself, without a gateway: what it takes longer is nobody's doing here. */
  readonly provider: (n: number) => Promise<unknown>;
}

type Took = Readonly<Record<keyof Asked, readonly number[]>>;

/** How long one user's page takes while the whole directory is swept, against the same in peace. */
export async function interactive(people: number): Promise<Row> {
  const sandbox = await startSandboxProcess(people);
  await sandbox.behave(20);
  await sweptBefore(sandbox.address);
  const gateway = await startGateway(sandbox.address, {
    settings: { PINGONE_REQUESTS_PER_SECOND: String(requestsPerSecond) },
  });
  const key = await directoryKey(gateway);
  const loop = await new PlainLoop(sandbox.address, polite).connect();
  const ids = (await loop.users(2_000)).map((user) => String(user['id']));
  const idOf = (n: number): string => ids[n % ids.length] ?? '';
  const whom: Asked = {
    gateway: async (n) => gateway.ask(oneUser, refTo(key, idOf(n))),
    provider: async (n) => loop.user(idOf(n)),
  };
  await ask(whom, 100);
  const idle = await ask(whom, samples);
  const swept = beginSweep(gateway);
  await until(gateway, 'RUNNING');
  const during = await ask(whom, samples);
  const stillRunning = (await stateOf(gateway)) === 'RUNNING';
  await loop.close();
  await gateway.close();
  await swept;
  await sandbox.close();
  const itself = quantile(during.provider, 0.99);
  return {
    question: 'one user while everybody is swept, p99',
    gateway: milliseconds(p99(during)),
    against: `${milliseconds(p99(idle))} in peace`,
    ratio: p99(during) / p99(idle),
    goal: 1.5,
    beside: [{ name: 'provider itself', told: milliseconds(itself), ratio: p99(during) / itself }],
    facts: `${samples} questions each; half within ${half(during)} and ${half(idle)}`,
    right: stillRunning,
  };
}

/**
 * Has another gateway sweep everybody first. A simulated provider that is asked for all its lists for the first time is busy with
 * itself for a quarter of a second, and whoever clicks then waits for it: a real one has more than one processor.
 */
async function sweptBefore(address: SandboxAddress): Promise<void> {
  const gateway = await startGateway(address);
  const swept = beginSweep(gateway);
  await until(gateway, 'READY');
  await gateway.close();
  await swept;
}

function p99(took: Took): number {
  return quantile(took.gateway, 0.99);
}

function half(took: Took): string {
  return milliseconds(quantile(took.gateway, 0.5));
}

/** Whether it is answered before its deadline is not the question here. */
async function beginSweep(gateway: GatewayHandle): Promise<void> {
  await gateway.ask('{ findings(first: 1) { totalCount } }').catch(() => null);
}

async function ask(whom: Asked, count: number): Promise<Took> {
  const took = { gateway: [] as number[], provider: [] as number[] };
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const mine = next;
      next += 1;
      for (const name of ['gateway', 'provider'] as const)
        took[name].push((await timed(() => whom[name](mine))).ms);
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return took;
}

async function until(gateway: GatewayHandle, wanted: string): Promise<void> {
  for (let state = await stateOf(gateway); state !== wanted; state = await stateOf(gateway)) {
    if (state === 'FAILED') throw new Error(`Expected a sweep that is ${wanted}, and it failed.`);
    await sleep(20);
  }
}

async function stateOf(gateway: GatewayHandle): Promise<string | undefined> {
  const { directories } = await gateway.ask<SnapshotState>('{ directories { snapshot { state } } }');
  return directories[0]?.snapshot.state;
}
