import { describe, expect, test } from 'vitest';
import { postureOf, type RuleCounts } from '../../src/findings/posture.ts';
import type { Severity } from '../../src/model/finding.ts';

const open = { openCritical: false, openHighOnTopAdministrator: false };

function rule(severity: Severity, present: number, compliant: number, unknown: number): RuleCounts {
  return { ruleId: `rule::${severity.toLowerCase()}`, severity, present, compliant, unknown };
}

describe('the score of a directory', () => {
  test('W55 score interval', () => {
    const counts = [rule('HIGH', 2, 8, 0), rule('CRITICAL', 0, 4, 1), rule('LOW', 5, 5, 10)];
    expect(postureOf(counts, open)).toEqual({
      score: 90,
      scoreLow: 76.8,
      scoreHigh: 91.5,
      coverage: 0.853,
      grade: 'A',
    });
  });

  test('W56 only unknowns', () => {
    expect(postureOf([rule('HIGH', 0, 0, 5)], open)).toEqual({
      score: null,
      scoreLow: 0,
      scoreHigh: 100,
      coverage: 0,
      grade: 'INSUFFICIENT_DATA',
    });
  });

  test('without any rule in scope there is no score at all', () => {
    expect(postureOf([], open)).toEqual({
      score: null,
      scoreLow: null,
      scoreHigh: null,
      coverage: null,
      grade: 'INSUFFICIENT_DATA',
    });
  });

  test('an open CRITICAL caps the grade at D, a HIGH on a top administrator at C', () => {
    const counts = [rule('LOW', 0, 10, 0)];
    expect(postureOf(counts, { ...open, openCritical: true }).grade).toBe('D');
    expect(postureOf(counts, { ...open, openHighOnTopAdministrator: true }).grade).toBe('C');
  });
});
