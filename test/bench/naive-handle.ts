import { askerOf, type Asker } from './asking.ts';
import { cleanEnvironment, startChildServer } from './child-server.ts';
import type { SandboxAddress } from './sandbox-process.ts';

/** The naive server in a process of its own. */
export interface NaiveHandle extends Pick<Asker, 'tell' | 'ask' | 'close'> {
  readonly origin: string;
  readonly pid: number;
}

export async function startNaive(address: SandboxAddress): Promise<NaiveHandle> {
  const server = await startChildServer(['--import', 'tsx', 'test/bench/naive-process.ts'], {
    ...cleanEnvironment(),
    // What graphql costs without it would be counted as the naive server's fault.
    NODE_ENV: 'production',
    BENCH_UPSTREAM: JSON.stringify(address),
  });
  const asker = askerOf(server.origin);
  return {
    origin: server.origin,
    pid: server.pid,
    tell: asker.tell,
    ask: asker.ask,
    close: async () => {
      await asker.close();
      await server.close();
    },
  };
}
