import { afterEach, expect, test } from 'vitest';
import { type Part, SCOPES } from '../../../src/providers/google-workspace/scopes.ts';
import { type Connected, connected, context } from './support.ts';

let stage: Connected;
afterEach(async () => {
  await stage.close();
});

async function health(): Promise<Readonly<Record<string, string>>> {
  const checks = await stage.provider.checkHealth(context);
  return Object.fromEntries(checks.map(({ code, status }) => [code, status]));
}

const ALL_WELL = {
  TOKEN: 'OK',
  DIRECTORY: 'OK',
  READ_USERS: 'OK',
  READ_DEVICES: 'OK',
  READ_GROUPS: 'OK',
  READ_MEMBERS: 'OK',
  READ_ROLES: 'OK',
  READ_ROLE_ASSIGNMENTS: 'OK',
  READ_APPLICATIONS: 'SKIPPED',
  WRITE: 'OK',
  WRITE_MEMBERS: 'OK',
  WRITE_ROLES: 'OK',
  USER_SECURITY: 'OK',
};

test('where all is delegated everything works, and nothing is written to find out', async () => {
  stage = await connected();
  expect(await health()).toEqual(ALL_WELL);
  expect(stage.peer.requests.writes.filter(({ path }) => path !== '/token')).toEqual([]);
});

test('a read-only directory does not ask for tokens to write with', async () => {
  stage = await connected({ writable: false });
  expect(await health()).toMatchObject({ WRITE: 'SKIPPED' });
  const asked = stage.peer.tokens.given.join(' ').split(' ');
  expect(asked.every((scope) => scope.endsWith('.readonly'))).toBe(true);
});

const PARTS: readonly [Part, readonly string[]][] = [
  ['readGroups', ['READ_GROUPS']],
  ['readRoles', ['READ_ROLES', 'READ_ROLE_ASSIGNMENTS']],
  ['writeUsers', ['WRITE']],
  ['writeMembers', ['WRITE_MEMBERS']],
  ['userSecurity', ['USER_SECURITY']],
  ['writeRoles', ['WRITE_ROLES']],
];

test.each(PARTS)(
  'what is not delegated (%s) fails alone, and says which scopes are missing',
  async (part, codes) => {
    stage = await connected();
    for (const scope of SCOPES[part].split(' ')) stage.peer.tokens.delegated.delete(scope);
    const checks = await stage.provider.checkHealth(context);
    const failed = checks.filter(({ status }) => status === 'FAILED');
    expect(failed.map(({ code }) => code)).toEqual(codes);
    for (const { message, hint } of failed) {
      expect(message).toContain(SCOPES[part].split(' ')[0]);
      expect(hint).toContain('Domain-wide delegation');
    }
  },
);

test('without any delegation it is said once', async () => {
  stage = await connected();
  stage.peer.tokens.delegated.clear();
  expect(await health()).toEqual({ TOKEN: 'FAILED' });
});

test('a customer that the administrator does not belong to is found out', async () => {
  stage = await connected({ customerId: 'C0another' });
  expect(await health()).toMatchObject({ TOKEN: 'OK', DIRECTORY: 'FAILED' });
});

test('an administrator with some roles only is a warning', async () => {
  stage = await connected();
  const admin = [...stage.peer.users.values()].find(
    ({ primaryEmail }) => primaryEmail === stage.peer.credentials.adminEmail,
  );
  if (admin === undefined) throw new Error('there is no administrator');
  admin.isAdmin = false;
  admin.isDelegatedAdmin = true;
  expect(await health()).toMatchObject({ DIRECTORY: 'WARNING' });
});

test('the profile names the customer whom the administrator belongs to', async () => {
  stage = await connected();
  expect(await stage.provider.profile(context)).toMatchObject({
    name: 'example.com',
    organizationId: stage.peer.customerId,
    purpose: 'WORKFORCE',
  });
});
