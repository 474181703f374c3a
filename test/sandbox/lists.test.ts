import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { settingsFrom } from '../../src/sandbox/settings.ts';
import type { Json, Reply, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await openSandbox({ users: 450 });
});
afterEach(() => {
  Object.assign(client.sandbox.settings, settingsFrom());
});
afterAll(() => client.close());

const filtered = (list: string, filter: string) => client.get(`${list}?filter=${encodeURIComponent(filter)}`);
const rowsOf = (reply: Reply, key: string) => reply.body['_embedded']?.[key] as unknown as Json[];
const ids = (rows: readonly Json[]) => rows.map((row) => String(row['id']));

async function walk(path: string): Promise<{ ids: string[]; sizes: number[] }> {
  const found = { ids: [] as string[], sizes: [] as number[] };
  let next: string | undefined = path;
  while (next !== undefined) {
    const reply: Reply = await client.get(next);
    expect(reply.status).toBe(200);
    const rows = rowsOf(reply, 'users');
    expect(reply.body['size']).toBe(rows.length);
    found.ids.push(...ids(rows));
    found.sizes.push(rows.length);
    next = reply.body['_links']?.['next']?.['href'];
  }
  return found;
}

describe('pages', () => {
  test('hold at most 200 users, whatever was asked for, and link to the next with an absolute address', async () => {
    const reply = await client.get('users?limit=1000&nonsense=1');
    expect(rowsOf(reply, 'users')).toHaveLength(200);
    expect(reply.body['count']).toBe(450);
    expect(String(reply.body['_links']?.['next']?.['href'])).toMatch(
      new RegExp(`^${client.sandbox.apiUrl}${client.environment}/users\\?.*cursor=`),
    );
  });

  test('together give every user once, also when they are short', async () => {
    const everybody = [...(client.sandbox.tenant.collections.get('users')?.keys() ?? [])];
    expect(await walk('users?limit=150')).toEqual({ ids: everybody, sizes: [150, 150, 150] });
    client.sandbox.settings.shortPages = true;
    const short = await walk('users?limit=150');
    expect(short.ids).toEqual(everybody);
    expect(short.sizes.slice(0, -1).every((size) => size === 90)).toBe(true);
  });

  test('keep their filter in the cursor', async () => {
    const enabled = await walk(`users?limit=100&filter=${encodeURIComponent('enabled eq true')}`);
    const expected = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])];
    expect(enabled.ids).toEqual(expected.filter((user) => user['enabled'] === true).map((user) => user.id));
  });

  test('go on at the right place after rows before the cursor were removed', async () => {
    const small = await openSandbox({ users: 30 });
    const first = await small.get('users?limit=10');
    const [gone = '', , last = ''] = ids(rowsOf(first, 'users'));
    for (const id of [gone, last]) await small.send('DELETE', `users/${id}`);
    const second = await small.get(String(first.body['_links']?.['next']?.['href']));
    expect(new Set([...ids(rowsOf(first, 'users')), ...ids(rowsOf(second, 'users'))]).size).toBe(20);
    await small.close();
  });

  test('refuse a cursor that was changed or belongs to another list', async () => {
    const next = new URL(String((await client.get('users')).body['_links']?.['next']?.['href']));
    const cursor = next.searchParams.get('cursor') ?? '';
    for (const path of [
      `users?cursor=${cursor.slice(0, -3)}AAA`,
      `groups?cursor=${cursor}`,
      'users?cursor=x',
    ]) {
      const reply = await client.get(path);
      expect([reply.status, reply.body['details']?.[0]?.['target']]).toEqual([400, 'cursor']);
    }
    expect((await client.get('users?limit=0')).status).toBe(400);
  });

  test('may leave out the count', async () => {
    client.sandbox.settings.counts = false;
    expect((await client.get('users')).body).not.toHaveProperty('count');
  });

  test('of the environments link to the host that the request came to', async () => {
    const url = client.sandbox.apiUrl.replace('127.0.0.1', 'localhost');
    const reply = await client.get('users?limit=1', { host: new URL(url).host });
    expect(String(reply.body['_links']?.['self']?.['href'])).toContain(url);
  });
});

describe('filters', () => {
  test('of users take the documented attributes and operators', async () => {
    const people = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])];
    const population = [...(client.sandbox.tenant.collections.get('populations')?.keys() ?? [])][0] ?? '';
    const someone = people.find((user) => user['email'] !== undefined);
    for (const [filter, fits] of [
      [`population.id eq "${population}"`, (u: Json) => u['population']?.['id'] === population],
      [
        `username eq "${String(someone?.['username'])}" or email ew "@nowhere.example"`,
        (u: Json) => u['username'] === someone?.['username'],
      ],
      [
        '(enabled eq false) and population.id eq "' + population + '"',
        (u: Json) => String(u['enabled']) === 'false' && u['population']?.['id'] === population,
      ],
    ] as const) {
      const reply = await filtered('users', filter);
      expect(reply.status).toBe(200);
      const expected = (people as unknown as Json[]).filter((user) => fits(user));
      expect(reply.body['count']).toBe(expected.length);
      expect(ids(rowsOf(reply, 'users'))).toEqual(ids(expected).slice(0, 200));
    }
  });

  test.each([
    'id eq "x"',
    'mfaEnabled eq true',
    'lastSignOn.at gt "2026-01-01T00:00:00Z"',
    'createdAt gt "2026-01-01T00:00:00Z"',
    'account.status eq "LOCKED"',
    'updatedAt ge "2026-01-01T00:00:00Z"',
    'username ne "x"',
    'username co "x"',
    'username pr',
    'not (username eq "x")',
    'enabled eq "true"',
    'username eq x y',
    'username eq "x" and',
    'memberOfGroups[name eq "x"]',
    'constructor eq "x"',
    '(',
  ])('of users refuse %s and say what is supported', async (filter) => {
    const reply = await filtered('users', filter);
    expect([reply.status, reply.body['code']]).toEqual([400, 'INVALID_DATA']);
    const detail = reply.body['details']?.[0];
    expect(detail?.['code']).toBe('INVALID_FILTER');
    expect(detail?.['innerError']?.['supportedAttributes']).toContain('username');
    expect(detail?.['innerError']?.['supportedOperators']).toBeDefined();
  });

  test('take bounds of updatedAt only when the switch says so', async () => {
    client.sandbox.settings.updatedAtFilter = true;
    expect((await filtered('users', 'updatedAt ge "2000-01-01T00:00:00Z"')).body['count']).toBe(450);
  });

  test('find groups by several ids at once', async () => {
    const wanted = [...(client.sandbox.tenant.collections.get('groups')?.keys() ?? [])].slice(1, 4);
    const reply = await filtered('groups', wanted.map((id) => `id eq "${id}"`).join(' or '));
    expect(ids(rowsOf(reply, 'groups'))).toEqual(wanted);
    expect((await filtered('groups', 'name co "a"')).status).toBe(400);
  });

  test('are ignored where none is documented', async () => {
    expect((await filtered('applications', 'anything at all')).status).toBe(200);
  });

  test('tell custom roles from built-in ones', async () => {
    const all = (await client.get('roles')).body['count'];
    const custom = (await filtered('roles', 'type eq "CUSTOM"')).body['count'];
    const platform = (await filtered('roles', 'type eq "PLATFORM"')).body['count'];
    expect(Number(custom) + Number(platform)).toBe(Number(all));
  });
});

test('a value with quotes and backslashes is found when it is escaped', async () => {
  const user = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])][0];
  const before = user?.['nickname'];
  if (user !== undefined) user['nickname'] = 'a "b" \\c';
  const reply = await filtered('users', 'nickname eq "a \\"b\\" \\\\c"');
  expect(reply.body['count']).toBe(1);
  if (user !== undefined) user['nickname'] = before;
});
