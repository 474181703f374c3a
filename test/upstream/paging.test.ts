import { describe, expect, test } from 'vitest';
import type { UpstreamAnswer } from '../../src/upstream/call.ts';
import { Latch } from './support/latch.ts';
import { walkPages, type WalkSettings } from '../../src/upstream/paging.ts';
import {
  context,
  failureOf,
  json,
  provider,
  readUsers,
  upstreamTo,
  type ProviderServer,
} from './support/provider-server.ts';

interface Page {
  readonly rows: string[];
  readonly next?: string;
}

const next = (answer: UpstreamAnswer): string | undefined => (answer.body as Page).next;
const rows = (answer: UpstreamAnswer): number => (answer.body as Page).rows.length;

/** A list whose page number `n` is what `page(n)` says; links are whole addresses, as PingOne's are. */
function list(page: (number: number, origin: string) => Page): Promise<ProviderServer> {
  return provider((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    json(response, page(Number(url.searchParams.get('cursor') ?? 0), url.origin));
  });
}

const to = (origin: string, number: number): string =>
  `${origin}/v1/environments/e1/users?limit=2&cursor=${number}`;

async function collect(
  server: ProviderServer,
  more: Partial<WalkSettings> = {},
): Promise<{ got: string[]; walk: Promise<void> }> {
  const got: string[] = [];
  const first = { ...readUsers, query: { limit: '2' } };
  const walk = (async () => {
    for await (const page of walkPages({
      upstream: upstreamTo(server.origin),
      context,
      first,
      next,
      rows,
      ...more,
    })) {
      got.push(...(page.body as Page).rows);
    }
  })();
  await walk.catch(() => {});
  return { got, walk };
}

describe('a walk over the pages of a list', () => {
  test('gives all rows in order, short and empty pages too, and follows links as they are', async () => {
    const pages = [['a', 'b'], ['c'], [], ['d', 'e']];
    const server = await list((number, origin) => ({
      rows: pages[number] ?? [],
      ...(number < pages.length - 1 ? { next: to(origin, number + 1) } : {}),
    }));
    const { got } = await collect(server);
    expect(got).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(server.requests.map((request) => request.url)).toEqual([
      '/v1/environments/e1/users?limit=2',
      ...[1, 2, 3].map((number) => `/v1/environments/e1/users?limit=2&cursor=${number}`),
    ]);
  });

  test('fetches the next page while the caller works on this one, and no further', async () => {
    const second = new Latch();
    const server = await list((number, origin) => {
      if (number === 1) second.open();
      return { rows: [`${number}`], next: to(origin, number + 1) };
    });
    const walk = walkPages({ upstream: upstreamTo(server.origin), context, first: readUsers, next });
    await walk.next();
    await second.opened;
    expect(server.requests).toHaveLength(2);
    await walk.return();
  });

  test.each([
    ['names the same page again', (number: number) => Math.min(number + 1, 2)],
    ['goes round (A, B, A)', (number: number) => (number === 1 ? 2 : 1)],
  ])('stops when a link %s, and keeps the pages before', async (_, follow) => {
    const server = await list((number, origin) => ({
      rows: [`${number}`],
      next: to(origin, follow(number)),
    }));
    const { got, walk } = await collect(server);
    const error = await failureOf(walk);
    expect(error).toMatchObject({
      code: 'PAGINATION_LOOP',
      facts: { directory: 'acme', transactionId: 'tx-1' },
    });
    expect(got).toEqual(['0', '1', '2']);
  });

  test('stops at the page cap, and at many empty pages', async () => {
    const endless = await list((number, origin) => ({ rows: [`${number}`], next: to(origin, number + 1) }));
    const capped = await collect(endless, { maxPages: 5 });
    expect((await failureOf(capped.walk)).code).toBe('PAGINATION_LOOP');
    expect(capped.got).toHaveLength(5);

    const empty = await list((number, origin) => ({ rows: [], next: to(origin, number + 1) }));
    const starved = await collect(empty, { maxEmptyPages: 4 });
    expect((await failureOf(starved.walk)).message).toContain('4 empty pages');
    expect(empty.requests).toHaveLength(4);
  });

  test('stops at the row cap, names it, and keeps the pages before', async () => {
    const endless = await list((number, origin) => ({
      rows: [`${number}a`, `${number}b`],
      next: to(origin, number + 1),
    }));
    const { got, walk } = await collect(endless, { maxRows: 6 });
    const error = await failureOf(walk);
    expect(error).toMatchObject({
      code: 'PAGINATION_LOOP',
      facts: { directory: 'acme', transactionId: 'tx-1' },
    });
    expect(error.message).toContain('at most 6 rows');
    expect(got).toHaveLength(6);
    expect(endless.requests).toHaveLength(3);
  });

  test('a list with just as many rows as are read at most is whole', async () => {
    const server = await list((number, origin) => ({
      rows: [`${number}a`, `${number}b`],
      ...(number < 2 ? { next: to(origin, number + 1) } : {}),
    }));
    const { got, walk } = await collect(server, { maxRows: 6 });
    await walk;
    expect(got).toHaveLength(6);
  });

  test('does not take our token to another origin, and keeps the page that pointed there', async () => {
    const foreign = await list(() => ({ rows: ['stolen'] }));
    const server = await list(() => ({ rows: ['a'], next: to(foreign.origin, 1) }));
    const { got, walk } = await collect(server);
    const error = await failureOf(walk);
    expect(error.code).toBe('PAGINATION_LOOP');
    expect(error.message).toContain(foreign.origin);
    expect(got).toEqual(['a']);
    expect(foreign.requests).toHaveLength(0);
  });

  test('gives the good pages before it fails on a bad one', async () => {
    const server = await provider((request, response) => {
      if (request.url?.includes('cursor') === true) json(response, {}, 403);
      else json(response, { rows: ['a'], next: '/environments/e1/users?cursor=1' });
    });
    const { got, walk } = await collect(server);
    expect((await failureOf(walk)).code).toBe('FORBIDDEN');
    expect(got).toEqual(['a']);
  });
});
