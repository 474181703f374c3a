import { pino } from 'pino';
import { createActionServices } from '../../src/actions/action-services.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createGateway } from '../../src/server.ts';
import { asking, configOf } from '../support/gateway.ts';
import { median, timed } from './rounds.ts';
import { milliseconds, type Row } from './table.ts';

const question = `{ users(first: 1000) { nodes { id username status }
  coverage { sources { directory { key } state } } } }`;
const rounds = 20;
/** What the goal allows beside the share: noise of the machine. */
const allowanceMs = 20;

interface Listed {
  readonly users: { readonly coverage: { readonly sources: readonly { readonly state: string }[] } };
}

/** A list over four directories, and the same while one of them answers nothing at all: how much longer the others take. */
export async function blackHole(): Promise<readonly Row[]> {
  const sandboxes = await Promise.all(
    [1, 2, 3, 4].map((seed) => startSandbox({ users: 240, seed, settings: { latencyMs: 30 } })),
  );
  const directories = connectDirectories({
    directories: sandboxes.map((sandbox, index) => configOf(sandbox, {}, `d${index}`)),
    primaryDirectory: 'd0',
  });
  const log = pino({ level: 'silent' });
  const ask = asking(createGateway({ directories, actions: createActionServices({}), log }));
  const once = async (): Promise<{ ms: number; states: readonly string[] }> => {
    const { ms, result } = await timed(() => ask<Listed>(question));
    return { ms, states: result.data.users.coverage.sources.map(({ state }) => state) };
  };
  const usual: number[] = [];
  for (let round = 0; round < rounds; round += 1) usual.push((await once()).ms);
  sandboxes[2]?.faults.add({ fault: { kind: 'latency', delayMs: 3_600_000 } });
  const first = await once();
  const later: number[] = [];
  const states: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await once();
    later.push(one.ms);
    states.push(one.states.join(' '));
  }
  await Promise.all(directories.map((directory) => directory.close()));
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  const [usualMs, laterMs] = [median(usual.slice(5)), median(later)];
  const row = (name: string, ms: number, goal: number | null, right: boolean): Row => ({
    question: name,
    gateway: milliseconds(ms),
    against: `${milliseconds(usualMs)} with all four`,
    ratio: (ms - (goal === null ? 0 : allowanceMs)) / usualMs,
    goal,
    facts: 'the other three whole, the silent one named',
    right,
  });
  const named = 'COMPLETE COMPLETE FAILED COMPLETE';
  return [
    row('one of four silent, first question', first.ms, null, first.states.join(' ') === named),
    row(
      'one of four silent, from then on',
      laterMs,
      1.2,
      states.every((state) => state === named),
    ),
  ];
}
