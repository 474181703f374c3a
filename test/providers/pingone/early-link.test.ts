import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { earlyNextLink } from '../../../src/providers/pingone/early-link.ts';
import type { NextPage, Provider } from '../../../src/providers/provider.ts';
import { connect, context } from './support/connect.ts';
import { type PageServer, startPageServer } from './support/page-server.ts';

const bytes = (body: unknown): Uint8Array => Buffer.from(JSON.stringify(body));
const rows = { _embedded: { users: [{ id: 'u1', _links: { next: { href: 'of a row' } } }] }, size: 1 };

test('of any page that begins with its links, the link to the next one is what the whole page says', () => {
  const link = fc.record({ href: fc.string() });
  const links = fc.record({ self: link, next: link, prev: link }, { requiredKeys: ['self'] });
  fc.assert(
    fc.property(links, (drawn) => {
      expect(earlyNextLink(bytes({ _links: drawn, ...rows }))).toBe(latin1(drawn.next?.href));
    }),
  );
});

/** Links are ASCII; in others each byte is a letter, and whoever reads the whole page says what is wrong. */
function latin1(text: string | undefined): string | null {
  if (text === undefined) return null;
  return Buffer.from(text).toString('latin1');
}

test.each([
  ['links after the rows', { ...rows, _links: { next: { href: 'x' } } }],
  ['no links', rows],
  ['a link that is no text', { _links: { next: { href: 7 } }, ...rows }],
  ['links that are no object', { _links: [{ next: { href: 'x' } }], ...rows }],
  ['another body', ['_links']],
])('%s: nothing is known early', (_, body) => {
  expect(earlyNextLink(bytes(body))).toBeNull();
});

test('of a page that was cut off within its links nothing is known early', () => {
  const whole = bytes({ _links: { next: { href: 'x' } } });
  for (let length = 0; length < whole.length - 2; length += 1)
    expect(earlyNextLink(whole.subarray(0, length))).toBeNull();
});

let server: PageServer;
let provider: Provider;

afterEach(async () => {
  await provider?.close();
  await server?.close();
});

/** What is told of the next page of a list whose link leads to `href`, and what the list says of it at last. */
async function toldOf(
  href: (origin: string) => string,
): Promise<{ readonly told: readonly NextPage[]; readonly nextCursor: string | null }> {
  server = await startPageServer((_, origin) => ({
    body: { _links: { next: { href: href(origin) } }, _embedded: { users: [{ id: 'u1' }] } },
  }));
  provider = connect(server.connection);
  const told: NextPage[] = [];
  const request = {
    limit: 50,
    cursor: null,
    providerFilter: null,
    onNext: (next: NextPage) => void told.push(next),
  };
  const { nextCursor } = await provider.users.list(request, context);
  return { told, nextCursor };
}

test('the next page is told of before this one is read, as if it were full, and again when it is', async () => {
  const { told, nextCursor } = await toldOf((origin) => `${origin}/v1/environments/env-1/users?cursor=c2`);
  expect(told).toEqual([
    { cursor: nextCursor, rowsBefore: 50 },
    { cursor: nextCursor, rowsBefore: 1 },
  ]);
});

test('a link that leads elsewhere is not told of early either', async () => {
  const { told, nextCursor } = await toldOf(() => 'http://127.0.0.1:1/v1/environments/env-1/users?cursor=c2');
  expect(told).toEqual([]);
  expect(nextCursor).toBeNull();
});
