import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { SCOPES } from '../../../src/providers/google-workspace/scopes.ts';
import { type Connected, connected, context, failureOf, userWhere } from './support.ts';

let stage: Connected;
afterEach(async () => {
  await stage.close();
});

const firstPage = { limit: 5, cursor: null, providerFilter: null };

function assertions(): readonly string[] {
  return stage.peer.requests.writes
    .filter(({ path }) => path === '/token')
    .map(({ body }) => String((body as Record<string, unknown>)['assertion']));
}

test('the service account signs for its token, acts as the administrator, and for less than an hour', async () => {
  stage = await connected();
  await stage.provider.users.list(firstPage, context);
  const [assertion = ''] = assertions();
  const { serviceAccountEmail, adminEmail, privateKeyId } = stage.peer.credentials;
  expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'RS256', kid: privateKeyId });
  const claims = decodeJwt(assertion);
  expect(claims).toMatchObject({
    iss: serviceAccountEmail,
    sub: adminEmail,
    aud: stage.peer.tokenUrl,
    scope: SCOPES.readUsers,
  });
  expect((claims.exp ?? Infinity) - (claims.iat ?? 0)).toBeLessThanOrEqual(3_600);
});

test('each part asks for a token of its own scopes, once however many calls there are', async () => {
  stage = await connected();
  const { users, groups, settings } = stage.provider;
  await Promise.all([
    users.list(firstPage, context),
    users.list(firstPage, context),
    groups.list(firstPage, context),
    settings.roles(context),
  ]);
  expect(stage.peer.tokens.given.toSorted()).toEqual(
    [SCOPES.readUsers, SCOPES.readGroups, SCOPES.readRoles].toSorted(),
  );
});

describe('a scope that is not delegated fails at the token call, and', () => {
  test('is told as a right that is missing, with the scopes that are to be delegated', async () => {
    stage = await connected();
    stage.peer.tokens.delegated.delete(SCOPES.readRoles);
    const failure = await failureOf(stage.provider.settings.roles(context));
    expect(failure.code).toBe('FORBIDDEN');
    expect(failure.message).toContain(SCOPES.readRoles);
    expect(failure.message).toContain('Domain-wide delegation');
    expect(failure.facts.providerCode).toBe('unauthorized_client');
  });

  test.each([
    ['readRoles', ['users', 'groups']],
    ['readGroups', ['users', 'roles']],
    ['readUsers', ['groups', 'roles']],
  ] as const)('without %s, %s go on working', async (part, working) => {
    stage = await connected();
    for (const scope of SCOPES[part].split(' ')) stage.peer.tokens.delegated.delete(scope);
    const { users, groups, settings } = stage.provider;
    const reads = {
      users: users.list(firstPage, context),
      groups: groups.list(firstPage, context),
      roles: settings.roles(context),
    };
    const ends = await Promise.all(
      Object.entries(reads).map(async ([name, read]) => [
        name,
        await read.then(
          () => 'OK',
          () => 'FAILED',
        ),
      ]),
    );
    expect(ends.filter(([, end]) => end === 'OK').map(([name]) => name)).toEqual(working);
  });

  test('writing switches off one by one: who may not sign people out may still suspend', async () => {
    stage = await connected();
    const someone = userWhere(stage.peer, (user) => user['suspended'] === false && user['isAdmin'] === false);
    stage.peer.tokens.delegated.delete(SCOPES.userSecurity);
    await stage.provider.userWrites.setEnabled(someone, false, context);
    expect(stage.peer.users.get(someone)?.suspended).toBe(true);
    const failure = await failureOf(stage.provider.userWrites.endSessions(someone, () => {}, context));
    expect(failure.code).toBe('FORBIDDEN');
  });
});

test('a token that Google refuses is renewed once, the one of its own scopes', async () => {
  stage = await connected();
  const { users, groups } = stage.provider;
  await users.list(firstPage, context);
  await groups.list(firstPage, context);
  stage.peer.tokens.forgetAll();
  expect((await users.list(firstPage, context)).rows).toHaveLength(5);
  expect(stage.peer.tokens.given).toEqual([SCOPES.readUsers, SCOPES.readGroups, SCOPES.readUsers]);
});

test('an administrator who is not there any more is named as the likely reason', async () => {
  stage = await connected({ adminEmail: 'gone@example.com' });
  const failure = await failureOf(stage.provider.users.list(firstPage, context));
  expect(failure.code).toBe('UNAUTHORIZED');
  expect(failure.message).toMatch(/invalid_grant.*gone@example\.com/);
});

test('no error holds the private key or what was signed with it', async () => {
  stage = await connected({ adminEmail: 'gone@example.com' });
  const failure = await failureOf(stage.provider.users.list(firstPage, context));
  const shown = JSON.stringify([failure.message, failure.facts, failure.stack]);
  expect(shown).not.toContain('PRIVATE KEY');
  for (const assertion of assertions()) expect(shown).not.toContain(assertion.slice(0, 40));
});
