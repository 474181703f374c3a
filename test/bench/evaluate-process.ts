/** One evaluation of all rules over a sweep in memory, in a process of its own: time, memory and stalls are nobody else's. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { createLoaders } from '../../src/directory/loaders.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import { requestScope } from '../directory/request-scope.ts';
import { showing, syntheticDirectory, syntheticSweep, syntheticUser } from '../findings/synthetic-sweep.ts';

export interface MeasuredEvaluation {
  readonly people: number;
  readonly ms: number;
  readonly cpuMs: number;
  /** The same after one user changed. */
  readonly oneMs: number;
  readonly findings: number;
  readonly present: number;
  /** Of heap and buffers, for what is kept. */
  readonly bytesPerUser: number;
  /** The most that the process held, and what it held with the sweep before; MB. */
  readonly peakMb: number;
  readonly baseMb: number;
  readonly longestStallMs: number;
  readonly stallP99Ms: number;
  readonly oneLongestStallMs: number;
}

const MB = 1_048_576;

function held(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(people: number): Promise<MeasuredEvaluation> {
  const directory = syntheticDirectory();
  const sweep = syntheticSweep(people);
  const show = showing(directory, sweep);
  const swept = new SweptFindings(everyRuleOn);
  const loaders = createLoaders(directory, requestScope());
  const before = held();
  const baseMb = process.memoryUsage().rss / MB;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await setTimeout(50);
  delay.enable();
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const found = await swept.of(loaders, 'GATED');
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const [longestStallMs, stallP99Ms] = [delay.max / 1e6, delay.percentile(99) / 1e6];
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  directory.cache.clear();
  const bytes = held() - before;
  const rows = sweep.users.rows.with(5, syntheticUser(5, { email: 'other@example.com' }));
  show({ ...sweep, users: { ...sweep.users, rows } });
  // What the collection above took is nobody's stall.
  await setTimeout(50);
  delay.reset();
  const oneAt = performance.now();
  await swept.of(loaders, 'GATED');
  const oneMs = performance.now() - oneAt;
  delay.disable();
  return {
    people,
    ms,
    cpuMs: (user + system) / 1_000,
    oneMs,
    findings: found.findings.length,
    present: found.findings.filter(({ state }) => state === 'PRESENT').length,
    bytesPerUser: bytes / people,
    peakMb,
    baseMb,
    longestStallMs,
    stallP99Ms,
    oneLongestStallMs: delay.max / 1e6,
  };
}

const [people] = (await once(process, 'message')) as [number];
process.send?.(await measure(people));
process.disconnect();
