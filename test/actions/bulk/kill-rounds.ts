import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PingOneConnection } from '../../../src/providers/pingone/upstream.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connectionTo } from '../../providers/pingone/support/connect.ts';
import { TenantView } from '../support/tenant.ts';

export interface Place {
  readonly url: string | null;
  readonly directory: string | null;
  readonly connection: Omit<PingOneConnection, 'clientSecret'>;
  readonly secret: string;
}

export type Ask =
  | { readonly kind: 'SUSPEND'; readonly ids: readonly string[] }
  | { readonly kind: 'AWAIT'; readonly id: string };

export type Tell =
  | { readonly kind: 'READY' }
  | { readonly kind: 'STARTED'; readonly id: string }
  | {
      readonly kind: 'END';
      readonly state: string;
      readonly outcomes: readonly string[];
      /** Entries of the ledger that say neither that it happened nor that it did not. */
      readonly unsettled: number;
      readonly succeeded: number;
      readonly intact: boolean;
      readonly faults: readonly string[];
    };

/** What became of all rounds together. */
export interface KillFigures {
  readonly rounds: number;
  /** Users who are not suspended, or whose item does not say that they are. */
  readonly lost: number;
  /** Writes beyond the one that each user needs. */
  readonly doubled: number;
  /** Entries of the ledger that were left open. */
  readonly unsettled: number;
  /** Rounds after which the chain did not verify. */
  readonly broken: number;
  readonly faults: readonly string[];
}

export interface KillOptions {
  readonly rounds: number;
  readonly url: string | null;
  readonly directory: string | null;
  /** Subjects of each operation; default 50. */
  readonly size?: number;
  /** From 0 up to 1; default `Math.random`. */
  readonly random?: () => number;
}

/** Kills a gateway at a random moment of a bulk operation, starts it again, and counts what was lost and what was done twice. */
export async function killRounds({
  rounds,
  url,
  directory,
  size = 50,
  random = Math.random,
}: KillOptions): Promise<KillFigures> {
  const sandbox = await startSandbox({ users: size * 10, seed: 11 });
  const { clientSecret, ...connection } = connectionTo(sandbox);
  if (clientSecret === undefined) throw new Error('Expected a sandbox with a secret.');
  const place: Place = { url, directory, connection, secret: clientSecret.reveal() };
  const tenant = new TenantView(sandbox);
  const people = tenant.people(size);
  const figures = { rounds, lost: 0, doubled: 0, unsettled: 0, broken: 0, faults: [] as string[] };
  let gateway = await startGateway(place);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const id of people) if (tenant.isEnabled(id) !== true) tenant.setEnabled(id, true);
      sandbox.requests.reset();
      const startedOne = await gateway.ask({ kind: 'SUSPEND', ids: people });
      if (startedOne.kind !== 'STARTED') throw new Error('Expected an operation to start.');
      const enough = Math.floor(random() * size);
      while (tenant.writes < enough) await sleep(1);
      await sleep(random() * 30);
      await gateway.kill();

      gateway = await startGateway(place);
      const end = await gateway.ask({ kind: 'AWAIT', id: startedOne.id });
      if (end.kind !== 'END') throw new Error('Expected the operation to end.');
      figures.lost += people.filter(
        (id, index) => tenant.isEnabled(id) !== false || end.outcomes[index] !== 'SUCCEEDED',
      ).length;
      figures.doubled +=
        sandbox.requests.writes.length - new Set(sandbox.requests.writes.map(({ path }) => path)).size;
      figures.unsettled += end.unsettled;
      figures.broken += end.intact ? 0 : 1;
      figures.faults.push(...end.faults);
    }
  } finally {
    await gateway.kill();
    await sandbox.close();
  }
  return figures;
}

interface ChildGateway {
  readonly ask: (ask: Ask) => Promise<Tell>;
  readonly kill: () => Promise<void>;
}

async function startGateway(place: Place): Promise<ChildGateway> {
  const file = fileURLToPath(new URL('kill-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, PLACE: JSON.stringify(place) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Tell> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('The gateway ended before it answered.');
    return JSON.parse(value) as Tell;
  };
  await next();
  return {
    ask: async (ask) => {
      child.stdin.write(`${JSON.stringify(ask)}\n`);
      return await next();
    },
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
