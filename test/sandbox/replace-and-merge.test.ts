import { asyncProperty, assert, constantFrom, option, record, string, uniqueArray } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

/** Members that everybody may set on a user, all of them texts. */
const MEMBERS = ['nickname', 'title', 'locale', 'timezone', 'externalId', 'accountId', 'preferredLanguage'];
const NAMES = ['given', 'family', 'middle', 'formatted'];
let client: TestClient;
let user: string;
let made = 0;

beforeAll(async () => {
  client = await openSandbox({ users: 5 });
});
afterAll(() => client.close());

async function newUser(): Promise<string> {
  made += 1;
  const reply = await client.send('POST', 'users', { username: `user ${made}`, email: 'u@example.com' });
  return `users/${String(reply.body['id'])}`;
}

const text = string({ minLength: 1, maxLength: 30 });
const someOf = (names: readonly string[]) =>
  record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] });

test('PUT of a user replaces: what GET answers next is the body and what the service keeps', async () => {
  user = await newUser();
  const { username, ...kept } = (await client.get(user)).body as unknown as Record<string, unknown>;
  delete kept['email'];
  const bodies = record({ email: option(text, { nil: undefined }), name: someOf(NAMES) });
  await assert(
    asyncProperty(bodies, someOf(MEMBERS), async ({ email, name }, others) => {
      const body = { username, ...others, name, ...(email === undefined ? {} : { email }) };
      const put = await client.send('PUT', user, body);
      expect(put.status).toBe(200);
      const held = (await client.get(user)).body as unknown as Record<string, unknown>;
      expect(held).toEqual({ ...kept, ...body, updatedAt: held['updatedAt'] });
    }),
    { numRuns: 40 },
  );
});

test('PATCH of a user changes what it names, clears what it sets to null, and leaves the rest', async () => {
  user = await newUser();
  const nameChanges = record(Object.fromEntries(NAMES.map((name) => [name, option(text)])), {
    requiredKeys: [],
  });
  const changes = record(Object.fromEntries(MEMBERS.map((name) => [name, option(text)])), {
    requiredKeys: [],
  });
  await assert(
    asyncProperty(changes, nameChanges, async (change, name) => {
      const before = (await client.get(user)).body as unknown as Record<string, unknown>;
      expect((await client.send('PATCH', user, { ...change, name })).status).toBe(200);
      const after = (await client.get(user)).body as unknown as Record<string, unknown>;
      const expected = without({ ...before, ...change });
      const names = without({ ...(before['name'] as object | undefined), ...name });
      expect(after).toEqual({ ...expected, name: names, updatedAt: after['updatedAt'] });
    }),
    { numRuns: 40 },
  );
});

test('PUT replaces a group, a population, a policy and a subscription alike', async () => {
  const filterOptions = { includedActionTypes: ['USER.UPDATED'] };
  const subscription = { enabled: false, format: 'ACTIVITY', filterOptions, verifyTlsCertificates: true };
  const lists = {
    groups: {},
    populations: {},
    agreements: { enabled: true },
    signOnPolicies: {},
    subscriptions: subscription,
  };
  await assert(
    asyncProperty(
      constantFrom(...(Object.keys(lists) as (keyof typeof lists)[])),
      uniqueArray(text, { minLength: 2, maxLength: 2 }),
      async (list, [description, purpose]) => {
        made += 1;
        const body = { ...lists[list], name: `${list} ${made}` };
        const first = await client.send('POST', list, { ...body, description, purpose });
        expect(first.body).toMatchObject({ description, purpose });
        const path = `${list}/${String(first.body['id'])}`;
        await client.send('PUT', path, { ...body, purpose: null, extra: description });
        const held = (await client.get(path)).body;
        expect(held).toMatchObject({ ...body, extra: description });
        expect(held).not.toHaveProperty('description');
        expect(held).not.toHaveProperty('purpose');
        expect(held['createdAt']).toBe(first.body['createdAt']);
      },
    ),
    { numRuns: 15 },
  );
});

test('read-only members of a PUT are ignored, or refused by the switch', async () => {
  user = await newUser();
  const { username } = (await client.get(user)).body;
  const body = { username, lastSignOn: { at: '2020-01-01T00:00:00Z' }, id: 'another', mfaEnabled: true };
  expect((await client.send('PUT', user, body)).status).toBe(200);
  expect((await client.get(user)).body).not.toHaveProperty('lastSignOn');
  client.sandbox.settings.readOnlyMembers = 'refuse';
  expect((await client.send('PUT', user, body)).status).toBe(400);
  client.sandbox.settings.readOnlyMembers = 'ignore';
});

function without(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
