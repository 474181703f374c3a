import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';
import { MembershipView } from './support/memberships.ts';

let gateway: TestGateway;
let tenant: MembershipView;

beforeAll(async () => {
  gateway = await startGateway({ users: 30, seed: 3 });
  tenant = new MembershipView(gateway.sandbox);
  tenant.reset();
});

afterAll(() => gateway.close());

const removeRole = `
  mutation RemoveRoleAssignment($input: RemoveRoleAssignmentInput!) {
    removeRoleAssignment(input: $input) {
      __typename
      ... on RemoveRoleAssignmentSuccess { changed user { externalId isAdministrator } entry { id outcome } }
      ... on Error { message code retryable }
      ... on ActionRefused { blockedBy }
    }
  }`;

/** Runs a mutation of one input and gives what it answered. */
async function mutate(name: string, input: object, more = ''): Promise<Record<string, unknown>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const text = `mutation M($input: ${type}Input!) {
    ${name}(input: $input) {
      __typename
      ... on ${type}Success { changed dryRun steps { name outcome message } ${more} }
      ... on Error { code message }
    }
  }`;
  const { data, errors } = await gateway.ask<Record<string, Record<string, unknown>>>(text, { input });
  expect(errors).toEqual([]);
  return data[name] ?? {};
}

async function idOf(type: 'group' | 'role' | 'user', externalId: string): Promise<string> {
  const name = { group: 'Group', role: 'Role', user: 'User' }[type];
  return Buffer.from(`${name}:${KEY}:${externalId}`).toString('base64url');
}

describe('groups and roles over GraphQL', () => {
  test('a user is given an administrator role and loses it again, by the id of the assignment', async () => {
    const [alice = '', bob = ''] = tenant.people(2);
    tenant.appoint(bob);
    const user = { externalId: { directory: KEY, externalId: alice } };
    const role = await idOf('role', tenant.roleId('Environment Admin'));
    expect(
      await mutate(
        'assignRoleToUser',
        { user, role, scope: { type: 'ENVIRONMENT' } },
        'user { isAdministrator }',
      ),
    ).toMatchObject({
      __typename: 'AssignRoleToUserSuccess',
      changed: true,
      user: { isAdministrator: true },
    });
    const { data } = await gateway.ask<{
      user: { roleAssignments: { edges: { node: { id: string } }[] } };
    }>(
      `query Q($user: UserRef!) { user(ref: $user) { roleAssignments(first: 10) { edges { node { id } } } } }`,
      { user },
    );
    const [edge] = data.user.roleAssignments.edges;
    const removed = await gateway.ask(removeRole, { input: { user, assignment: edge?.node.id } });
    expect(removed).toMatchObject({
      errors: [],
      data: {
        removeRoleAssignment: {
          __typename: 'RemoveRoleAssignmentSuccess',
          changed: true,
          user: { externalId: alice, isAdministrator: false },
          entry: { outcome: 'SUCCEEDED' },
        },
      },
    });
    const other = { externalId: { directory: KEY, externalId: bob } };
    const wrong = await gateway.ask(removeRole, { input: { user: other, assignment: edge?.node.id } });
    expect(wrong.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const last = await gateway.ask(removeRole, {
      input: { user: other, role, scope: { type: 'ENVIRONMENT' } },
    });
    expect(last.data).toMatchObject({
      removeRoleAssignment: {
        __typename: 'ActionRefused',
        code: 'LAST_ADMINISTRATOR',
        blockedBy: ['last-administrator'],
      },
    });
  });

  test('a role through a group is taken only as the input says, which a rehearsal tells in its steps', async () => {
    const [alice = ''] = tenant.people(1);
    const group = tenant.group({ name: 'Helpers' });
    tenant.put(alice, group);
    tenant.appoint(group, 'Help Desk Admin', 'groups');
    const input = {
      user: { externalId: { directory: KEY, externalId: alice } },
      role: await idOf('role', tenant.roleId('Help Desk Admin')),
      scope: { type: 'ENVIRONMENT' },
    };
    expect(await mutate('removeRoleAssignment', input)).toMatchObject({
      __typename: 'ActionRefused',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('"Helpers"'),
    });
    expect(
      await mutate('removeRoleAssignment', { ...input, how: 'LEAVE_GROUP', dryRun: true }),
    ).toMatchObject({
      dryRun: true,
      steps: [{ name: 'leave-group', outcome: 'SKIPPED', message: expect.stringContaining('Helpers') }],
    });
    expect(
      await mutate('removeRoleAssignment', { ...input, how: 'LEAVE_GROUP' }, 'user { isAdministrator }'),
    ).toMatchObject({ changed: true, user: { isAdministrator: false } });
    const back = await mutate('addUserToGroup', {
      user: input.user,
      group: await idOf('group', group),
    });
    expect(back).toMatchObject({ __typename: 'AddUserToGroupSuccess', changed: true });
    expect(
      await mutate('removeUserFromGroup', { user: input.user, group: await idOf('group', group) }),
    ).toMatchObject({ changed: true });
  });

  test('groups are nested and hold roles, and so do applications', async () => {
    const [inner, outer] = [tenant.group({ name: 'Inner' }), tenant.group({ name: 'Outer' })];
    const nesting = { group: await idOf('group', inner), parent: await idOf('group', outer) };
    expect(await mutate('nestGroup', nesting, 'group { name parents { name } }')).toMatchObject({
      changed: true,
      group: { name: 'Inner', parents: [{ name: 'Outer' }] },
    });
    expect(await mutate('unnestGroup', nesting, 'group { parents { name } }')).toMatchObject({
      changed: true,
      group: { parents: [] },
    });
    const grant = {
      role: await idOf('role', tenant.roleId('Help Desk Admin')),
      scope: { type: 'ENVIRONMENT' },
    };
    const application = Buffer.from(`Application:${KEY}:${tenant.application()}`).toString('base64url');
    for (const [type, target] of [
      ['Group', { group: nesting.group }],
      ['Application', { application }],
    ] as const) {
      expect(await mutate(`assignRoleTo${type}`, { ...target, ...grant })).toMatchObject({ changed: true });
      expect(await mutate(`removeRoleFrom${type}`, { ...target, ...grant })).toMatchObject({ changed: true });
      expect(await mutate(`removeRoleFrom${type}`, { ...target, ...grant })).toMatchObject({
        changed: false,
      });
    }
  });
});
