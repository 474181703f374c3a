import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextOf } from '../../../src/providers/okta/link-header.ts';
import { answering, record } from './support/answers.ts';
import { context } from './support/peer.ts';

const request = { limit: 2, cursor: null, providerFilter: null };

describe('links to the next page', () => {
  test('several Link headers, one of them next: it is followed as it is written', async () => {
    const { provider, asked } = await answering(({ url }, origin) => ({
      body: url.searchParams.has('after') ? [record('00u3')] : [record('00u1'), record('00u2')],
      headers: {
        link: url.searchParams.has('after')
          ? [`<${url.href}>; rel="self"`]
          : [`<${url.href}>; rel="self"`, `<${origin}/api/v1/users?after=a,b%20c&limit=2>; rel="next"`],
      },
    }));
    const first = await provider.users.list(request, context);
    const second = await provider.users.list({ ...request, cursor: first.nextCursor }, context);
    expect(second).toMatchObject({ rows: [{ externalId: '00u3' }], nextCursor: null });
    expect(asked[1]?.url.searchParams.get('after')).toBe('a,b c');
    expect(asked[1]?.url.searchParams.get('search')).toBe('status pr');
  });

  test.each([
    ['another host', 'http://127.0.0.1:9/api/v1/users?after=x'],
    ['another path', '/api/v1/groups?after=x'],
    ['a path that climbs', '/api/v1/users/../groups?after=x'],
    ['no address at all', 'http://'],
  ])(
    'one that leads to %s is not followed: the rows stay, and the list says that it broke off',
    async (_, href) => {
      const { provider, asked } = await answering(() => ({
        body: [record('00u1')],
        headers: { link: `<${href}>; rel="next"` },
      }));
      const page = await provider.users.list(request, context);
      expect(page.rows).toHaveLength(1);
      expect(page.nextCursor).toBeNull();
      expect(page.brokenOff).toMatchObject({ code: 'PAGINATION_LOOP' });
      // A list that is read to its end does not answer a part of itself.
      await expect(provider.applications.list(context)).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
      expect(asked).toHaveLength(2);
    },
  );

  test('a page that names itself as the next one breaks off', async () => {
    const { provider } = await answering(({ url }, origin) => ({
      body: [record('00u1')],
      headers: { link: `<${origin}${url.pathname}?after=x>; rel="next"` },
    }));
    const first = await provider.users.list(request, context);
    const second = await provider.users.list({ ...request, cursor: first.nextCursor }, context);
    expect(second.brokenOff).toMatchObject({ code: 'BAD_RESPONSE' });
    await expect(provider.applications.list(context)).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
  });

  test('a link without a cursor breaks off', async () => {
    const { provider } = await answering((_, origin) => ({
      body: [record('00u1')],
      headers: { link: `<${origin}/api/v1/users?limit=2>; rel="next"` },
    }));
    expect((await provider.users.list(request, context)).brokenOff).toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('under /api/v1/iam the link is in the body, and one that cannot be read is no end', async () => {
    const { provider } = await answering(({ url }) =>
      url.pathname.endsWith('/permissions')
        ? { body: { permissions: [] } }
        : { body: { roles: [{ id: 'cr01', label: 'One' }], _links: { next: { href: 7 } } } },
    );
    await expect(provider.settings.roles(context)).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
  });
});

const written = (url: string, rel: string): string => `<${url}>; rel="${rel}"`;

describe('reading the header', () => {
  const address = fc.webUrl({ withQueryParameters: true }).filter((url) => !/[<>\s]/.test(url));
  const others = fc.array(fc.tuple(address, fc.constantFrom('self', 'prev', 'nextish', 'last')), {
    maxLength: 4,
  });

  test('the next address is found wherever it stands, whatever is in the others', () => {
    fc.assert(
      fc.property(others, address, others, (before, next, after) => {
        const link = [
          ...before.map(([url, rel]) => written(url, rel)),
          written(next, 'next'),
          ...after.map(([url, rel]) => written(url, rel)),
        ].join(', ');
        expect(nextOf({ link })).toBe(next);
      }),
    );
  });

  test('without one there is none', () => {
    fc.assert(
      fc.property(others, (links) => {
        expect(nextOf({ link: links.map(([url, rel]) => written(url, rel)).join(', ') })).toBeNull();
      }),
    );
    expect(nextOf({})).toBeNull();
    expect(nextOf({ link: '<https://a/b>; title="x, y; rel=next"; rel=self' })).toBeNull();
    expect(nextOf({ link: '<https://a/b>; title="x"; rel=next' })).toBe('https://a/b');
  });
});
