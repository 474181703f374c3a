import { expect, test } from 'vitest';
import { and, any, listOf, or, undecided } from '../../../src/findings/kleene.ts';
import { list, missing } from '../support.ts';

test('of several gaps in a list the one is told that another read may close', () => {
  const never = missing('UNSUPPORTED');
  expect(listOf([], never, missing('UNREACHABLE'), missing('FORBIDDEN')).reason).toBe('UNREACHABLE');
  expect(listOf([], list(), missing('FORBIDDEN'), never).reason).toBe('FORBIDDEN');
  expect(listOf([], list(), never)).toEqual({ rows: [], complete: false, reason: 'UNSUPPORTED' });
  expect(listOf([], list()).complete).toBe(true);
});

test('of several open parts the one is told that only failed, not the one that no read can settle', () => {
  const parts = [() => undecided('NOT_CAPABLE'), () => undecided('SOURCE_UNREACHABLE')] as const;
  for (const inAnyOrder of [parts, parts.toReversed()]) {
    expect(and(...inAnyOrder)).toEqual({ reason: 'SOURCE_UNREACHABLE' });
    expect(or(...inAnyOrder)).toEqual({ reason: 'SOURCE_UNREACHABLE' });
    expect(any(list(...inAnyOrder), (part) => part())).toEqual({ reason: 'SOURCE_UNREACHABLE' });
  }
  // Nobody asked: that is no failure, and what comes first is told.
  expect(
    and(
      () => undecided('NOT_CAPABLE'),
      () => undecided('NOT_REQUESTED'),
    ),
  ).toEqual({ reason: 'NOT_CAPABLE' });
});
