import { afterEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { connect, context, everybody } from './support/tenant.ts';
import { guid, type HandServer, refusal, startHandServer } from './support/hand-server.ts';

let server: HandServer | undefined;
let provider: Provider | undefined;
afterEach(async () => {
  await provider?.close();
  await server?.close();
});

async function answering(answer: Parameters<typeof startHandServer>[0]): Promise<Provider> {
  server = await startHandServer(answer);
  provider = connect(server.connection);
  return provider;
}

const row = (number: number) => ({ id: guid(number), accountEnabled: true });
const first = { limit: 10, cursor: null, providerFilter: null };

describe('the link to the next page', () => {
  it.each([
    [
      'another origin',
      () => 'https://evil.example/v1.0/users?$skiptoken=x',
      /leads to https:\/\/evil\.example/,
    ],
    ['another path', (origin: string) => `${origin}/v1.0/groups?$skiptoken=x`, /another path/],
    ['another version', (origin: string) => `${origin}/beta/users?$skiptoken=x`, /another path/],
    [
      'credentials in it',
      (origin: string) => `${origin.replace('http://', 'http://me:pw@')}/v1.0/users?$skiptoken=x`,
      /leads to/,
    ],
    ['no address', () => 'http://[', /not an address/],
    ['no token', (origin: string) => `${origin}/v1.0/users?page=2`, /without a \$skiptoken/],
  ])('with %s is not followed, and the list says so', async (_what, link, told) => {
    const { users } = await answering((_asked, origin) => ({
      body: { value: [row(1)], '@odata.nextLink': link(origin) },
    }));
    const page = await users.list(first, context);
    expect(page.rows.length).toBe(1);
    expect(page.nextCursor).toBeNull();
    expect(page.brokenOff?.message).toMatch(told);
    expect(server?.asked.length).toBe(1);
  });

  it('is not followed there in lists that are read to their end either', async () => {
    const { settings } = await answering(() => ({
      body: { value: [{ id: guid(1) }], '@odata.nextLink': 'https://evil.example/roleDefinitions' },
    }));
    await expect(settings.roles(context)).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
    expect(server?.asked.length).toBe(1);
  });

  it('that repeats the page before ends the list', async () => {
    const { users } = await answering((_asked, origin) => ({
      body: { value: [row(1)], '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=again` },
    }));
    const { nextCursor } = await users.list(first, context);
    const second = await users.list({ ...first, cursor: nextCursor }, context);
    expect(second.brokenOff?.message).toMatch(/names itself/);
  });

  it('goes on with the very query that it was given for, and with its token alone', async () => {
    await everybody(
      await answering(({ path, query }, origin) => {
        if (path !== '/users' || query.has('$skiptoken')) return { body: { value: [] } };
        return {
          body: {
            value: [row(1)],
            '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=a%2Bb&$top=7&$evil=1`,
          },
        };
      }),
      40,
    );
    const [one, other] = (server?.asked ?? []).filter(({ path }) => path === '/users');
    expect(Object.fromEntries(other?.query ?? [])).toEqual({
      ...Object.fromEntries(one?.query ?? []),
      $skiptoken: 'a+b',
    });
  });
});

describe('answers of another form than documented', () => {
  it.each([
    ['no value', {}],
    ['a value that is no array', { value: {} }],
    ['a row that is no object', { value: [row(1), 7] }],
    ['a row without an id', { value: [{ accountEnabled: true }] }],
    ['a link that is no text', { value: [], '@odata.nextLink': 7 }],
    ['an array', [row(1)]],
  ])('%s is an error and not an empty list', async (_what, body) => {
    const { users } = await answering(() => ({ body }));
    await expect(users.list(first, context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('an answer about somebody else is not taken for the one who was asked for', async () => {
    const { users } = await answering(() => ({ body: row(2) }));
    await expect(users.get(guid(1), context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('an id in another case is the same', async () => {
    const { users } = await answering(() => ({ body: row(1) }));
    expect(await users.get(guid(1).toUpperCase(), context)).toMatchObject({ externalId: guid(1) });
  });
});

describe('errors of Graph', () => {
  it('carry its code and the id of the request, which its support asks for', async () => {
    const { groups } = await answering(() => refusal(400, 'Request_UnsupportedQuery'));
    await expect(groups.list({ limit: 5, cursor: null }, context)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      facts: { providerCode: 'Request_UnsupportedQuery', providerErrorId: 'request-1' },
    });
  });

  it('501 for a property that a list cannot return leaves the property out and reads the rest', async () => {
    const { users } = await answering(({ path, query }) =>
      path === '/users' && query.get('$select')?.includes('signInActivity') === true
        ? refusal(501, 'notImplemented')
        : { body: { value: [row(1)] } },
    );
    const { rows } = await users.list(first, context);
    expect(rows.length).toBe(1);
    expect(rows[0]?.lastSignOn.state).toBe('UNKNOWN');
  });

  it('a refusal of the licence is known by its code, whatever its message says', async () => {
    const { users } = await answering(({ query }) =>
      query.get('$select')?.includes('signInActivity') === true
        ? refusal(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')
        : { body: { value: [row(1)] } },
    );
    await users.list(first, context);
    expect(server?.asked.length).toBe(2);
    expect(server?.asked[1]?.query.get('$select')).toContain('employeeLeaveDateTime');
  });

  it('a password profile that may not be read leaves the rest of the state', async () => {
    const lastPasswordChangeDateTime = '2026-01-01T00:00:00Z';
    const { users } = await answering(({ query }) =>
      query.get('$select')?.includes('passwordProfile') === true
        ? refusal(403, 'Authorization_RequestDenied')
        : { body: { id: guid(1), lastPasswordChangeDateTime } },
    );
    expect(await users.passwordState(guid(1), context)).toMatchObject({
      status: 'UNKNOWN',
      lastChangedAt: new Date(lastPasswordChangeDateTime),
    });
  });
});
