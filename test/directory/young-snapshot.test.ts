import { expect, test } from 'vitest';
import { devicesInSnapshot, holdsFrom, youngSnapshot } from '../../src/directory/snapshot/young-snapshot.ts';
import type { DevicesFact } from '../../src/directory/mfa-plan.ts';
import { known } from '../../src/model/fact.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { openGateway } from '../support/gateway.ts';
import { requestScope } from './request-scope.ts';

const minute = 60_000;
const now = Date.parse('2026-01-01T12:00:00Z');

function ago(minutes: number): Date {
  return new Date(now - minutes * minute);
}

test('the age of a snapshot counts from the beginning of its sweep, or from the changes that were put into it', async () => {
  const { directory } = await openGateway({ users: 3 });
  const taken = await directory.sweeper.read(requestScope());
  const sweep: Sweep = { ...taken, startedAt: ago(30), wholeAt: ago(10), takenAt: ago(10) };
  const isUsed = (held: Sweep, minutes: number | null): boolean => {
    const stage = Object.create(directory, { sweeper: { value: { current: held } } }) as typeof directory;
    return youngSnapshot(stage, { maxAgeMs: minutes === null ? null : minutes * minute }, now) !== null;
  };
  expect(isUsed(sweep, null)).toBe(false);
  expect(isUsed(sweep, 0)).toBe(false);
  expect(isUsed(sweep, 29)).toBe(false);
  expect(isUsed(sweep, 30)).toBe(true);
  const refreshed = { ...sweep, takenAt: ago(1) };
  expect(holdsFrom(refreshed)).toEqual(ago(1));
  expect(isUsed(refreshed, 1)).toBe(true);
  expect(isUsed(refreshed, 0.5)).toBe(false);
});

test('a report that the snapshot rests on is as old as the report, however fresh the snapshot', async () => {
  const { directory } = await openGateway({ users: 3 });
  const taken = await directory.sweeper.read(requestScope());
  const sweep: Sweep = {
    ...taken,
    startedAt: ago(30),
    wholeAt: ago(10),
    takenAt: ago(1),
    devices: new Map<string, DevicesFact>([
      ['read', known([], ago(29), 'DIRECT')],
      ['reported', known([], ago(45), 'REPORT')],
      ['unread', { state: 'UNKNOWN', reason: 'TIMED_OUT' }],
    ]),
  };
  const within = (minutes: number, id: string) =>
    devicesInSnapshot(directory, sweep, id, { maxAgeMs: minutes * minute }, now);
  expect(within(5, 'read')).toEqual({ ...known([], ago(1), 'SNAPSHOT') });
  expect(within(5, 'reported')).toBeNull();
  expect(within(45, 'reported')).toEqual({ ...known([], ago(45), 'SNAPSHOT') });
  expect(within(60, 'unread')).toBeNull();
  expect(within(60, 'nobody')).toBeNull();
});

test('devices of a provider that does not tell of their changes are as old as they were read, whatever was put in since', async () => {
  const { directory } = await openGateway({ users: 3 });
  const taken = await directory.sweeper.read(requestScope());
  const devices = new Map<string, DevicesFact>([['read', known([], ago(29), 'DIRECT')]]);
  const sweep: Sweep = { ...taken, startedAt: ago(30), wholeAt: ago(10), takenAt: ago(1), devices };
  const from = (covers: { readonly devices: boolean }) => {
    const provider = Object.create(directory.provider, {
      changes: { value: { ...directory.provider.changes, covers } },
    }) as typeof directory.provider;
    return (minutes: number) =>
      devicesInSnapshot({ provider }, sweep, 'read', { maxAgeMs: minutes * minute }, now)?.observedAt;
  };
  expect([from({ devices: true })(5), from({ devices: false })(5)]).toEqual([ago(1), undefined]);
  expect(from({ devices: false })(29)).toEqual(ago(29));
});
