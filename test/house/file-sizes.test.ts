import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const lines = (text: string): number => text.split('\n').length - 1;
const files = sourceFiles('src', 'test').map(({ path, text }) => ({ path, lines: lines(text) }));

describe('files stay small', () => {
  it('none is past 400 lines', () => {
    expect(files.filter((file) => file.lines > 400)).toEqual([]);
  });

  it('nearly all of the source is under 250 lines', () => {
    const source = files.filter(({ path }) => path.startsWith('src/'));
    const long = source.filter((file) => file.lines >= 250);
    expect(long.length / source.length, JSON.stringify(long)).toBeLessThan(0.03);
  });

  it('most of the source is under 80 lines', () => {
    const source = files.filter(({ path }) => path.startsWith('src/'));
    expect(source.filter((file) => file.lines < 80).length / source.length).toBeGreaterThan(0.5);
  });
});
