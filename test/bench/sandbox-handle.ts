import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import type { RateSetting } from '../../src/sandbox/settings.ts';
import type { Counters, SandboxAddress, SandboxOrder, SandboxReply } from './sandbox-process.ts';

/** The sandbox of another process, as the bench steers it. */
export interface SandboxHandle {
  readonly address: SandboxAddress;
  /** What reached it since it was asked last. */
  counters(): Promise<Counters>;
  behave(latencyMs: number, rate?: RateSetting): Promise<void>;
  fail(routeEnd: string, faults: readonly { readonly share: number; readonly fault: Fault }[]): Promise<void>;
  close(): Promise<void>;
}

/** More than anybody here can ask for. */
const unlimited: RateSetting = { requestsPerSecond: 1_000_000, burst: 1_000_000 };

/** Starts a sandbox of so many users in a process of its own. */
export async function startSandboxProcess(users: number): Promise<SandboxHandle> {
  const child = fork(fileURLToPath(new URL('sandbox-process.ts', import.meta.url)), [String(users)]);
  const waiting = new Map<number, (counters: Counters) => void>();
  let orders = 0;
  const address = await new Promise<SandboxAddress>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code} before it was ready.`)));
    child.on('message', (message: SandboxReply) => {
      if (message.kind === 'ready') resolve(message.address);
      else waiting.get(message.id)?.(message.counters);
    });
  });
  const order = (what: SandboxOrder): Promise<Counters> =>
    new Promise((resolve) => {
      orders += 1;
      waiting.set(orders, resolve);
      child.send({ id: orders, order: what });
    });
  const counters = (): Promise<Counters> => order({ kind: 'counters', reset: true });
  return {
    address,
    counters,
    behave: async (latencyMs, rate = unlimited) => {
      await order({ kind: 'behave', latencyMs, rate });
      await counters();
    },
    fail: async (routeEnd, faults) => {
      await order({ kind: 'fail', routeEnd, faults });
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
