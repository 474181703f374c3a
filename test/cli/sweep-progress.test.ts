import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDirectories } from '../../src/cli/connect.ts';
import { backgroundScope } from '../../src/cli/readiness.ts';
import { showSweeps } from '../../src/cli/sweep-progress.ts';
import { loadConfig } from '../../src/config.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { environmentOf, record } from './gateway.ts';

let sandbox: Sandbox;
let directories: readonly Directory[];
beforeEach(async () => {
  sandbox = await startSandbox({ users: 450, seed: 3 });
  directories = connectDirectories(loadConfig({ env: environmentOf(sandbox) }));
});
afterEach(async () => {
  await Promise.all(directories.map((directory) => directory.close()));
  await sandbox.close();
});

async function sweep(terminal: boolean): Promise<ReturnType<typeof record>> {
  const output = record();
  showSweeps(directories, output, terminal);
  for (const directory of directories) await directory.sweeper.read(backgroundScope());
  return output;
}

test('elsewhere than in a terminal each phase is a plain line, and nothing moves', async () => {
  const { lines, bars } = await sweep(false);
  expect(bars).toEqual([]);
  expect(lines.slice(0, -1)).toEqual([...new Set(lines.slice(0, -1))]);
  expect(lines[0]).toBe('Sweep of pingone: reading users.');
  expect(lines).toContain('Sweep of pingone: reading second factors.');
  expect(lines.at(-1)).toMatch(/^Sweep of pingone: 450 users in \d+\.\d s\.$/);
  for (const line of lines) expect(line).toMatch(/^[\w ,.:]+$/);
});

test('in a terminal a bar moves, and only the end leaves a line', async () => {
  const { lines, bars } = await sweep(true);
  expect(lines).toHaveLength(1);
  expect(bars.some((bar) => /^Sweep of pingone: \[#+\.+\] users \d+\/450$/.test(bar))).toBe(true);
  expect(bars.at(-1)).toBe('');
  for (const bar of bars) expect(bar.length).toBeLessThan(80);
});
