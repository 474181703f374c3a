import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Directory } from '../../src/directory/directory.ts';
import { UserMerge } from '../../src/directory/sweep/merge-users.ts';
import { readEveryUser, readFirstUsers } from '../../src/directory/sweep/partitioned-users.ts';
import { divideByPopulation } from '../../src/directory/sweep/population-lists.ts';
import { openGateway, routes } from '../support/gateway.ts';
import { PeopleInPopulations, populationOf } from './people-in-populations.ts';
import { requestScope } from './request-scope.ts';
import { noon, someUser } from './some-sweep.ts';

async function readAll(directory: Directory) {
  const scope = requestScope();
  const unseen: string[] = [];
  const first = await readFirstUsers(directory, scope);
  const read = await readEveryUser(directory, scope, first, {
    keep: (user) => user,
    onUsers: (users) => unseen.push(...users.map(({ externalId }) => externalId)),
  });
  return { ...read, ids: read.rows.map(({ externalId }) => externalId), unseen };
}

function tenant(sizes: Readonly<Record<string, number>>): PeopleInPopulations {
  const peer = new PeopleInPopulations(Object.keys(sizes));
  for (const [population, size] of Object.entries(sizes))
    for (let at = 0; at < size; at += 1)
      peer.people.set(`${population}-${String(at).padStart(3, '0')}`, population);
  return peer;
}

describe('a directory whose people stand in populations', () => {
  test('is read by population, the largest first, and gives everybody once', async () => {
    const peer = tenant({ a: 4, b: 20, c: 13, d: 1 });
    const read = await readAll(peer.directory);
    expect(read.complete).toBe(true);
    expect(read.ids.toSorted()).toEqual([...peer.people.keys()].toSorted());
    expect(read.unseen.toSorted()).toEqual(read.ids.toSorted());
    expect([...new Set(peer.asked)]).toEqual([null, 'b', 'c|a|d']);
  });

  test('is read in one list, without a call more, when that has few pages', async () => {
    const peer = tenant({ a: 6, b: 5 });
    expect((await readAll(peer.directory)).ids).toHaveLength(11);
    expect(peer.asked).toEqual([null, null, null, null]);
  });

  test('is read in one list when somebody stands in no population', async () => {
    const peer = tenant({ a: 20, b: 20 });
    peer.people.set('nowhere', null);
    const read = await readAll(peer.directory);
    expect(read.ids).toContain('nowhere');
    expect(new Set(peer.asked)).toEqual(new Set([null]));
  });

  test('keeps what it read and says why the rest is missing, when the list of one population fails part-way', async () => {
    const peer = tenant({ a: 20, b: 20 });
    peer.failing.set('a', { after: 2, code: 'FORBIDDEN' });
    const read = await readAll(peer.directory);
    expect(read).toMatchObject({ complete: false, reason: 'FORBIDDEN' });
    expect(read.ids.filter((id) => id.startsWith('a'))).toHaveLength(6);
    expect(read.ids.filter((id) => id.startsWith('b'))).toHaveLength(20);
  });

  test('is read in one list after all, when the provider does not take the filter', async () => {
    const peer = tenant({ a: 20, b: 20 });
    peer.failing.set('b', { after: 0, code: 'INVALID_REQUEST' });
    const read = await readAll(peer.directory);
    expect(read.complete).toBe(true);
    expect(new Set(read.ids).size).toBe(40);
  });
});

describe('people who are moved while they are read', () => {
  test('are found when they go from an unread list into one that is read', async () => {
    const peer = tenant({ a: 20, b: 30 });
    peer.beforePage = (filter, call) => {
      if (filter === 'b' && call > 16) peer.people.set('b-029', 'a');
    };
    const read = await readAll(peer.directory);
    expect(read.complete).toBe(true);
    expect(read.rows.filter(({ externalId }) => externalId === 'b-029')).toMatchObject([
      { populationId: 'a' },
    ]);
  });

  test('count once when they are seen in both', async () => {
    const peer = tenant({ a: 20, b: 30 });
    peer.beforePage = (filter, call) => {
      if (filter === 'b' && call > 6) peer.people.set('a-000', 'b');
    };
    const { ids } = await readAll(peer.directory);
    expect(ids.filter((id) => id === 'a-000')).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('are all in the answer once, whenever and wherever they are moved', async () => {
    const move = fc.record({ call: fc.nat(60), person: fc.nat(44), to: fc.constantFrom('a', 'b', 'c') });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
        const peer = tenant({ a: 8, b: 22, c: 15 });
        const everybody = [...peer.people.keys()];
        peer.beforePage = (_, call) => {
          for (const { person, to } of moves.filter((one) => one.call === call))
            peer.people.set(everybody[person] ?? '', to);
        };
        const read = await readAll(peer.directory);
        expect(read.complete).toBe(true);
        expect(read.ids.toSorted()).toEqual(everybody.toSorted());
      }),
      { numRuns: 20 },
    );
  });

  test('and those who were removed meanwhile cost a count, not another walk', async () => {
    const peer = tenant({ a: 20, b: 30 });
    peer.beforePage = (_, call) => {
      if (call === 5) peer.people.delete('b-029');
    };
    const read = await readAll(peer.directory);
    expect(read.ids).toHaveLength(49);
    expect(peer.asked.filter((filter) => filter === null)).toHaveLength(2);
  });
});

test('merging keeps of each person the row that was read last, whatever the order of the lists', async () => {
  const row = fc.record({ list: fc.nat(3), id: fc.nat(9), at: fc.nat(5) });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
      const merge = new UserMerge();
      const latest = new Map<string, number>();
      for (const { list, id, at } of rows) {
        const externalId = `p${id}`;
        const isNew = merge.put(list, someUser(externalId, { observedAt: new Date(noon.getTime() + at) }));
        expect(isNew).toBe(!latest.has(externalId));
        latest.set(externalId, Math.max(at, latest.get(externalId) ?? 0));
      }
      const merged = await merge.rows();
      expect(merged.map(({ externalId }) => externalId).toSorted()).toEqual([...latest.keys()].toSorted());
      for (const { externalId, observedAt } of merged)
        expect(observedAt.getTime() - noon.getTime()).toBe(latest.get(externalId));
    }),
    { numRuns: 100 },
  );
});

test('dividing puts every population into exactly one list, or divides nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5_000), { maxLength: 60 }), (counts) => {
      const populations = counts.map((userCount, index) => populationOf(`p${index}`, userCount));
      const inAll = counts.reduce((sum, count) => sum + count, 0);
      const lists = divideByPopulation(populations, inAll, {
        usersPerPage: 200,
        planFilter: (filter) => ({ providerFilter: JSON.stringify(filter), residual: null }),
      });
      if (lists === null) return;
      expect(lists.flatMap(({ populationIds }) => [...populationIds]).toSorted()).toEqual(
        populations.map(({ externalId }) => externalId).toSorted(),
      );
      expect(lists.reduce((sum, { expected }) => sum + expected, 0)).toBe(inAll);
    }),
  );
});

test('over a real PingOne everybody is read once, in a page or two more than one list would take', async () => {
  const { directory, sandbox, users } = await openGateway({ users: 1_100 });
  sandbox.requests.reset();
  const { ids, complete } = await readAll(directory);
  expect(complete).toBe(true);
  expect(ids.toSorted()).toEqual(
    users()
      .map(({ id }) => id)
      .toSorted(),
  );
  expect(sandbox.requests.of(routes.users)).toBeLessThanOrEqual(Math.ceil(1_100 / 200) + 4);
});
