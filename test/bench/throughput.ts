import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey } from '../../src/access/manage-keys.ts';
import { cleanEnvironment, startChildServer } from './child-server.ts';
import { fresh, startGateway } from './gateway-handle.ts';
import { load, type Load, type LoadOptions } from './load.ts';
import { startNaive } from './naive-handle.ts';
import type { PlainLoop } from './plain-loop.ts';
import { directoryKey, oneUser, refTo } from './questions.ts';
import { processorMsOf } from './process-usage.ts';
import { median } from './rounds.ts';
import type { SandboxHandle } from './sandbox-handle.ts';
import type { Row } from './table.ts';

const connections = 50;
const naiveUser = 'query ($id: ID!) { user(id: $id) { id username email status } }';

const small = (): string => '{"query":"{ __typename }","variables":{}}';

/** With the processor time of one answer. */
interface Loaded extends Load {
  readonly processorMs: number | null;
}

/** One server under the load of a question. */
type Target = Pick<LoadOptions, 'origin' | 'path' | 'headers' | 'body' | 'expect'> & { readonly pid: number };
type Name = 'gateway' | 'limit' | 'naive';
type Targets = Readonly<Record<Name, Target>>;

/**
 * Q8a and Q8b: requests a second over 50 connections. The gateway asks for an API key, limits operations and counts their cost;
 * the others do nothing of it. `latencyMs` is 0: what is measured is the processor.
 */
export async function throughput(
  sandbox: SandboxHandle,
  loop: PlainLoop,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<readonly Row[]> {
  await sandbox.behave(0);
  const ids = (await loop.users(1_000)).map((user) => String(user['id']));
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-keys-'));
  const keysFile = join(folder, 'keys.json');
  const { key } = createKey(keysFile, { name: 'bench', role: 'admin', permissions: [], days: 1 });
  const apiKey = key.reveal();
  const gateway = await startGateway(sandbox.address, {
    settings: { ROLLCALL_KEYS_FILE: keysFile },
    apiKey,
  });
  const naive = await startNaive(sandbox.address);
  const plain = await startChildServer(['--import', 'tsx', 'test/bench/plain-server.ts'], {
    ...cleanEnvironment(),
    NODE_ENV: 'production',
    BENCH_UPSTREAM: JSON.stringify(sandbox.address),
  });
  const directory = await directoryKey(gateway);
  const id = (n: number): string => ids[n % ids.length] ?? '';
  const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const credential = { ...json, authorization: `Bearer ${apiKey}` };
  const typename = '{"data":{"__typename":"Query"}';
  const ours = { origin: gateway.origin, pid: gateway.pid, path: '/graphql' };
  const theirs = { origin: naive.origin, pid: naive.pid, path: '/graphql', headers: json };
  const floor = { origin: plain.origin, pid: plain.pid, path: '/', headers: json };
  try {
    return [
      await measured(
        'Q8a { __typename }',
        2,
        {
          gateway: { ...ours, headers: credential, body: small, expect: typename },
          limit: { ...floor, body: small, expect: typename },
          naive: { ...theirs, body: small, expect: typename },
        },
        { rounds, seconds },
        sandbox,
      ),
      await measured(
        'Q8b one user by id, one call each',
        3.5,
        {
          gateway: {
            ...ours,
            headers: { ...credential, ...fresh },
            body: (n) => JSON.stringify({ query: oneUser, variables: refTo(directory, id(n)) }),
            expect: '{"data":{"user":{"id":',
          },
          limit: {
            ...floor,
            body: (n) => JSON.stringify({ query: naiveUser, variables: { id: id(n) } }),
            expect: '{"data":{"user":{"id":',
          },
          naive: {
            ...theirs,
            body: (n) => JSON.stringify({ query: naiveUser, variables: { id: id(n) } }),
            expect: '{"data":{"user":{"id":',
          },
        },
        { rounds, seconds },
        sandbox,
      ),
    ];
  } finally {
    await Promise.all([gateway.close(), naive.close(), plain.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  question: string,
  goal: number,
  targets: Targets,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  sandbox: SandboxHandle,
): Promise<Row> {
  const names: readonly Name[] = ['gateway', 'limit', 'naive'];
  const found = new Map<Name, Loaded[]>(names.map((name) => [name, []]));
  const once = async (name: Name): Promise<Loaded> => {
    const before = processorMsOf(targets[name].pid);
    const done = await load({ ...targets[name], connections, seconds });
    const after = processorMsOf(targets[name].pid);
    const answers = done.perSecond * seconds;
    return {
      ...done,
      processorMs: before === null || after === null ? null : (after - before) / answers,
    };
  };
  // Warm code is what a server runs that was not started a second ago.
  for (const name of names) await once(name);
  await sandbox.counters();
  let calls = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length] ?? 'gateway';
      await sandbox.counters();
      found.get(name)?.push(await once(name));
      if (name === 'gateway') calls += (await sandbox.counters()).total;
    }
  }
  const of = (name: Name): readonly Loaded[] => found.get(name) ?? [];
  const rate = (name: Name): number => median(of(name).map((each) => each.perSecond));
  const ratioTo = (name: Name): number =>
    median(of('gateway').map((mine, round) => mine.perSecond / (of(name)[round]?.perSecond ?? Number.NaN)));
  const processor = (name: Name): string =>
    `${median(of(name).map(({ processorMs }) => processorMs ?? Number.NaN)).toFixed(3)} ms`;
  const p99Ms = median(of('gateway').map((each) => each.p99Ms));
  const wrong = names.flatMap((name) => of(name)).reduce((sum, each) => sum + each.wrong, 0);
  const answered = of('gateway').reduce((sum, each) => sum + each.perSecond * seconds, 0);
  return {
    question,
    gateway: perSecond(rate('gateway')),
    against: `naive ${perSecond(rate('naive'))}`,
    ratio: ratioTo('naive'),
    goal,
    atLeast: true,
    beside: [{ name: 'limit', told: perSecond(rate('limit')), ratio: ratioTo('limit') }],
    facts: `${wrong} wrong answers, ${(calls / answered).toFixed(2)} calls each, p99 ${p99Ms.toFixed(0)} ms, ${processor('gateway')} of processor each, naive ${processor('naive')}`,
    right: wrong === 0,
    chart: {
      title: question,
      more: 'better',
      bars: (['gateway', 'limit', 'naive'] as const).map((name) => ({ name, value: rate(name) })),
    },
  };
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}
