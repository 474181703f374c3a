import { assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from '../../../src/providers/scim/list-position.ts';
import { progressOf } from '../../../src/providers/scim/list-progress.ts';

interface Server {
  readonly size: number;
  readonly cap: number;
  readonly total: 'SENT' | 'LEFT_OUT' | 'OVERSTATED';
  readonly paging: 'GOOD' | 'IGNORED' | 'WRAPS' | 'LAST_PAGE_AGAIN' | 'OVERLAPS';
  readonly forgets: boolean;
}

const servers = record<Server>({
  size: integer({ min: 0, max: 60 }),
  cap: integer({ min: 1, max: 25 }),
  total: constantFrom('SENT', 'LEFT_OUT', 'OVERSTATED'),
  paging: constantFrom('GOOD', 'IGNORED', 'WRAPS', 'LAST_PAGE_AGAIN', 'OVERLAPS'),
  forgets: boolean(),
});

const start: Position = {
  cursor: null,
  received: 0,
  pages: 0,
  empty: 0,
  walk: 'w',
  first: null,
  paging: 'INDEX',
  unfiltered: false,
  restarted: false,
};

function pageOf({ size, cap, paging }: Server, received: number): string[] {
  let from = received;
  if (paging === 'IGNORED') from = 0;
  if (paging === 'WRAPS' && from >= size) from = 0;
  if (paging === 'LAST_PAGE_AGAIN') from = Math.min(from, Math.max(0, size - cap));
  if (paging === 'OVERLAPS') from = Math.max(0, from - 1);
  return Array.from({ length: size }, (_, index) => `id-${index}`).slice(from, from + cap);
}

function walkOf(server: Server): { readonly ids: string[]; readonly broken: string | null } {
  const ids: string[] = [];
  const seen = new Map<string, number>();
  let at = start;
  for (;;) {
    const rows = pageOf(server, at.received).map((id) => ({ id, members: {} }));
    const total = { SENT: server.size, LEFT_OUT: null, OVERSTATED: server.size + 1 }[server.total];
    const kept = server.forgets && at.pages > 0 ? null : seen;
    const { fresh, next, broken } = progressOf(at, { rows, total, nextCursor: null }, kept, 200);
    ids.push(...fresh.map(({ id }) => id));
    if (next === null) return { ids, broken };
    at = next;
  }
}

test('whatever a service does, a list that counts as complete is, and nobody is in it twice', () => {
  assert(
    property(servers, (server) => {
      const { ids, broken } = walkOf(server);
      const twice = ids.length - new Set(ids).size;
      const lost = broken === null ? server.size - ids.length : 0;
      // Who has forgotten what was given out cannot tell an overlap.
      return server.forgets && server.paging !== 'GOOD' ? true : twice === 0 && lost === 0;
    }),
  );
});

test('a service that pages as documented is always read to its end', () => {
  assert(
    property(servers, (server) => {
      const total = server.total === 'OVERSTATED' ? 'SENT' : server.total;
      const { ids, broken } = walkOf({ ...server, paging: 'GOOD', total });
      expect([ids.length, broken]).toEqual([server.size, null]);
    }),
  );
});

test('a service that begins anew is noticed even when what was given out is forgotten', () => {
  const server = { size: 30, cap: 10, total: 'LEFT_OUT', paging: 'WRAPS', forgets: true } as const;
  expect(walkOf(server)).toMatchObject({ broken: expect.stringContaining('again') as string });
});

test('a cursor that names itself as the next one ends the list', () => {
  const at: Position = { ...start, paging: 'CURSOR', cursor: 'c1', pages: 1, received: 1, first: 'a' };
  const answer = { rows: [{ id: 'b', members: {} }], total: null, nextCursor: 'c1' };
  expect(progressOf(at, answer, new Map(), 100).broken).toContain('names itself');
});

test('empty pages under ever new cursors end too', () => {
  let at: Position | null = { ...start, paging: 'CURSOR', cursor: '' };
  const reasons: (string | null)[] = [];
  while (at !== null) {
    const answer = { rows: [], total: null, nextCursor: `c${reasons.length}` };
    const progress = progressOf(at, answer, new Map(), 1_000);
    reasons.push(progress.broken);
    at = progress.next;
  }
  expect(reasons.length).toBeLessThan(150);
  expect(reasons.at(-1)).toContain('empty');
});
