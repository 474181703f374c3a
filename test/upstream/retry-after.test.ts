import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/upstream/retry-after.ts';

const now = Date.UTC(2026, 0, 5, 12);
const day = 86_400_000;
const hour = 3_600_000;

describe('Retry-After', () => {
  test.each([
    ['1', 1_000],
    [' 30 ', 30_000],
    ['1.5', 1_500],
    ['1, 5', 5_000],
    [new Date(now + 7_000).toUTCString(), 7_000],
    [new Date(now + 7_000).toISOString(), 7_000],
    [String(now / 1_000 + 20), 20_000],
    [String(now + 20_000), 20_000],
    ['1000000000', hour],
    [new Date(now + 40 * day).toUTCString(), hour],
  ])('%s says when', (value, wait) => {
    expect(parseRetryAfter(value, now)).toBe(wait);
  });

  test.each([
    undefined,
    '',
    '0',
    '-5',
    'soon',
    '1e3',
    'NaN',
    'Infinity',
    '0x10',
    new Date(now - 1_000).toUTCString(),
    String(now / 1_000 - 9),
  ])('%s says nothing usable', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });

  test('seconds are never shortened, up to an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds * 1_000);
      }),
    );
  });

  test('a date is never shortened, up to an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), (seconds) => {
        expect(parseRetryAfter(new Date(now + seconds * 1_000).toUTCString(), now)).toBe(seconds * 1_000);
      }),
    );
  });

  test('whatever the text, the wait is undefined or positive, whole and at most an hour', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (text) => {
          const wait = parseRetryAfter(text, now);
          if (wait === undefined) return;
          expect(Number.isInteger(wait) && wait > 0 && wait <= hour).toBe(true);
        },
      ),
    );
  });
});
