import { expect, test } from 'vitest';
import { IdTable } from '../../src/directory/compact/id-table.ts';
import { Directory } from '../../src/directory/directory.ts';
import { DeviceSweep } from '../../src/directory/sweep/sweep-devices.ts';
import { Gaps } from '../../src/directory/sweep/sweep-reads.ts';
import { SweepTracker } from '../../src/directory/sweep/sweep-tracker.ts';
import type { MfaDevice } from '../../src/model/mfa.ts';
import { userOf } from '../../src/model/user.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { Latch } from '../upstream/support/latch.ts';
import { requestScope } from './request-scope.ts';

const before = new Date('2026-01-01T00:00:00.000Z');
const later = new Date('2026-01-02T00:00:00.000Z');

function device(userId: string): MfaDevice {
  return {
    directory: 'fake',
    userId,
    externalId: `device of ${userId}`,
    type: 'TOTP',
    rawType: 'TOTP',
    status: 'ACTIVE',
    rawStatus: 'ACTIVE',
    tier: 'PHISHING_RESISTANT',
    nickname: null,
    contact: null,
    createdAt: null,
    updatedAt: null,
  };
}

test('when the report comes for which everybody waits, others have their turn while it is taken in', async () => {
  const ids = Array.from({ length: 30_000 }, (_, n) => `u${n}`);
  const asked: string[] = [];
  const arrival = new Latch();
  const directory = new Directory({
    provider: {
      ...createFakeProvider(ids),
      capabilities: new Set(['USERS', 'MFA_DEVICES', 'MFA_DEVICE_REPORT']),
      mfa: {
        devicesOf: async (id) => {
          asked.push(id);
          return [device(id)];
        },
        report: async () => {
          await arrival.opened;
          return { devicesByUser: new Map(ids.map((id) => [id, [device(id)]])), observedAt: before };
        },
      },
    },
    isPrimary: true,
    writable: false,
  });
  const tracker = new SweepTracker(before, () => {});
  const work = { directory, scope: requestScope(), gaps: new Gaps(), ids: new IdTable(), tracker };
  const sweep = new DeviceSweep(work, ids.length);
  // One was changed after the report was made, and is asked for alone.
  const users = ids.map((externalId, n) =>
    userOf({
      directory: 'fake',
      externalId,
      rawStatus: 'ACTIVE',
      observedAt: later,
      updatedAt: n === 7 ? later : before,
    }),
  );
  sweep.add(users);
  let turns = 0;
  const ended = new AbortController();
  const others = (async () => {
    while (!ended.signal.aborted) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  })();
  await new Promise((resolve) => setImmediate(resolve));
  const waited = turns;
  arrival.open();
  const facts = await sweep.finish(users);
  const during = turns - waited;
  ended.abort();
  await others;
  expect(asked).toEqual(['u7']);
  expect(facts.size).toBe(ids.length);
  expect(facts.get('u9')).toEqual({
    state: 'KNOWN',
    source: 'REPORT',
    observedAt: before,
    value: [device('u9')],
  });
  expect(facts.get('u7')).toMatchObject({ state: 'KNOWN', source: 'DIRECT', value: [device('u7')] });
  expect(during).toBeGreaterThan(2);
});
