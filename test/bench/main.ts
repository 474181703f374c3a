/**
 * Measures the compiled gateway against a hand-written loop that makes the same calls without GraphQL, and against a naive GraphQL
 * server: side by side in one run, in turns, because ratios hold on any machine and milliseconds on none. Each of them, and the
 * simulated directory, is a process of its own; the loop is this one. docs/benchmarks.md says how to read it.
 */
import { writeFileSync } from 'node:fs';
import { blackHole } from './black-hole.ts';
import { chartOf } from './chart.ts';
import { coldStart } from './cold-start.ts';
import {
  devices,
  devicesByReport,
  failing,
  flags,
  groups,
  people,
  person,
  scalars,
  usersPage,
} from './compare-questions.ts';
import { writeInto } from './document.ts';
import { evaluations } from './evaluate.ts';
import { eventLoopDelay } from './event-loop.ts';
import { startGateway } from './gateway-handle.ts';
import { growth } from './growth.ts';
import { identities } from './identities.ts';
import { interactive } from './interactive.ts';
import { idleMemory, peakMemory } from './memory.ts';
import { startNaive } from './naive-handle.ts';
import { type BenchOptions, readOptions, UsageError } from './options.ts';
import { PlainLoop, polite, unbounded } from './plain-loop.ts';
import { askGroupsMembers, askUsersMfa } from './questions.ts';
import { rateLimited } from './rate-limited.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import type { Bench } from './sides.ts';
import { sweeps } from './sweep.ts';
import { met, tableOf, type Row } from './table.ts';
import { throughput } from './throughput.ts';

/** A call for each user, however many there are. */
const perUser = { PINGONE_REPORT_THRESHOLD: '1000000' };
const manyPeople = 10_000;

/** What was measured so far, and what is still wanted. */
class Report {
  readonly rows: Row[] = [];
  readonly #options: BenchOptions;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  /** Runs a part when it was asked for, and tells at once what came of it. */
  async step(part: string, work: () => Promise<Row | readonly Row[]> | Row | readonly Row[]): Promise<void> {
    if (!this.#options.wants(part)) return;
    for (const row of [await work()].flat()) {
      const told = `${row.question}: ${row.ratio?.toFixed(2) ?? row.gateway}${met(row) ? '' : ' NO'}`;
      process.stderr.write(`${told}\n`);
      this.rows.push(row);
    }
  }
}

/** Starts all sides over a directory of so many users, and ends them. */
async function besideEachOther(
  users: number,
  rounds: number,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandboxProcess(users);
  await sandbox.behave(20);
  const { address } = sandbox;
  const loop = await new PlainLoop(address, polite).connect();
  const floor = await new PlainLoop(address, unbounded).connect();
  const naive = await startNaive(address);
  const gateway = await startGateway(address, { settings: perUser });
  await run({ sandbox, gateway, loop, floor, naive, rounds });
  for (const each of [gateway, naive, loop, floor, sandbox]) await each.close();
}

async function overThousand(report: Report, bench: Bench, quick: boolean): Promise<void> {
  const { sandbox, gateway } = bench;
  await report.step('page', () => usersPage({ ...bench, rounds: quick ? 2 : 9 }));
  await report.step('Q1', () => scalars(bench));
  await report.step('Q2', () => devices(bench, 20));
  await report.step('Q2', () => devices(bench, 50));
  await report.step('Q2', async () => {
    const reporting = await startGateway(sandbox.address);
    const row = await devicesByReport({ ...bench, gateway: reporting });
    await reporting.close();
    return row;
  });
  await report.step('Q3', () => groups(bench));
  await report.step('Q5', () => rateLimited({ ...bench, perUser, rounds: quick ? 1 : 3 }));
  await report.step('Q6', () => failing(bench));
  await report.step('Q7', () => person(bench));
  await report.step('Q8', () =>
    throughput(sandbox, bench.loop, { rounds: quick ? 1 : 5, seconds: quick ? 2 : 4 }),
  );
  await sandbox.behave(20);
  await report.step('loop', () => eventLoopDelay('Q2', gateway, () => askUsersMfa(gateway, people)));
  await report.step('loop', () => eventLoopDelay('Q3', gateway, () => askGroupsMembers(gateway, 40, 200)));
  await report.step('memory', () => idleMemory(sandbox.address));
  await report.step('start', () => coldStart('cold start over a directory', sandbox.address, 1_000));
}

async function measured(options: BenchOptions): Promise<readonly Row[]> {
  const { quick, wants } = options;
  const report = new Report(options);
  if (['page', 'Q1', 'Q2', 'Q3', 'Q5', 'Q6', 'Q7', 'Q8', 'loop', 'memory', 'start'].some(wants)) {
    await besideEachOther(people, quick ? 2 : 5, (bench) => overThousand(report, bench, quick));
  }
  if (wants('Q4')) {
    await besideEachOther(manyPeople, quick ? 1 : 3, (bench) =>
      report.step('Q4', () => flags(bench, manyPeople)),
    );
  }
  await report.step('memory', () => peakMemory());
  await report.step('start', () => coldStart('cold start with the sandbox', null, 1_500));
  await report.step('silent', () => blackHole());
  await report.step('identities', () => identities());
  await report.step('growth', () => growth(quick ? [1_000, 10_000] : [1_000, 10_000, 100_000]));
  await report.step('rules', () => evaluations(quick ? [1_000, 5_000] : [1_000, 10_000, 100_000]));
  await report.step('interactive', () => interactive(manyPeople));
  await report.step('sweep', () => sweeps(quick ? [{ people: 5_000, requestsPerSecond: 400 }] : undefined));
  return report.rows;
}

// Ended from outside, it still ends the servers that it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const options = readOptions(process.argv.slice(2));
  const rows = await measured(options);
  process.stdout.write(`\n${tableOf(rows)}\n`);
  if (options.chart !== null) writeFileSync(options.chart, chartOf(rows));
  if (options.document !== null) writeInto(options.document, rows, new Date());
  if (!rows.every(met)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
