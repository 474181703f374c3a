import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { freshFor, unaskedWholeFor, wholeFor } from '../../src/directory/snapshot/freshness.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { UnknownReason } from '../../src/model/fact.ts';
import type { TestClient } from '../sandbox/test-client.ts';
import { openRefreshStage, scopeOf } from './refresh-stage.ts';
import { someSweep } from './some-sweep.ts';

const broken = { kind: 'status', status: 400, code: 'INVALID_REQUEST' } as const;
const ages = { timeToLiveMs: 300_000, gappyTimeToLiveMs: 30_000, wholeEveryMs: 86_400_000 };

function userIn({ sandbox }: TestClient, at = 0): string {
  const user = [...(sandbox.tenant.collections.get('users')?.values() ?? [])][at];
  if (user === undefined) throw new Error('Expected a user.');
  return user.id;
}

/** Until nothing is under way any more. */
async function settle(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5_000 && !isDone(); turn += 1) await setImmediate();
}

function withGap(reason: UnknownReason, mark: string | null = 'mark-1', what = 'MFA_DEVICES'): Sweep {
  return someSweep({
    mark,
    gaps: [{ what, reason, message: null, count: 1 }],
    coverage: { complete: false, checked: 1, unknown: 1, sources: [] },
  });
}

describe('gaps', () => {
  test.each(['EXTERNAL', 'NOT_LICENSED', 'UNSUPPORTED'] as const)(
    'that no sweep closes (%s) make none due',
    (reason) => {
      expect([freshFor(withGap(reason), ages), wholeFor(withGap(reason), ages)]).toEqual([
        300_000, 86_400_000,
      ]);
      expect(freshFor(withGap(reason, null), ages)).toBe(300_000);
    },
  );

  test('that may close make one due for who asks, and none for nobody', () => {
    expect([wholeFor(withGap('TIMED_OUT'), ages), unaskedWholeFor(withGap('TIMED_OUT'), ages)]).toEqual([
      30_000, 86_400_000,
    ]);
  });

  test('of a record of changes that did not answer make no whole sweep due before its time', () => {
    expect(freshFor(withGap('UNREACHABLE', null, 'CHANGES'), ages)).toBe(300_000);
  });
});

test('a gap alone leads to no whole sweep where nobody asks', async () => {
  const { directory, client, clock, calls } = await openRefreshStage();
  client.sandbox.faults.add({ path: new RegExp(`users/${userIn(client)}/devices`), fault: broken });
  const first = await directory.sweeper.refresh(scopeOf());
  expect(first.gaps.map(({ what }) => what)).toEqual(['MFA_DEVICES']);
  calls();
  for (let minute = 0; minute < 3; minute += 1) {
    clock.move(61_000);
    await settle(() => clock.waiting > 0);
  }
  expect(calls()).toEqual({ 'GET activities': 3 });
});

test('what makes a sweep due begins none just after the last where nobody asks', async () => {
  const { directory, client, clock, calls } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  client.sandbox.world.record({
    type: 'POPULATION.DELETED',
    resource: { type: 'POPULATION', id: 'gone' },
    correlationId: 'test',
  });
  calls();
  clock.move(61_000);
  await settle(() => clock.waiting > 0);
  expect([calls(), directory.sweeper.current]).toEqual([{ 'GET activities': 1 }, first]);
  clock.move(300_000);
  await settle(() => clock.waiting > 0);
  expect(directory.sweeper.current?.wholeAt).not.toEqual(first.wholeAt);
});

test('a swarm of notifications that was looked at meanwhile is not looked at again', async () => {
  const { directory, client, clock, calls } = await openRefreshStage();
  await directory.sweeper.refresh(scopeOf());
  const userIds = new Set([userIn(client)]);
  directory.sweeper.noteChanged({
    userIds,
    groupIds: new Set(),
    applicationIds: new Set(),
    sweepDue: null,
  });
  await directory.sweeper.refresh(scopeOf());
  calls();
  clock.move(1_000);
  await settle(() => Object.keys(calls()).length > 0);
  expect(calls()).toEqual({});
});

test('a notification about what cannot be read waits for the next refresh instead of being asked each second', async () => {
  const { directory, client, clock, calls } = await openRefreshStage();
  await directory.sweeper.refresh(scopeOf());
  const id = userIn(client);
  client.sandbox.faults.add({ path: new RegExp(`users/${id}`), fault: broken });
  directory.sweeper.noteChanged({
    userIds: new Set([id]),
    groupIds: new Set(),
    applicationIds: new Set(),
    sweepDue: null,
  });
  clock.move(1_000);
  await settle(() => (directory.sweeper.current?.gaps.length ?? 0) > 0);
  expect(directory.sweeper.current?.gaps.map(({ what }) => what)).toEqual(['CHANGES']);
  calls();
  clock.move(30_000);
  await settle(() => Object.keys(calls()).length > 0);
  expect(calls()).toEqual({});
});

test('a record of changes that does not answer three times is given up for a whole sweep, which says so', async () => {
  const { directory, client } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  client.sandbox.faults.add({ route: /activities$/, fault: broken });
  for (let time = 0; time < 3; time += 1)
    await expect(directory.sweeper.refresh(scopeOf())).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  const second = await directory.sweeper.refresh(scopeOf());
  expect([second.wholeAt > first.wholeAt, second.mark]).toEqual([true, null]);
  expect(second.gaps.map(({ what, reason }) => [what, reason])).toEqual([['CHANGES', expect.any(String)]]);
  expect(second.coverage.complete).toBe(false);
});

test('a mark that cannot be had at the first time is asked for once more', async () => {
  const { directory, client, calls } = await openRefreshStage();
  client.sandbox.faults.add({ route: /activities$/, fault: broken, times: 1 });
  const sweep = await directory.sweeper.refresh(scopeOf());
  expect([sweep.gaps, typeof sweep.mark, calls()['GET activities']]).toEqual([[], 'string', 2]);
});
