import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describePostgres } from '../../store/databases.ts';
import { killRounds } from './kill-rounds.ts';

/** `ROUNDS=200` for the figures of a release. */
const rounds = Number(process.env['ROUNDS'] ?? '2');
const timeout = 60_000 + rounds * 90_000;
const nothingAmiss = { lost: 0, doubled: 0, unsettled: 0, broken: 0, faults: [] };

test(
  'a gateway that is killed in the middle of an operation goes on with it: nothing is lost, nothing done twice',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-kills-'));
    try {
      expect(await killRounds({ rounds, url: null, directory })).toEqual({ rounds, ...nothingAmiss });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
  timeout,
);

describePostgres('an operation whose gateway is killed', (postgres) => {
  test(
    'is taken up again: nothing is lost, nothing done twice',
    async () => {
      const url = await postgres().createDatabase();
      const few = Math.max(2, Math.floor(rounds / 2));
      expect(await killRounds({ rounds: few, url, directory: null })).toEqual({
        rounds: few,
        ...nothingAmiss,
      });
    },
    timeout,
  );
});
