import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connected, context, failureOf, sweeping } from './support.ts';

let stage: Connected;
beforeAll(async () => {
  stage = await connected();
});
afterEach(() => {
  stage.peer.faults.clear();
  stage.peer.paging.cap = Number.POSITIVE_INFINITY;
});
afterAll(async () => {
  await stage.close();
});

const USERS = '/admin/directory/v1/users';
const GROUPS = '/admin/directory/v1/groups';
const firstPage = { limit: 5, cursor: null, providerFilter: null };

function answerWith(route: string, body: unknown, after = 0): void {
  stage.peer.faults.add({ route, fault: { kind: 'body', status: 200, body }, after });
}

describe('an answer that is no list', () => {
  test.each([
    ['an empty object', {}],
    ['another list, empty', { kind: 'admin#directory#groups' }],
    ['a list of another type', { kind: 'admin#directory#users', users: {} }],
    ['an array', []],
    ['a row that is no object', { users: [null] }],
    ['a row without an id', { users: [{ primaryEmail: 'a@example.com' }] }],
    ['a token of another type', { users: [], nextPageToken: 7 }],
  ])('(%s) is an error and not an empty list', async (_, body) => {
    answerWith(USERS, body);
    expect((await failureOf(stage.provider.users.list(firstPage, context))).code).toBe('BAD_RESPONSE');
  });

  test('an empty list may come without its array', async () => {
    answerWith(GROUPS, { kind: 'admin#directory#groups', etag: 'x' });
    expect(await stage.provider.groups.list({ limit: 5, cursor: null }, context)).toMatchObject({
      rows: [],
      nextCursor: null,
    });
  });
});

describe('following pages', () => {
  test('a list that names itself as the next page ends with an error', async () => {
    answerWith(GROUPS, { groups: [{ id: 'g1' }], nextPageToken: 'same' });
    const first = await stage.provider.groups.list({ limit: 5, cursor: null }, context);
    expect(
      (await failureOf(stage.provider.groups.list({ limit: 5, cursor: first.nextCursor }, context))).code,
    ).toBe('BAD_RESPONSE');
    const { code } = await failureOf(stage.provider.groups.parents('g1', context));
    expect(code).toBe('PAGINATION_LOOP');
  });

  test('a token can lead nowhere but to its own list', async () => {
    const token = '../../../customer/my_customer/roles?x=1#&pageToken=2';
    answerWith(GROUPS, { groups: [{ id: 'g1' }], nextPageToken: token });
    const first = await stage.provider.groups.list({ limit: 5, cursor: null }, context);
    stage.peer.faults.clear();
    const failure = await failureOf(
      stage.provider.groups.list({ limit: 5, cursor: first.nextCursor }, context),
    );
    // The peer got it as one parameter, and does not know it.
    expect(failure.message).toContain('GET /groups');
    expect(failure.facts.status).toBe(400);
  });

  test('a page token that is too old is refused by Google, and told as a request to begin anew', async () => {
    const first = await stage.provider.users.list(firstPage, context);
    stage.peer.faults.add({ route: USERS, fault: { kind: 'status', status: 400 } });
    const failure = await failureOf(
      stage.provider.users.list({ ...firstPage, cursor: first.nextCursor }, context),
    );
    expect(failure.code).toBe('INVALID_REQUEST');
  });

  test('pages shorter than asked for are not the last', async () => {
    stage.peer.paging.cap = 3;
    const { rows } = await stage.provider.settings.roles(context);
    expect(rows).toHaveLength(stage.peer.roles.size);
  });

  test('a fault in the middle of a walk leaves no half list', async () => {
    stage.peer.paging.cap = 2;
    const route = '/admin/directory/v1/customer/{customer}/roleassignments';
    stage.peer.faults.add({ route, fault: { kind: 'status', status: 403 }, after: 1 });
    const [id = ''] = stage.peer.users.keys();
    expect((await failureOf(stage.provider.users.roleAssignmentsOf(id, sweeping))).code).toBe('FORBIDDEN');
  });

  test('a page of users asks for 500 at the most, and of groups for 200', async () => {
    const seen: string[] = [];
    const query = (route: string): void => {
      stage.peer.faults.add({ route, path: /maxResults=(500|200)/, fault: { kind: 'latency', delayMs: 0 } });
      seen.push(route);
    };
    query(USERS);
    query(GROUPS);
    await stage.provider.users.list({ ...firstPage, limit: 5_000 }, context);
    await stage.provider.groups.list({ limit: 5_000, cursor: null }, context);
    expect(stage.peer.faults.fired).toBe(seen.length);
  });
});

test('an answer about somebody else than who was asked for is an error', async () => {
  const [id = '', other = ''] = stage.peer.users.keys();
  answerWith('/admin/directory/v1/users/{userKey}', { id: other, suspended: false });
  expect((await failureOf(stage.provider.users.get(id, context))).code).toBe('BAD_RESPONSE');
});

test('a row that does not tell of a second step leaves it unknown', async () => {
  answerWith('/admin/directory/v1/users/{userKey}', { id: '1', suspended: false });
  const user = await stage.provider.users.get('1', context);
  expect(user?.listedDevices).toBeNull();
  expect(user?.lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'MISSING' });
  expect((await failureOf(stage.provider.mfa.devicesOf('1', context))).code).toBe('BAD_RESPONSE');
});

test('there is no list of applications: nobody is asked for one', async () => {
  expect(stage.provider.capabilities.has('APPLICATIONS')).toBe(false);
  stage.peer.requests.reset();
  expect((await failureOf(stage.provider.applications.list(context))).code).toBe('UNSUPPORTED');
  expect(stage.peer.requests.total).toBe(0);
});
