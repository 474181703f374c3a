import { expect, test } from 'vitest';
import { writePageCursor } from '../../../src/providers/page-cursor.ts';
import { ListSnapshots } from '../../../src/providers/ldap/list-snapshots.ts';

const owner = { directory: 'corp', route: 'GET search users', list: 'users', filter: null };
const rows = (count: number) => ({
  rows: Array.from({ length: count }, (_, index) => index),
  observedAt: new Date('2026-01-01T00:00:00Z'),
});
const nine = async () => rows(9);

test('A list is read once, and its pages fit together however it changes meanwhile', async () => {
  const snapshots = new ListSnapshots(() => 0);
  let reads = 0;
  const read = async () => rows((reads += 1) * 5);
  const first = await snapshots.page(owner, { limit: 3, cursor: null }, read);
  const second = await snapshots.page(owner, { limit: 3, cursor: first.nextCursor }, read);
  expect([first.rows, second.rows]).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(second).toMatchObject({ nextCursor: null, total: 5 });
  expect(reads).toBe(1);
});

test('A cursor lives for five minutes after its last use, and then says to start again', async () => {
  let now = 1_000;
  const snapshots = new ListSnapshots(() => now);
  const { nextCursor } = await snapshots.page(owner, { limit: 3, cursor: null }, nine);
  now += 4 * 60_000;
  const second = await snapshots.page(owner, { limit: 3, cursor: nextCursor }, nine);
  now += 4 * 60_000;
  expect((await snapshots.page(owner, { limit: 3, cursor: second.nextCursor }, nine)).rows).toEqual([
    6, 7, 8,
  ]);
  now += 6 * 60_000;
  const late = snapshots.page(owner, { limit: 3, cursor: nextCursor }, nine);
  await expect(late).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  await expect(late).rejects.toThrow(/Start again/);
});

test('What broke a list off is said with its last page, and its number is not known', async () => {
  const snapshots = new ListSnapshots(() => 0);
  const brokenOff = new Error('a limit') as never;
  const read = async () => ({ ...rows(4), brokenOff });
  const first = await snapshots.page(owner, { limit: 3, cursor: null }, read);
  expect(first).toMatchObject({ total: null });
  expect(first.brokenOff).toBeUndefined();
  const last = await snapshots.page(owner, { limit: 3, cursor: first.nextCursor }, read);
  expect(last.brokenOff).toBe(brokenOff);
});

test('A cursor that was made over for another list, or another filter, finds nothing that was kept', async () => {
  const snapshots = new ListSnapshots(() => 0);
  const { nextCursor } = await snapshots.page(owner, { limit: 3, cursor: null }, nine);
  const text = Buffer.from(nextCursor ?? '', 'base64url').toString('utf8');
  const place = (JSON.parse(text) as readonly string[])[2] ?? '';
  const members = { ...owner, filter: JSON.stringify({ groupIds: ['g'] }) };
  for (const other of [members, { ...owner, list: 'groups' }]) {
    // Nothing in it is signed: whoever knows the place can write the rest.
    const forged = writePageCursor(other, place);
    const page = snapshots.page(other, { limit: 3, cursor: forged }, nine);
    await expect(page).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  }
  expect((await snapshots.page(owner, { limit: 3, cursor: nextCursor }, nine)).rows).toEqual([3, 4, 5]);
});
