import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { exportDecisions } from '../../src/cli/export-decisions.ts';
import { takeFolder } from '../../src/store/database-folder.ts';
import { openStore } from '../../src/store/open-store.ts';

/** A build machine that is busy takes its time over a database's first files. */
const patience = 180_000;

test(
  'a gateway can have the database while somebody still reads the decisions that came out of it',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-decisions-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    await (await openStore({ url: null, directory })).close();
    const taken: string[] = [];
    const reader = new Writable({
      write: (_chunk, _encoding, done) => {
        takeFolder(directory)
          .then((folder) => folder.release())
          .then(
            () => taken.push('taken'),
            (error: unknown) => taken.push(String(error)),
          )
          .finally(() => done());
      },
    });
    expect(await exportDecisions([], { url: null, directory }, reader)).toBe(0);
    expect(new Set(taken)).toEqual(new Set(['taken']));
  },
  patience,
);
