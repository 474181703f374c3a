/** Where each of the sixty worked cases of the rules is tested. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Cases that stand under another name than their number: the file, and the words that its test begins with. */
const named: Readonly<Record<string, readonly (readonly [file: string, name: string])[]>> = {
  W57: [
    [
      'store/finding-history.test.ts',
      'a finding is opened, seen again, resolved by certainty alone, and reopened as the same',
    ],
  ],
  W58: [
    [
      'store/finding-history.test.ts',
      'an acceptance ends when it is withdrawn, when its time is over, and when the finding gets worse',
    ],
  ],
  W60: [['graph/suspend.test.ts', 'do not shut out the last administrator']],
};

const cases = Array.from({ length: 60 }, (_, index) => `W${String(index + 1).padStart(2, '0')}`);
const tests = new URL('../', import.meta.url);

const numbered = ['findings/', 'findings/rules/', 'identities/']
  .flatMap((folder) =>
    readdirSync(new URL(folder, tests))
      .filter((name) => name.endsWith('.test.ts') && name !== 'worked-cases.test.ts')
      .map((name) => readFileSync(new URL(folder + name, tests), 'utf8')),
  )
  .join('\n');

function isTested(id: string): boolean {
  const elsewhere = named[id];
  if (elsewhere === undefined) return new RegExp(`\\b${id}\\b`).test(numbered);
  return elsewhere.every(([file, name]) => readFileSync(new URL(file, tests), 'utf8').includes(name));
}

test.each(cases)('%s is tested', (id) => {
  expect(isTested(id)).toBe(true);
});

const given = new URL('../../../shared/findings/WORKED_CASES.md', import.meta.url);

test.runIf(existsSync(given))('there are no other cases', () => {
  const listed = [...readFileSync(given, 'utf8').matchAll(/^\*\*(W\d+)\b/gm)].map(([, id]) => id);
  expect(listed).toEqual(cases);
});
