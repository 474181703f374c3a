import { afterEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { connect, context } from './support/connect.ts';
import { page, refusal, startPageServer, type PageServer } from './support/page-server.ts';

let server: PageServer;
let provider: Provider;

async function start(answer: Parameters<typeof startPageServer>[0]): Promise<void> {
  server = await startPageServer(answer);
  provider = connect(server.connection);
}

afterEach(async () => {
  await provider.close();
  await server.close();
});

async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const failure: unknown = await work.then(
    () => new Error('it answered'),
    (error: unknown) => error,
  );
  if (failure instanceof UpstreamError) return failure;
  throw failure;
}

const firstPage = { limit: 50, cursor: null, providerFilter: null };

const two = ({ query }: { query: URLSearchParams }, origin: string) =>
  query.get('cursor') === 'c2'
    ? page('users', [{ id: 'u2' }])
    : page('users', [{ id: 'u1' }], `${origin}/v1/environments/env-1/users?cursor=c2&limit=50`, 2);

/** A cursor as the provider writes it: the list, the query of its next page, a digest of the filter. */
const forged = ([list, query, filter]: readonly [list: string, query: object, filter: string]): string =>
  Buffer.from(JSON.stringify([list, filter, JSON.stringify(query)])).toString('base64url');

const session = (id: number, expiresAt: string) => ({
  id: `s${id}`,
  createdAt: `2026-01-01T00:00:0${id}Z`,
  expiresAt,
});

describe('rows', () => {
  test('a row without an id is an error that names route, page and position', async () => {
    await start(() => page('users', [{ id: 'u1' }, { username: 'nobody', id: 7 }]));
    const failure = await failureOf(provider.users.list(firstPage, context));
    expect(failure.code).toBe('BAD_RESPONSE');
    expect(failure.message).toMatch(
      /GET \/environments\/\{environmentId\}\/users .*page 1, row 2; expected a text, found a number/,
    );
    expect(failure.message).not.toContain('nobody');
    expect(failure.facts.transactionId).toBe('test-transaction');
  });

  test('a row without an id on the second page of a walk names that page', async () => {
    await start(({ path, query }, origin) =>
      query.has('cursor')
        ? page('applications', [{ name: 'x' }])
        : page('applications', [{ id: 'a1' }], `${origin}/v1/environments/env-1${path}?cursor=c2`),
    );
    expect((await failureOf(provider.applications.list(context))).message).toContain('page 2, row 1');
  });

  test.each([
    ['a row that is no object', { _embedded: { users: [{ id: 'u1' }, null] }, size: 2 }],
    ['a list that is no list', { _embedded: { users: {} } }],
    ['a body that is no object', ['u1']],
    ['another object than a list', { id: 'u1' }],
    ['a count without rows', { _links: {}, count: 3, size: 3 }],
    ['a link without an address', { _embedded: { users: [] }, _links: { next: {} } }],
  ])('%s is an error and not an empty list', async (_, body) => {
    await start(() => ({ body }));
    expect((await failureOf(provider.users.list(firstPage, context))).code).toBe('BAD_RESPONSE');
  });

  test('an empty list may come without _embedded', async () => {
    await start(() => ({ body: { _links: { self: { href: 'x' } }, count: 0, size: 0 } }));
    expect(await provider.users.list(firstPage, context)).toMatchObject({
      rows: [],
      total: 0,
      nextCursor: null,
    });
  });

  test('unknown members and words are carried, not refused', async () => {
    await start(() => page('devices', [{ id: 'd1', type: 'HOLOGRAM', status: 'DREAMING', future: {} }]));
    expect(await provider.mfa.devicesOf('u1', context)).toMatchObject([
      { type: 'UNKNOWN', rawType: 'HOLOGRAM', status: 'UNKNOWN', rawStatus: 'DREAMING', tier: 'UNKNOWN' },
    ]);
  });

  test('a refusal is an error with the code and id of PingOne, and never an empty list', async () => {
    await start(() => refusal(403, 'ACCESS_FAILED'));
    for (const work of [
      () => provider.mfa.devicesOf('u1', context),
      () => provider.users.groupsOf('u1', context),
      () => provider.settings.populations(context),
      () => provider.users.get('u1', context),
    ]) {
      const failure = await failureOf(work());
      expect(failure).toMatchObject({
        code: 'FORBIDDEN',
        facts: { providerCode: 'ACCESS_FAILED', providerErrorId: 'error-1' },
      });
    }
  });

  test('custom roles that may not be seen leave an incomplete list of roles', async () => {
    await start(({ path }) =>
      path.endsWith('/v1/roles')
        ? page('roles', [{ id: 'r1', name: 'Environment Admin' }])
        : refusal(403, 'ACCESS_FAILED'),
    );
    const roles = await provider.settings.roles(context);
    expect(roles).toMatchObject({
      complete: false,
      reason: 'FORBIDDEN',
      rows: [{ externalId: 'r1', tier: 0 }],
    });
  });

  test('a bypass that cannot be read is not "no bypass"', async () => {
    await start(({ path }) => ({ body: path.includes('u1') ? { bypassMFAEnabledUntil: 'soon' } : {} }));
    expect((await failureOf(provider.users.mfaBypass('u1', context))).code).toBe('BAD_RESPONSE');
    expect(await provider.users.mfaBypass('u2', context)).toEqual({ until: null });
  });
});

describe('cursors and links', () => {
  test('a cursor leads to the next page, under the same filter', async () => {
    await start(two);
    const filtered = { ...firstPage, providerFilter: 'enabled eq true' };
    const first = await provider.users.list(filtered, context);
    expect(first.total).toBe(2);
    const second = await provider.users.list({ ...filtered, cursor: first.nextCursor }, context);
    expect(second.rows.map((user) => user.externalId)).toEqual(['u2']);
    expect(second.nextCursor).toBeNull();
    const other = provider.users.list({ ...firstPage, cursor: first.nextCursor }, context);
    expect((await failureOf(other)).message).toContain('with another filter');
    const groups = provider.groups.list({ limit: 50, cursor: first.nextCursor }, context);
    expect((await failureOf(groups)).message).toContain('another list');
  });

  const noFilter = '47DEQpj8HBSa-_TI';
  test.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another path', forged(['/environments/env-2/users', { cursor: 'c2' }, noFilter])],
    ['a path upwards', forged(['/environments/env-1/../env-2/users', { cursor: 'c2' }, noFilter])],
    ['an address', forged(['https://attacker.example/users', { cursor: 'c2' }, noFilter])],
    [
      'a parameter that no list has',
      forged(['/environments/env-1/users', { cursor: 'c2', include: 'x' }, noFilter]),
    ],
    ['a parameter that is no text', forged(['/environments/env-1/users', { cursor: { a: 1 } }, noFilter])],
    ['another filter', forged(['/environments/env-1/users', { cursor: 'c2' }, 'x'])],
  ])('a forged cursor of %s is refused before anything is sent', async (_, cursor) => {
    await start(two);
    const failure = await failureOf(provider.users.list({ ...firstPage, cursor }, context));
    expect(failure.code).toBe('INVALID_REQUEST');
    expect(server.asked).toEqual([]);
  });

  test('the cursor that is refused when forged is taken when it is right', async () => {
    await start(two);
    const cursor = forged(['/environments/env-1/users', { cursor: 'c2' }, noFilter]);
    expect((await provider.users.list({ ...firstPage, cursor }, context)).rows).toHaveLength(1);
  });

  test.each([
    ['another origin', 'https://attacker.example/v1/environments/env-1/users?cursor=c2'],
    ['another path', '/v1/environments/env-2/users?cursor=c2'],
    ['a path upwards', '/v1/environments/env-1/users/../../env-2/users?cursor=c2'],
  ])('a next link to %s is refused and not followed', async (_, next) => {
    await start(({ path }) => page(path.slice(1), [{ id: 'x1' }], next));
    const users = await provider.users.list(firstPage, context);
    expect(users).toMatchObject({ nextCursor: null, brokenOff: { code: 'PAGINATION_LOOP' } });
    expect(users.rows, 'the rows before the link are good').toHaveLength(1);
    expect((await failureOf(provider.settings.populations(context))).code).toBe('PAGINATION_LOOP');
    expect(server.asked).toHaveLength(2);
  });

  test('a list that names itself as its next page ends in an error', async () => {
    await start(({ path }, origin) =>
      page(path.slice(1), [{ id: 'x1' }], `${origin}/v1/environments/env-1${path}?cursor=c1`),
    );
    expect((await failureOf(provider.settings.populations(context))).code).toBe('PAGINATION_LOOP');
  });

  test('an id cannot lead to another path', async () => {
    await start(() => page('devices', []));
    expect((await failureOf(provider.mfa.devicesOf('..', context))).code).toBe('INVALID_REQUEST');
    expect((await failureOf(provider.mfa.devicesOf('', context))).code).toBe('INVALID_REQUEST');
    expect((await failureOf(provider.mfa.devicesOf('../../x', context))).code).toBe('INVALID_REQUEST');
    await provider.mfa.devicesOf('x?y#z', context);
    expect(server.asked.map((asked) => asked.path)).toEqual(['/users/x%3Fy%23z/devices']);
  });

  test('every call carries the transaction id in the header of PingOne', async () => {
    await start(two);
    await provider.users.list(firstPage, context);
    expect(server.asked[0]?.headers['x-ping-external-transaction-id']).toBe('test-transaction');
  });
});

test('lastSignOn is told as "never" once a row of the directory carried one', async () => {
  const signOn = { lastSignOn: { at: '2026-03-02T08:11:40Z' } };
  await start(({ path }) =>
    path === '/users' ? page('users', [{ id: 'u1' }, { id: 'u2', ...signOn }]) : { body: { id: 'u3' } },
  );
  expect((await provider.users.get('u3', context))?.lastSignOn.state).toBe('UNKNOWN');
  const { rows } = await provider.users.list(firstPage, context);
  expect(rows[0]?.lastSignOn).toMatchObject({ state: 'KNOWN', value: null });
  expect((await provider.users.get('u3', context))?.lastSignOn).toMatchObject({
    state: 'KNOWN',
    source: 'DIRECT',
  });
});

test('ten sessions may not be all, and expired ones are left out', async () => {
  await start(({ path }) =>
    page('sessions', [
      ...Array.from({ length: path.includes('u1') ? 9 : 2 }, (_, index) =>
        session(index, '2999-01-01T00:00:00Z'),
      ),
      session(9, '2020-01-01T00:00:00Z'),
    ]),
  );
  expect(await provider.users.sessions('u1', context)).toMatchObject({ complete: false, reason: 'PARTIAL' });
  const few = await provider.users.sessions('u2', context);
  expect([few.complete, few.rows.map((one) => one.externalId)]).toEqual([true, ['s1', 's0']]);
});
