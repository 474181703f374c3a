import { expect, test } from 'vitest';
import { estimatedEnd } from '../../src/directory/sweep/sweep-estimate.ts';
import type { SweepProgress } from '../../src/directory/sweep/sweep.ts';

const startedAt = new Date('2026-01-01T12:00:00Z');

function after(seconds: number): Date {
  return new Date(startedAt.getTime() + seconds * 1_000);
}

function progress(
  done: number,
  expected: number | null,
  phase: SweepProgress['phase'] = 'USERS',
): SweepProgress {
  return { phase, done: 0, total: null, startedAt, phases: [], calls: { done, expected } };
}

test('the end is estimated from the calls that are left, at the pace until now', () => {
  expect(estimatedEnd(progress(100, 400), after(10))).toEqual(after(40));
  // More calls than were expected: it may end any moment.
  expect(estimatedEnd(progress(410, 400), after(41))).toEqual(after(41));
});

test('nothing is estimated before the number of calls is known, of a pace that was hardly seen, or of what is done', () => {
  expect(estimatedEnd(progress(100, null), after(10))).toBeNull();
  expect(estimatedEnd(progress(9, 400), after(10))).toBeNull();
  expect(estimatedEnd(progress(100, 400), after(0.9))).toBeNull();
  expect(estimatedEnd(progress(400, 400, 'DONE'), after(40))).toBeNull();
});
