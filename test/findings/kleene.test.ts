import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  and,
  any,
  count,
  every,
  fewerThan,
  findingReason,
  type ListFact,
  moreThan,
  not,
  or,
  type Truth,
  undecided,
} from '../../src/findings/kleene.ts';
import { shareOf } from '../../src/findings/share.ts';

const U = undecided('PARTIAL_DATA');
const truth = fc.constantFrom<Truth>(true, false, U);
const isDecided = (value: Truth): value is boolean => typeof value === 'boolean';
/** Whether an answer is still open, or is what turned out to be so. */
const agrees = (answer: Truth, really: boolean): boolean => !isDecided(answer) || answer === really;
const completions = (value: Truth): readonly boolean[] => (isDecided(value) ? [value] : [true, false]);
const costly = (): Truth => {
  throw new Error('asked');
};

/** A truth with what it could turn out to be. */
const partly = fc.tuple(truth, fc.boolean()).map(([known, otherwise]) => ({
  known,
  really: isDecided(known) ? known : otherwise,
}));

const partialList = fc
  .record({
    rows: fc.array(partly, { maxLength: 8 }),
    rest: fc.array(fc.boolean(), { maxLength: 3 }),
    complete: fc.boolean(),
  })
  .map(({ rows, rest, complete }) => ({
    list: { rows, complete, reason: complete ? null : 'PARTIAL' } as ListFact<(typeof rows)[number]>,
    whole: [...rows.map(({ really }) => really), ...(complete ? [] : rest)],
  }));

describe('three-valued logic', () => {
  test.each<[Truth, Truth, Truth, Truth]>([
    [true, true, true, true],
    [true, false, false, true],
    [true, U, U, true],
    [false, true, false, true],
    [false, false, false, false],
    [false, U, false, U],
    [U, true, U, true],
    [U, false, false, U],
    [U, U, U, U],
  ])('of %o and %o: and is %o, or is %o', (a, b, both, one) => {
    expect(
      and(
        () => a,
        () => b,
      ),
    ).toEqual(both);
    expect(
      or(
        () => a,
        () => b,
      ),
    ).toEqual(one);
  });

  test('not keeps what is undecided, with its reason', () => {
    expect([not(true), not(false), not(U)]).toEqual([false, true, U]);
  });

  test('the first reason wins', () => {
    expect(
      and(
        () => undecided('FIELD_NULL'),
        () => U,
      ),
    ).toEqual(undecided('FIELD_NULL'));
  });

  test('parts after the one that decides are not asked', () => {
    expect(and(() => false, costly)).toBe(false);
    expect(or(() => true, costly)).toBe(true);
  });

  test('learning an unknown never turns a decided answer round', () => {
    fc.assert(
      fc.property(fc.array(partly, { maxLength: 6 }), (parts) => {
        const now = parts.map(
          ({ known }) =>
            () =>
              known,
        );
        const later = parts.map(
          ({ really }) =>
            () =>
              really,
        );
        for (const combine of [and, or]) {
          const answer = combine(...now);
          expect(agrees(answer, combine(...later) === true)).toBe(true);
        }
      }),
    );
  });

  test('no list answers against any of its completions', () => {
    fc.assert(
      fc.property(partialList, ({ list, whole }) => {
        const one = any(list, ({ known }) => known);
        const all = every(list, ({ known }) => known);
        expect([agrees(one, whole.includes(true)), agrees(all, !whole.includes(false))]).toEqual([
          true,
          true,
        ]);
      }),
    );
  });

  test('a count holds the number of every completion', () => {
    fc.assert(
      fc.property(partialList, fc.nat(8), ({ list, whole }, limit) => {
        const interval = count(list, ({ known }) => known);
        const hits = whole.filter(Boolean).length;
        expect(interval.low).toBeLessThanOrEqual(hits);
        expect(interval.high).toBeGreaterThanOrEqual(hits);
        const more = moreThan(interval, limit);
        const fewer = fewerThan(interval, limit);
        expect([agrees(more, hits > limit), agrees(fewer, hits < limit)]).toEqual([true, true]);
      }),
    );
  });

  test('a share holds the share of every completion, and its bounds are reached', () => {
    const row = fc.record({ belongs: truth, fits: truth });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), fc.constantFrom(0, 1), (rows, whenEmpty) => {
        const answered = rows.map(({ belongs, fits }) => ({ belonging: belongs, fitting: fits, count: 1 }));
        const share = shareOf(answered, { rows: [], complete: true, reason: null }, whenEmpty);
        let outcomes: (readonly [number, number])[] = [[0, 0]];
        for (const { belongs, fits } of rows) {
          outcomes = outcomes.flatMap(([hits, total]) =>
            completions(belongs).flatMap((inside) =>
              completions(fits).map(
                (fit) => [hits + (inside && fit ? 1 : 0), total + (inside ? 1 : 0)] as const,
              ),
            ),
          );
        }
        const shares = outcomes.map(([hits, total]) => (total === 0 ? whenEmpty : hits / total));
        expect(share.low).toBeCloseTo(Math.min(...shares));
        expect(share.high).toBeCloseTo(Math.max(...shares));
      }),
    );
  });

  test('every reason of a fact has a word in findings', () => {
    expect(findingReason('FORBIDDEN')).toBe('PERMISSION_DENIED');
    expect(findingReason('EXTERNAL')).toBe('NOT_CAPABLE');
  });
});
