import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MeasuredEvaluation } from './evaluate-process.ts';
import { milliseconds, type Row } from './table.ts';

/** How much more than in proportion a larger directory may take: noise of the machine. */
const allowance = 1.25;

/** All rules over a snapshot in memory, by the number of users: whether time and memory grow with them and no faster. */
export async function evaluations(sizes: readonly number[]): Promise<readonly Row[]> {
  const measured: MeasuredEvaluation[] = [];
  for (const people of sizes) measured.push(await measure(people));
  const [, second] = measured;
  // The smallest one pays for cold code: growth is measured from the next.
  return measured.flatMap((each): readonly Row[] => {
    const { people, ms, oneMs } = each;
    const ideal = ((second?.ms ?? Number.NaN) * people) / (second?.people ?? Number.NaN);
    const isGrowth = second !== undefined && people > second.people;
    return [
      {
        question: `all rules over ${people.toLocaleString('en')} users`,
        gateway: milliseconds(ms),
        against: isGrowth ? `in proportion ${milliseconds(ideal)}` : '',
        ratio: isGrowth ? ms / ideal : null,
        goal: isGrowth ? allowance : null,
        facts: `${each.findings.toLocaleString('en')} answers kept, ${each.present.toLocaleString('en')} of them findings; ${Math.round(each.cpuMs)} ms of CPU, kept ${(each.bytesPerUser / 1_024).toFixed(1)} KB per user, peak ${Math.round(each.peakMb)} MB (${Math.round(each.baseMb)} MB before), longest stall ${milliseconds(each.longestStallMs)} (p99 ${milliseconds(each.stallP99Ms)})`,
        right: each.present > 0,
      },
      {
        question: `the same after one user changed`,
        gateway: milliseconds(oneMs),
        against: `everybody ${milliseconds(ms)}`,
        ratio: oneMs / ms,
        goal: null,
        facts: `longest stall ${milliseconds(each.oneLongestStallMs)}`,
        right: true,
      },
    ];
  });
}

async function measure(people: number): Promise<MeasuredEvaluation> {
  const child = fork(fileURLToPath(new URL('evaluate-process.ts', import.meta.url)), [], {
    execArgv: [...process.execArgv, '--expose-gc', ...profiling()],
  });
  const ended = once(child, 'exit');
  const answer = new Promise<MeasuredEvaluation>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) =>
      reject(new Error(`The evaluation ended with ${code} before it was measured.`)),
    );
  });
  child.send(people);
  const measured = await answer;
  await ended;
  return measured;
}

/** `BENCH_PROFILE=<folder>` writes a processor profile of each evaluation there. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
