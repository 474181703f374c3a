import { expect, it } from 'vitest';
import { postureOf } from '../../src/findings/posture.ts';
import { documentsIn, exists, quoted, read, section, sources, tableRows } from './documents.ts';

it('the paths that CONTRIBUTING names exist', () => {
  const contributing = read('CONTRIBUTING.md');
  const paths = quoted(contributing).filter((text) => /^(src|test|docs|schema|\.ci)[/\w.-]*$/.test(text));
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

it('decisions are numbered without a gap, short, and in three parts', () => {
  const records = documentsIn('docs/decisions').toSorted();
  expect(records.length).toBeGreaterThan(10);
  for (const [index, path] of records.entries()) {
    const text = read(path);
    expect(path).toContain(String(index + 1).padStart(4, '0'));
    expect(text.startsWith(`# ${index + 1}. `), path).toBe(true);
    expect(text.split('\n').length, path).toBeLessThan(16);
    for (const part of ['**Context.**', '**Decision.**', '**Consequence.**'])
      expect(text, path).toContain(part);
  }
});

it('the example of the score is what the code computes', () => {
  const critical = { ruleId: 'a', severity: 'CRITICAL', present: 1, compliant: 7, unknown: 2 } as const;
  const low = { ruleId: 'b', severity: 'LOW', present: 20, compliant: 80, unknown: 0 } as const;
  const posture = postureOf([critical, low], { openCritical: true, openHighOnTopAdministrator: false });
  const rows = tableRows(section(read('docs/score.md'), '## An example'));
  const printed = new Map(rows.map((row) => [row[0]?.replaceAll('`', ''), Number(row.at(-1))]));
  expect(Object.fromEntries(printed)).toEqual({
    known: posture.score,
    low: posture.scoreLow,
    high: posture.scoreHigh,
    coverage: posture.coverage,
  });
  expect(posture.grade).toBe('D');
});

it('the options of the sandbox are those of its help', () => {
  const help = sources('src/sandbox').matchAll(/\{\s*name: '([a-z-]+)',\s*(?:least|help)/g);
  const options = [...help].map((match) => `--${match[1]}`).toSorted();
  const listed = tableRows(read('docs/sandbox.md')).flatMap(([first = '']) => quoted(first));
  expect(listed.toSorted()).toEqual(options);
});
