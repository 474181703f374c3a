import { importPKCS8, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type GoogleWorkspacePeer,
  startGoogleWorkspacePeer,
} from '../../../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';

const READ_USERS = 'https://www.googleapis.com/auth/admin.directory.user.readonly';
const READ_GROUPS = 'https://www.googleapis.com/auth/admin.directory.group.readonly';

let now: number;
let peer: GoogleWorkspacePeer;
beforeEach(async () => {
  now = Date.now();
  peer = await startGoogleWorkspacePeer({ people: drawPeerPeople({ users: 30 }), clock: () => now });
});
afterEach(async () => {
  await peer.close();
});

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(path: string, token: string, init: RequestInit = {}): Promise<Said> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${peer.apiUrl}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

async function grant(claims: Record<string, unknown> = {}, key = peer.credentials.privateKey): Promise<Said> {
  const { serviceAccountEmail, adminEmail } = peer.credentials;
  const seconds = Math.floor(now / 1_000);
  const usual = {
    iss: serviceAccountEmail,
    sub: adminEmail,
    aud: peer.tokenUrl,
    iat: seconds,
    exp: seconds + 600,
    scope: READ_USERS,
  };
  const assertion = await new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(await importPKCS8(key, 'RS256'));
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const response = await fetch(peer.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function tokenFor(scope: string): Promise<string> {
  return String((await grant({ scope })).body['access_token']);
}

function count({ body }: Said): number {
  return (body['users'] as readonly unknown[]).length;
}

function reasonOf({ body }: Said): unknown {
  const error = body['error'] as { readonly errors?: readonly { readonly reason: string }[] };
  return error.errors?.[0]?.reason;
}

describe('the token endpoint', () => {
  test('gives tokens that live as long as it says, for the scopes that were asked for', async () => {
    const { status, body } = await grant();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
    const token = String(body['access_token']);
    expect((await ask('/users?customer=my_customer', token)).status).toBe(200);
    const groups = await ask('/groups?customer=my_customer', token);
    expect([groups.status, reasonOf(groups)]).toEqual([403, 'insufficientPermissions']);
    now += 3_600_000;
    expect((await ask('/users?customer=my_customer', token)).status).toBe(401);
  });

  test.each([
    ['another audience', { aud: 'https://oauth2.example.com/token' }, 400, 'invalid_grant'],
    ['another issuer', { iss: 'someone@example.com' }, 400, 'invalid_grant'],
    ['nobody to act as', { sub: undefined }, 400, 'invalid_grant'],
    ['somebody who is no administrator', { sub: 'nobody@example.com' }, 400, 'invalid_grant'],
    ['more than an hour', { exp: Math.floor(Date.now() / 1_000) + 7_200 }, 400, 'invalid_grant'],
    [
      'a scope that nobody delegated',
      { scope: `${READ_USERS} https://mail.google.com/` },
      401,
      'unauthorized_client',
    ],
  ])('refuses %s', async (_, claims, status, error) => {
    expect(await grant(claims)).toMatchObject({ status, body: { error } });
  });
});

describe('lists', () => {
  test('give tokens that mean nothing, belong to their list and end after three days', async () => {
    const token = await tokenFor(`${READ_USERS} ${READ_GROUPS}`);
    const first = await ask('/users?customer=my_customer&maxResults=7', token);
    const pageToken = encodeURIComponent(String(first.body['nextPageToken']));
    const path = `/users?customer=my_customer&maxResults=7&pageToken=${pageToken}`;
    expect((await ask(path, token)).body['users']).toHaveLength(7);
    const elsewhere = await ask(`/groups?customer=my_customer&pageToken=${pageToken}`, token);
    expect([elsewhere.status, reasonOf(elsewhere)]).toEqual([400, 'invalid']);
    expect((await ask('/users?customer=my_customer&pageToken=7', token)).status).toBe(400);
    now += 3 * 86_400_000;
    const late = await tokenFor(READ_USERS);
    expect((await ask(path, late)).status).toBe(400);
  });

  test.each([
    ['more rows than there may be', '/users?customer=my_customer&maxResults=501'],
    ['no customer', '/users'],
    ['a customer and a member at once', '/groups?customer=my_customer&userKey=1'],
  ])('refuse %s', async (_, path) => {
    expect((await ask(path, await tokenFor(`${READ_USERS} ${READ_GROUPS}`))).status).toBe(400);
  });

  test('show deleted people only when asked for, and then them alone', async () => {
    const token = await tokenFor(READ_USERS);
    const there = await ask('/users?customer=my_customer&maxResults=500', token);
    const deleted = await ask('/users?customer=my_customer&maxResults=500&showDeleted=true', token);
    expect(count(deleted)).toBeGreaterThan(0);
    expect(count(there) + count(deleted)).toBe(peer.users.size);
  });

  test('leave out the schemas of the customer unless projection=full', async () => {
    const token = await tokenFor(READ_USERS);
    const [id = ''] = peer.users.keys();
    expect((await ask(`/users/${id}`, token)).body).not.toHaveProperty('customSchemas');
    expect((await ask(`/users/${id}?projection=full`, token)).body).toHaveProperty('customSchemas');
  });
});

test('a quota that is spent is said with 403, and comes back with the minute', async () => {
  const token = await tokenFor(READ_USERS);
  peer.quota.perMinute = 1;
  expect((await ask('/users?customer=my_customer', token)).status).toBe(200);
  const second = await ask('/users?customer=my_customer', token);
  expect([second.status, reasonOf(second)]).toEqual([403, 'userRateLimitExceeded']);
  now += 60_001;
  expect((await ask('/users?customer=my_customer', token)).status).toBe(200);
});

test('the same people make the same directory', async () => {
  const other = await startGoogleWorkspacePeer({ people: drawPeerPeople({ users: 30 }) });
  expect([...other.truth]).toEqual([...peer.truth]);
  expect([...other.groups.keys()]).toEqual([...peer.groups.keys()]);
  await other.close();
});
