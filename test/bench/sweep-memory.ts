import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startFlags } from '../../src/build/compile-ahead.ts';
import type { MeasuredSweep, SweepOrder } from './sweep-process.ts';

/** Takes one sweep in a process of its own, and measures what it takes and what it holds. */
export async function measureSweep(order: SweepOrder): Promise<MeasuredSweep> {
  const child = fork(fileURLToPath(new URL('sweep-process.ts', import.meta.url)), [], {
    execArgv: [...process.execArgv, '--expose-gc', ...startFlags[0], ...profiling()],
  });
  const ended = once(child, 'exit');
  const answer = new Promise<MeasuredSweep>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The sweep ended with ${code} before it was measured.`)));
  });
  child.send(order);
  const measured = await answer;
  await ended;
  return measured;
}

/** `BENCH_PROFILE=<folder>` writes a processor profile of each sweep there. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
