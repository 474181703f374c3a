import { describe, expect, test } from 'vitest';
import { MemoryPostureTrend } from '../../src/findings/trend/memory-posture-trend.ts';
import { driftBetween, type PosturePoint } from '../../src/findings/trend/posture-point.ts';
import { DurablePostureTrend } from '../../src/store/posture-store.ts';
import { openStore } from '../../src/store/open-store.ts';

function point(at: string, more: Partial<PosturePoint> = {}): PosturePoint {
  return {
    directory: 'acme',
    day: at.slice(0, 10),
    at: new Date(at),
    score: 80,
    scoreLow: 70,
    scoreHigh: 85,
    coverage: 0.9,
    grade: 'B',
    complete: true,
    openBySeverity: { CRITICAL: 0, HIGH: 1, MEDIUM: 2, LOW: 3, INFO: 0 },
    adminCount: 4,
    mfaCoverage: 0.5,
    inactiveShare: null,
    ...more,
  };
}

const memory = async () => ({ trend: new MemoryPostureTrend(), close: async () => {} });
const database = async () => {
  const store = await openStore({ url: null, directory: null });
  return { trend: new DurablePostureTrend(store.database), close: () => store.close() };
};

describe.each([
  ['in memory', memory],
  ['in the database', database],
])('points of the trend %s', (_where, open) => {
  test('the last look of a day stands for it, whichever comes first', async () => {
    const { trend, close } = await open();
    try {
      await trend.note(point('2026-03-02T09:00:00.000Z'));
      await trend.note(point('2026-03-02T17:00:00.000Z', { score: 90 }));
      await trend.note(point('2026-03-02T12:00:00.000Z', { score: 10 }));
      await trend.note(point('2026-03-01T12:00:00.000Z'));
      await trend.note(point('2026-03-03T12:00:00.000Z', { directory: 'okta' }));
      const all = await trend.points(['acme', 'okta'], '2026-03-01', '2026-03-04');
      expect(all.map(({ day, directory, score }) => [day, directory, score])).toEqual([
        ['2026-03-01', 'acme', 80],
        ['2026-03-02', 'acme', 90],
        ['2026-03-03', 'okta', 80],
      ]);
      expect(await trend.points(['acme'], '2026-03-02', '2026-03-03')).toEqual([
        point('2026-03-02T17:00:00.000Z', { score: 90 }),
      ]);
      expect(await trend.points([], '2026-03-02', '2026-03-03')).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('drift', () => {
  const before = point('2026-03-01T12:00:00.000Z');

  test('is what changed between two days at which as much was known', () => {
    const after = point('2026-03-02T12:00:00.000Z', { score: 82.5, adminCount: 6, mfaCoverage: 0.4 });
    expect(driftBetween(before, after)).toEqual({
      score: 2.5,
      adminCount: 2,
      mfaCoverage: -0.1,
      inactiveShare: null,
    });
  });

  test.each<[string, Partial<PosturePoint>]>([
    ['of another coverage', { coverage: 0.85 }],
    ['of no coverage', { coverage: null }],
    ['of which something could not be read', { complete: false }],
    ['of another directory', { directory: 'okta' }],
  ])('is not told of a day %s', (_what, more) => {
    expect(driftBetween(before, point('2026-03-02T12:00:00.000Z', more))).toBeNull();
  });
});

describe('points that are old', () => {
  test('are thinned out to the last of each month, and gone after ten years', async () => {
    const store = await openStore({ url: null, directory: null });
    let now = new Date('2026-03-10T12:00:00.000Z');
    const trend = new DurablePostureTrend(store.database, { keptDays: 40, now: () => now });
    const days = async () => (await trend.points(['acme'], '0000', '9999')).map(({ day }) => day);
    try {
      for (const day of [
        '2025-11-02',
        '2015-01-31',
        '2025-11-20',
        '2026-01-05',
        '2026-01-28',
        '2026-01-30',
        '2026-02-03',
        '2026-03-10',
      ])
        await trend.note(point(`${day}T10:00:00.000Z`));
      // Once a day is enough.
      expect(await days()).toHaveLength(8);
      await trend.note(point('2025-11-25T10:00:00.000Z', { directory: 'okta' }));
      now = new Date('2026-03-11T12:00:01.000Z');
      await trend.note(point('2026-03-11T10:00:00.000Z'));
      // Of January the 30th is old enough; the last of the month stays whatever its age.
      expect(await days()).toEqual(['2025-11-20', '2026-01-30', '2026-02-03', '2026-03-10', '2026-03-11']);
      expect(await trend.points(['okta'], '0000', '9999')).toHaveLength(1);
    } finally {
      await store.close();
    }
  });
});
