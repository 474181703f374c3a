import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

describe('the house is in order', () => {
  it('every file has the right types', () => {
    const { code, output } = run('tsc', '--noEmit', '-p', 'tsconfig.json');
    expect(code, output).toBe(0);
  });

  it('the linter finds nothing', () => {
    const { code, output } = run('oxlint', '--type-aware', '--deny-warnings');
    expect(code, output).toBe(0);
  });

  it('every file is formatted', () => {
    const { code, output } = run('oxfmt', '--check', '.');
    expect(code, output).toBe(0);
  });

  it('nothing is exported, installed or kept that nobody uses', () => {
    const { code, output } = run('knip');
    expect(code, output).toBe(0);
  });
});
