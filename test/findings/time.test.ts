import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOf, DAY_MS, endOf, olderThan, olderThanDays, realInstant } from '../../src/findings/time.ts';

const asOf = new Date('2025-06-30T12:00:00.000Z');

test.each(['1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1601-01-01T00:00:00Z', '1970-01-02T00:00:00Z'])(
  '%s is no instant but a word for never',
  (text) => {
    expect(realInstant(new Date(text))).toBeNull();
    expect(ageOf(new Date(text), asOf)).toBeNull();
  },
);

test('an instant up to five minutes ahead counts as now, one further ahead is not believed', () => {
  expect(ageOf(new Date(asOf.getTime() + 300_000), asOf)).toBe(0);
  expect(ageOf(new Date(asOf.getTime() + 300_001), asOf)).toEqual({ reason: 'INVALID_VALUE' });
});

test('a text that was no date is not believed', () => {
  expect(ageOf(new Date('when it suits'), asOf)).toEqual({ reason: 'INVALID_VALUE' });
});

test('an age equal to the limit is not above it, one millisecond more is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (days) => {
      expect(olderThanDays(new Date(asOf.getTime() - days * DAY_MS), days, asOf, false)).toBe(false);
      expect(olderThanDays(new Date(asOf.getTime() - days * DAY_MS - 1), days, asOf, false)).toBe(true);
    }),
  );
});

test('nothing is what the asker says it is', () => {
  expect(olderThan(null, 0, true)).toBe(true);
  expect(olderThanDays(null, 1, asOf, { reason: 'FIELD_NULL' })).toEqual({ reason: 'FIELD_NULL' });
});

test('a date without a time lasts until it is over everywhere', () => {
  expect(endOf('2025-06-30')).toEqual(new Date('2025-07-01T12:00:00Z'));
  expect(endOf('2025-06-30T08:00:00Z')).toEqual(new Date('2025-06-30T08:00:00Z'));
});

test.each(['2025-02-31', 'soon', '2025-13-01'])('%s is no date', (text) => {
  expect(endOf(text)).toEqual({ reason: 'INVALID_VALUE' });
});
