/** How long it takes to find out who is who over seven directories, and whether that grows with the number of accounts only. */
import { correlate } from '../../src/identities/identities.ts';
import { makeTruth } from '../identities/support/truth.ts';
import { milliseconds, type Row } from './table.ts';

const sizes = [5_000, 10_000, 20_000];
const rounds = 3;

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly identities: number;
}

/** Seven directories in which everybody has an account, correlated afresh. The goal is 2 seconds at 7 x 20,000. */
export function identities(): readonly Row[] {
  const measured = sizes.map((people) => ({ people, ...bestOf(people) }));
  const [smallest] = measured;
  return measured.map(({ people, ms, cpuMs, identities: count }) => ({
    question: `who is who, 7 x ${people.toLocaleString('en')}`,
    gateway: milliseconds(ms),
    against:
      people === 20_000 ? milliseconds(2_000) : `${milliseconds(smallest?.ms ?? 0)} x ${people / 5_000}`,
    ratio: people === 20_000 ? ms / 2_000 : ms / ((smallest?.ms ?? 1) * (people / 5_000)),
    goal: people === 20_000 ? 1 : null,
    facts: `${count} identities, ${Math.round(cpuMs)} ms of CPU`,
    right: count >= people,
  }));
}

function bestOf(people: number): Measured {
  const truth = makeTruth(people, { share: 1 });
  const input = { directories: truth.directories, settings: truth.settings, links: [] };
  const all = Array.from({ length: rounds }, (): Measured => {
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    const found = correlate(input);
    const { count } = found;
    const { user, system } = process.cpuUsage(cpu);
    return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000, identities: count };
  });
  return all.reduce((best, each) => (each.ms < best.ms ? each : best));
}
