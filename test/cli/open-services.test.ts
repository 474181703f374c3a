import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openServices } from '../../src/cli/open-services.ts';
import { MemoryPostureTrend } from '../../src/findings/trend/memory-posture-trend.ts';
import type { PosturePoint } from '../../src/findings/trend/posture-point.ts';
import { gate } from '../store/gate.ts';

const point: PosturePoint = {
  directory: 'acme',
  day: '2026-03-02',
  at: new Date('2026-03-02T12:00:00.000Z'),
  score: null,
  scoreLow: null,
  scoreHigh: null,
  coverage: null,
  grade: 'INSUFFICIENT_DATA',
  complete: true,
  openBySeverity: { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, INFO: 0 },
  adminCount: 0,
  mfaCoverage: null,
  inactiveShare: null,
};

test('the end waits for the point of a trend that is being kept, and for which nobody else waits', async () => {
  const order: string[] = [];
  const keeping = gate();
  const noting = vi.spyOn(MemoryPostureTrend.prototype, 'note').mockImplementation(async () => {
    await keeping.passed;
    order.push('kept');
  });
  onTestFinished(() => noting.mockRestore());
  const services = await openServices({ url: null, directory: null, whenNeeded: true, settings: {} }, [], {
    error: () => undefined,
  });
  void services.actions.trend.note(point);
  const ended = services.close().then(() => order.push('ended'));
  // Long enough for an end that does not wait.
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
  keeping.open();
  await ended;
  expect(order).toEqual(['kept', 'ended']);
});
