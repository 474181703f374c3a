import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Acceptance, HistoryStore } from '../../src/findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../../src/findings/history/memory-history.ts';
import { DurableHistoryStore } from '../../src/store/finding-store.ts';
import { idOf, lookAt, type Said, subjectOf } from '../findings/history/looks.ts';
import { onBothDatabases } from './databases.ts';

const minute = (count: number): Date => new Date(Date.UTC(2026, 2, 4, 5, count));
const day = 24 * 60;
const all = { first: 1_000, after: null };

function acceptance(from: number, until: number): Acceptance {
  const reason = 'Known \u{1F600} \0 \ud800';
  return { reason, by: 'key:ops', at: minute(from), expiresAt: minute(until), severity: 'HIGH' };
}

let directories = 0;

/** What certain answers, in their order, make of a finding. */
function modelOf(said: readonly Said[]) {
  const isThere = said.map((word) => word !== 'ABSENT' && word !== 'GONE');
  const openings = isThere.filter((there, at) => there && isThere[at - 1] !== true).length;
  const resolved = isThere.filter((there, at) => !there && isThere[at - 1] === true).length;
  if (openings === 0) return { state: undefined, reopenCount: undefined, severity: undefined, resolved };
  return {
    state: isThere.at(-1) === true ? 'OPEN' : 'RESOLVED',
    reopenCount: openings - 1,
    severity: said.findLast((word) => word === 'HIGH' || word === 'CRITICAL'),
    resolved,
  };
}

function keepsHistory(make: (now: () => Date) => HistoryStore, numRuns: number): void {
  /** A directory of its own for each test, and a clock that the test sets. */
  function stage() {
    const directory = `d${(directories += 1)}`;
    const clock = { now: minute(0) };
    const history = make(() => clock.now);
    const look = async (at: number, said: Readonly<Record<string, Said>>) =>
      (await history.observe(lookAt(directory, minute(at), said))).map(({ kind }) => kind);
    const recordOf = async (user: string) => {
      const id = idOf(user, directory);
      return (await history.recordsOf([id])).get(id);
    };
    const kinds = async () =>
      (await history.events({ within: [{ directory, populations: null }] }, all)).rows.map(
        ({ row }) => row.kind,
      );
    return { directory, clock, history, look, recordOf, kinds, id: (user: string) => idOf(user, directory) };
  }

  test('a finding is opened, seen again, resolved by certainty alone, and reopened as the same', async () => {
    const { look, recordOf, kinds } = stage();
    expect(await look(1, { ada: 'HIGH' })).toEqual(['OPENED']);
    expect(await look(1, { ada: 'HIGH' })).toEqual([]);
    expect(await look(2, { ada: 'HIGH' })).toEqual([]);
    const open = { state: 'OPEN', firstSeenAt: minute(1), lastSeenAt: minute(2), staleSince: null };
    expect(await recordOf('ada')).toMatchObject(open);
    expect(await look(3, { ada: 'UNKNOWN' })).toEqual([]);
    expect(await look(4, { ada: 'UNKNOWN' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({ ...open, staleSince: minute(3) });
    expect(await look(5, { ada: 'HIGH' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({ ...open, lastSeenAt: minute(5) });
    expect(await look(6, { ada: 'UNASKED' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({ ...open, lastSeenAt: minute(5) });
    expect(await look(7, { ada: 'ABSENT' })).toEqual(['RESOLVED']);
    expect(await look(8, { ada: 'ABSENT' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({
      state: 'RESOLVED',
      resolvedAt: minute(7),
      lastSeenAt: minute(5),
    });
    expect(await look(9, { ada: 'HIGH' })).toEqual(['REOPENED']);
    expect(await recordOf('ada')).toMatchObject({
      state: 'OPEN',
      firstSeenAt: minute(1),
      openedAt: minute(9),
      resolvedAt: null,
      reopenCount: 1,
    });
    expect(await look(10, { ada: 'GONE' })).toEqual(['RESOLVED']);
    expect(await kinds()).toEqual(['RESOLVED', 'REOPENED', 'RESOLVED', 'OPENED']);
  });

  test('an older look than the newest changes nothing', async () => {
    const { look, recordOf } = stage();
    await look(1, { ada: 'HIGH', bob: 'LOW' });
    await look(5, { ada: 'ABSENT', bob: 'LOW' });
    expect(await look(3, { ada: 'HIGH', bob: 'ABSENT' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({ state: 'RESOLVED', resolvedAt: minute(5) });
    expect(await recordOf('bob')).toMatchObject({ state: 'OPEN', lastSeenAt: minute(5) });
  });

  test('a look at one subject says nothing of others', async () => {
    const { directory, look, recordOf, history } = stage();
    await look(1, { ada: 'HIGH', bob: 'LOW' });
    const one = lookAt(directory, minute(2), { ada: 'ABSENT' });
    const events = await history.observe({ ...one, subject: subjectOf('ada', directory) });
    expect(events).toMatchObject([{ kind: 'RESOLVED', because: 'COMPLIANT', openedAt: minute(1) }]);
    expect(await recordOf('bob')).toMatchObject({ state: 'OPEN', staleSince: null, lastSeenAt: minute(1) });
    // It was read before ada was looked at.
    expect(await look(1, { ada: 'HIGH', bob: 'LOW' })).toEqual([]);
  });

  test('an acceptance ends when it is withdrawn, when its time is over, and when the finding gets worse', async () => {
    const { clock, look, recordOf, history, id, kinds } = stage();
    await look(1, { ada: 'HIGH' });
    const given = acceptance(2, day);
    expect(await history.accept(id('ada'), given)).toMatchObject({ record: { acceptance: given } });
    expect(await look(3, { ada: 'HIGH' })).toEqual([]);
    expect(await recordOf('ada')).toMatchObject({ acceptance: given, lastSeenAt: minute(3) });
    expect(await look(4, { ada: 'MEDIUM' })).toEqual(['SEVERITY_CHANGED']);
    expect((await recordOf('ada'))?.acceptance).toEqual(given);
    expect(await look(5, { ada: 'CRITICAL' })).toEqual(['SEVERITY_CHANGED', 'ACCEPTANCE_LAPSED']);
    expect((await recordOf('ada'))?.acceptance).toBeNull();
    expect(await history.accept(id('ada'), given)).toBeNull();
    await look(6, { ada: 'HIGH' });
    await history.accept(id('ada'), given);
    expect(await history.withdraw(id('ada'), 'key:ops', null)).toMatchObject({
      record: { acceptance: null },
    });
    expect(await history.withdraw(id('ada'), 'key:ops', null)).toBeNull();
    await history.accept(id('ada'), given);
    clock.now = minute(day);
    expect((await recordOf('ada'))?.acceptance).toBeNull();
    expect(await history.lapse()).toMatchObject([
      { kind: 'ACCEPTANCE_LAPSED', because: 'EXPIRED', at: minute(day), reason: given.reason },
    ]);
    expect(await history.lapse()).toEqual([]);
    expect((await kinds()).slice(0, 4)).toEqual([
      'ACCEPTANCE_LAPSED',
      'ACCEPTED',
      'ACCEPTANCE_WITHDRAWN',
      'ACCEPTED',
    ]);
  });

  test('an acceptance ends when the finding is resolved: what comes back is open', async () => {
    const { look, recordOf, history, id } = stage();
    await look(1, { ada: 'HIGH', bob: 'HIGH' });
    for (const name of ['ada', 'bob']) await history.accept(id(name), acceptance(2, day));
    expect((await look(3, { ada: 'ABSENT', bob: 'GONE' })).toSorted()).toEqual([
      'ACCEPTANCE_LAPSED',
      'ACCEPTANCE_LAPSED',
      'RESOLVED',
      'RESOLVED',
    ]);
    expect(await recordOf('ada')).toMatchObject({ state: 'RESOLVED', acceptance: null });
    expect(await look(4, { ada: 'HIGH' })).toEqual(['REOPENED']);
    expect(await recordOf('ada')).toMatchObject({ state: 'OPEN', acceptance: null });
    expect(await history.lapse()).toEqual([]);
  });

  test('nothing that was never seen can be accepted, nor what is resolved', async () => {
    const { look, history, id } = stage();
    expect(await history.accept('nobody\0', acceptance(0, day))).toBeNull();
    await look(1, { ada: 'HIGH' });
    await look(2, { ada: 'ABSENT' });
    expect(await history.accept(id('ada'), acceptance(3, day))).toBeNull();
  });

  test('lists findings and events by what is asked for, page by page', async () => {
    const { directory, look, history, id } = stage();
    await look(1, { ada: 'HIGH', bob: 'LOW', cyd: 'LOW', dan: 'INFO' });
    await look(2, { ada: 'HIGH', bob: 'ABSENT', cyd: 'LOW', dan: 'INFO' });
    await history.accept(id('cyd'), acceptance(2, day));
    const inDirectory = { directories: [directory] };
    const of = async (...dispositions: readonly ('OPEN' | 'ACCEPTED' | 'RESOLVED')[]) =>
      (await history.list({ ...inDirectory, dispositions }, all)).rows.map(
        ({ row }) => row.subject.externalId,
      );
    expect((await of('OPEN')).toSorted()).toEqual(['ada', 'dan']);
    expect(await of('ACCEPTED')).toEqual(['cyd']);
    expect(await of('RESOLVED')).toEqual(['bob']);
    const first = await history.list(inDirectory, { first: 3, after: null });
    const rest = await history.list(inDirectory, { first: 3, after: first.rows.at(-1)?.cursor ?? null });
    expect([first.hasNextPage, rest.hasNextPage]).toEqual([true, false]);
    expect(new Set([...first.rows, ...rest.rows].map(({ row }) => row.id)).size).toBe(4);

    const within = [{ directory, populations: null }];
    expect((await history.events({ within, since: minute(2), kinds: ['RESOLVED'] }, all)).rows).toHaveLength(
      1,
    );
    expect((await history.events({ within, until: minute(2) }, all)).rows).toHaveLength(4);
    expect((await history.events({ findingId: id('bob') }, all)).rows).toHaveLength(2);
    expect((await history.events({ subject: subjectOf('cyd', directory) }, all)).rows).toHaveLength(2);
    expect((await history.events({ within: [{ directory, populations: ['p'] }] }, all)).rows).toEqual([]);
    expect((await history.events({ within: [] }, all)).rows).toEqual([]);
    const page = await history.events({ within }, { first: 2, after: null });
    expect(page).toMatchObject({
      hasNextPage: true,
      rows: [{ row: { kind: 'ACCEPTED' } }, { row: { kind: 'RESOLVED' } }],
    });
    const next = await history.events({ within }, { first: 9, after: page.rows.at(-1)?.cursor ?? null });
    expect(next).toMatchObject({ hasNextPage: false });
    expect(next.rows).toHaveLength(4);
    await expect(history.events({}, { first: 1, after: 'x' })).rejects.toThrow(RangeError);
  });

  test('tells callers of single populations what is in these now', async () => {
    const { directory, history } = stage();
    await history.observe(lookAt(directory, minute(1), { ada: 'HIGH' }, 'p1'));
    const seenIn = async (population: string) =>
      (await history.events({ within: [{ directory, populations: [population] }] }, all)).rows.length;
    expect([await seenIn('p1'), await seenIn('p2')]).toEqual([1, 0]);
    await history.observe(lookAt(directory, minute(2), { ada: 'HIGH' }, 'p2'));
    expect([await seenIn('p1'), await seenIn('p2')]).toEqual([0, 1]);
  });

  test('tells how long findings took, and how old the open ones are', async () => {
    const { clock, directory, look, history } = stage();
    const said = { ada: 'HIGH', bob: 'HIGH', cyd: 'HIGH', dan: 'LOW' } as const;
    await look(0, said);
    await look(10, { ...said, ada: 'ABSENT' });
    await look(20, { ...said, ada: 'ABSENT', bob: 'ABSENT' });
    clock.now = minute(60);
    const times = await history.timeToResolve([directory], { since: minute(0), until: minute(60) });
    expect(times.map(({ severity }) => severity)).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO']);
    expect(times[1]).toMatchObject({ resolved: 2, medianSeconds: 900, open: 1, openMedianSeconds: 3600 });
    expect(times[1]?.p90Seconds).toBeCloseTo(1140);
    expect(times[3]).toMatchObject({ resolved: 0, medianSeconds: null, p90Seconds: null, open: 1 });
    const later = await history.timeToResolve([directory], { since: minute(15), until: minute(20) });
    expect(later[1]).toMatchObject({ resolved: 0, open: 1 });
  });

  test('two who take in the same look at once open each finding once', async () => {
    const { directory, history, kinds } = stage();
    const look = lookAt(directory, minute(1), { ada: 'HIGH', bob: 'LOW' });
    await Promise.all([history.observe(look), history.observe(look)]);
    expect(await kinds()).toEqual(['OPENED', 'OPENED']);
  });

  const answer = fc.constantFrom<Said>('HIGH', 'CRITICAL', 'ABSENT', 'GONE', 'UNKNOWN', 'UNASKED');

  test('any sequence of looks leaves what their certain answers say, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(answer, answer), { maxLength: 8 }), async (looks) => {
        const { look, recordOf, history, id } = stage();
        const certain: Said[][] = [[], []];
        for (const [index, [one, other]] of looks.entries()) {
          await look(index, { one, other });
          for (const [which, said] of [one, other].entries())
            if (said !== 'UNKNOWN' && said !== 'UNASKED') certain[which]?.push(said);
        }
        for (const [which, user] of ['one', 'other'].entries()) {
          const record = await recordOf(user);
          const { rows } = await history.events({ findingId: id(user), kinds: ['RESOLVED'] }, all);
          const { state, reopenCount, severity } = record ?? {};
          const kept = { state, reopenCount, severity, resolved: rows.length };
          expect(kept).toEqual(modelOf(certain[which] ?? []));
        }
      }),
      { numRuns },
    );
  });
}

onBothDatabases<never>('the history of findings', {}, (stage) => {
  test('steps and resolved findings are kept for 400 days; what is open or accepted stays', async () => {
    const directory = `d${(directories += 1)}`;
    const clock = { now: minute(0) };
    const history = new DurableHistoryStore(stage().store.database, () => clock.now);
    const look = (at: number, said: Readonly<Record<string, Said>>) => {
      clock.now = minute(at);
      return history.observe(lookAt(directory, clock.now, said));
    };
    const ids = ['ada', 'bob', 'eve'].map((user) => idOf(user, directory));
    const known = async () => [...(await history.recordsOf(ids)).keys()].toSorted();
    const steps = async () =>
      (await history.events({ within: [{ directory, populations: null }] }, all)).rows.length;
    const is = (...users: string[]) => users.map((user) => idOf(user, directory)).toSorted();
    await look(1, { ada: 'HIGH', bob: 'HIGH', eve: 'HIGH' });
    await history.accept(idOf('eve', directory), acceptance(1, 500 * day));
    await look(2, { ada: 'ABSENT', bob: 'HIGH', eve: 'HIGH' });
    await look(399 * day, { bob: 'HIGH' });
    expect(await known()).toEqual(is('ada', 'bob', 'eve'));
    expect(await steps()).toBe(5);
    await look(401 * day, { bob: 'HIGH' });
    expect(await known()).toEqual(is('bob', 'eve'));
    expect(await steps()).toBe(0);
    expect((await look(402 * day, { ada: 'HIGH', bob: 'HIGH' })).map(({ kind }) => kind)).toEqual(['OPENED']);
    expect((await history.recordsOf([idOf('bob', directory)])).get(idOf('bob', directory))).toMatchObject({
      firstSeenAt: minute(1),
    });
  });

  keepsHistory((now) => new DurableHistoryStore(stage().store.database, now), 8);
});

keepsHistory((now) => new MemoryHistoryStore({ now }), 500);

test('in memory a resolved finding is forgotten with its last step, and what is open or accepted is not', async () => {
  const history = new MemoryHistoryStore({ now: () => minute(3), mostEvents: 10 });
  const look = (at: number, said: Readonly<Record<string, Said>>) =>
    history.observe(lookAt('d', minute(at), said));
  await look(1, { ada: 'HIGH', bob: 'HIGH', eve: 'HIGH' });
  await history.accept(idOf('eve', 'd'), acceptance(1, 500 * day));
  await look(2, { ada: 'ABSENT', bob: 'HIGH', eve: 'HIGH' });
  for (let at = 3; at < 200; at += 1) {
    await look(at, { [`user ${at}`]: 'HIGH', [`user ${at - 1}`]: 'ABSENT', bob: 'HIGH', eve: 'HIGH' });
  }
  const { rows } = await history.list({}, all);
  expect(rows.length).toBeLessThan(20);
  const names = new Set(rows.map(({ row }) => row.subject.externalId));
  expect(names).toContain('bob');
  expect(names).toContain('eve');
  expect(names).not.toContain('ada');
});
