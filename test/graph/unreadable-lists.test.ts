import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { below, KEY, openGateway, type TestGateway } from '../support/gateway.ts';

/** A list that is read from the provider: where it is in the graph, and the route that is made to fail. */
interface ListField {
  readonly field: string;
  readonly route: string | RegExp;
  /** A selection with `@` where the field's own path begins at the root. */
  readonly query: (ids: Ids) => string;
}

interface Ids {
  readonly user: string;
  readonly group: string;
  readonly application: string;
  readonly signOnPolicy: string;
  readonly identityProvider: string;
  readonly role: string;
}

const of =
  (type: keyof Ids, typename: string, selection: string) =>
  (ids: Ids): string =>
    `{ node(id: "${ids[type]}") { id ... on ${typename} { list: ${selection} } } }`;
const ofDirectory = (selection: string) => (): string =>
  `{ node: directory(key: "${KEY}") { id list: ${selection} } }`;

const nullable: readonly ListField[] = [
  {
    field: 'User.groups',
    route: below('users/{userId}/memberOfGroups'),
    query: of('user', 'User', 'groups { nodes { id } }'),
  },
  {
    field: 'User.roleAssignments',
    route: below('users/{userId}/roleAssignments'),
    query: of('user', 'User', 'roleAssignments { nodes { id } }'),
  },
  {
    field: 'User.isAdministrator',
    route: below('users/{userId}/roleAssignments'),
    query: of('user', 'User', 'isAdministrator'),
  },
  {
    field: 'User.sessions',
    route: below('users/{userId}/sessions'),
    query: of('user', 'User', 'sessions { externalId }'),
  },
  {
    field: 'User.sessionsComplete',
    route: below('users/{userId}/sessions'),
    query: of('user', 'User', 'sessionsComplete'),
  },
  {
    field: 'User.linkedAccounts',
    route: below('users/{userId}/linkedAccounts'),
    query: of('user', 'User', 'linkedAccounts { externalId }'),
  },
  {
    field: 'Group.parents',
    route: below('groups/{groupId}/memberOfGroups'),
    query: of('group', 'Group', 'parents { id }'),
  },
  {
    field: 'Group.children',
    route: below('groups/{groupId}/memberOfGroups'),
    query: of('group', 'Group', 'children { id }'),
  },
  {
    field: 'Group.roleAssignments',
    route: below('groups/{groupId}/roleAssignments'),
    query: of('group', 'Group', 'roleAssignments { nodes { id } }'),
  },
  {
    field: 'Application.grants',
    route: below('applications/{applicationId}/grants'),
    query: of('application', 'Application', 'grants { externalId }'),
  },
  {
    field: 'Application.attributes',
    route: below('applications/{applicationId}/attributes'),
    query: of('application', 'Application', 'attributes { externalId }'),
  },
  {
    field: 'Application.signOnPolicies',
    route: below('applications/{applicationId}/signOnPolicyAssignments'),
    query: of('application', 'Application', 'signOnPolicies { externalId }'),
  },
  {
    field: 'Application.roleAssignments',
    route: below('applications/{applicationId}/roleAssignments'),
    query: of('application', 'Application', 'roleAssignments { nodes { id } }'),
  },
  {
    field: 'Application.secret',
    route: below('applications/{applicationId}/secret'),
    query: of('application', 'Application', 'secret { hasPrevious }'),
  },
  {
    field: 'SignOnPolicy.actions',
    route: below('signOnPolicies/{signOnPolicyId}/actions'),
    query: of('signOnPolicy', 'SignOnPolicy', 'actions { externalId }'),
  },
  {
    field: 'SignOnPolicy.requiresMfa',
    route: below('signOnPolicies/{signOnPolicyId}/actions'),
    query: of('signOnPolicy', 'SignOnPolicy', 'requiresMfa'),
  },
  {
    field: 'IdentityProvider.attributes',
    route: below('identityProviders/{identityProviderId}/attributes'),
    query: of('identityProvider', 'IdentityProvider', 'attributes { externalId }'),
  },
  { field: 'Directory.populations', route: below('populations'), query: ofDirectory('populations { id }') },
  { field: "Directory.roles (the provider's own)", route: '/roles', query: ofDirectory('roles { id }') },
  { field: 'Directory.roles (custom ones)', route: below('roles'), query: ofDirectory('roles { id }') },
  {
    field: 'Directory.signOnPolicies',
    route: below('signOnPolicies'),
    query: ofDirectory('signOnPolicies { id }'),
  },
  {
    field: 'Directory.passwordPolicies',
    route: below('passwordPolicies'),
    query: ofDirectory('passwordPolicies { id }'),
  },
  {
    field: 'Directory.deviceAuthenticationPolicies',
    route: below('deviceAuthenticationPolicies'),
    query: ofDirectory('deviceAuthenticationPolicies { id }'),
  },
  {
    field: 'Directory.fido2Policies',
    route: below('fido2Policies'),
    query: ofDirectory('fido2Policies { id }'),
  },
  {
    field: 'Directory.identityProviders',
    route: below('identityProviders'),
    query: ofDirectory('identityProviders { id }'),
  },
  {
    field: 'Directory.certificates',
    route: below('certificates'),
    query: ofDirectory('certificates { id }'),
  },
  { field: 'Directory.certificates (keys)', route: below('keys'), query: ofDirectory('certificates { id }') },
  {
    field: 'Directory.webhooks',
    route: below('subscriptions'),
    query: ofDirectory('webhooks { externalId }'),
  },
  {
    field: 'Directory.mfaSettings',
    route: below('mfaSettings'),
    query: ofDirectory('mfaSettings { maxAllowedDevices }'),
  },
  {
    field: 'Directory.administratorSecurity',
    route: below('adminConfig'),
    query: ofDirectory('administratorSecurity { mfaStatus }'),
  },
];

const covered: readonly ListField[] = [
  {
    field: 'Query.users',
    route: below('users'),
    query: () => '{ node: __typename list: users { nodes { id } coverage { complete unknown } } }',
  },
  {
    field: 'Query.groups',
    route: below('groups'),
    query: () => '{ node: __typename list: groups { nodes { id } coverage { complete unknown } } }',
  },
  {
    field: 'Query.applications',
    route: below('applications'),
    query: () => '{ node: __typename list: applications { nodes { id } coverage { complete unknown } } }',
  },
];

/** How a read goes wrong: refused for want of a right, or failed in a way that no further try mends. */
const faults: readonly Fault[] = [
  { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
  { kind: 'status', status: 501 },
];

async function withFault(list: ListField, fault: Fault) {
  // One directory each, so that no answer comes from what another case has cached.
  const gateway = await openGateway({ users: 30 });
  const query = list.query(idsOf(gateway));
  const sound = await gateway.ask<object>(query);
  expect(sound.errors, list.field).toEqual([]);
  gateway.sandbox.faults.add({ method: 'GET', route: list.route, fault });
  return gateway.ask<{ node: object & { list?: unknown }; list?: Covered }>(
    query,
    {},
    { 'cache-control': 'no-cache' },
  );
}

interface Covered {
  readonly nodes: readonly object[];
  readonly coverage: { readonly complete: boolean; readonly unknown: number | null };
}

describe('a list that cannot be read', () => {
  it.each(nullable)(
    '$field is null with an error at its path, and what is beside it is served',
    async (list) => {
      for (const { data, errors } of await Promise.all(faults.map((fault) => withFault(list, fault)))) {
        expect(data.node).toMatchObject({ id: expect.any(String) as string, list: null });
        if (list.field === 'User.isAdministrator') continue;
        expect(errors).toHaveLength(1);
        expect(errors[0]?.path).toEqual(['node', 'list']);
        expect(errors[0]?.extensions?.code).toMatch(
          /^(UPSTREAM_)?(FORBIDDEN|UNREACHABLE|BAD_RESPONSE|TIMED_OUT)$/,
        );
      }
    },
  );

  it.each(covered)(
    '$field is not complete, and says that it does not know how many are missing',
    async (list) => {
      for (const { data } of await Promise.all(faults.map((fault) => withFault(list, fault)))) {
        expect(data.list?.nodes).toEqual([]);
        expect(data.list?.coverage).toEqual({ complete: false, unknown: null });
      }
    },
  );

  it('Group.members does not pass for an empty group', async () => {
    const gateway = await openGateway({ users: 30 });
    gateway.sandbox.faults.add({ path: /users\?.*memberOfGroups/, fault: { kind: 'status', status: 403 } });
    const { data } = await gateway.ask<{ node: { members: Covered & { totalCount: number | null } } }>(
      `{ node(id: "${idsOf(gateway).group}") { ... on Group { members { totalCount nodes { id } coverage { complete unknown } } } } }`,
    );
    expect(data.node.members).toEqual({
      totalCount: null,
      nodes: [],
      coverage: { complete: false, unknown: null },
    });
  });
});

describe('where role assignments are refused', () => {
  it('isAdministrator is null, roleAssignments null with an error, and everything else is served', async () => {
    const gateway = await openGateway({ users: 30 });
    gateway.sandbox.faults.add({
      route: below('users/{userId}/roleAssignments'),
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    const [user] = gateway.users();
    const { data, errors } = await gateway.run<{ user: Readonly<Record<string, unknown>> }>('user', {
      ref: { externalId: { directory: KEY, externalId: user?.id } },
    });
    expect(data.user['isAdministrator']).toBeNull();
    expect(data.user['roleAssignments']).toBeNull();
    expect(errors.map((error) => [error.path, error.extensions?.code])).toEqual([
      [['user', 'roleAssignments'], 'UPSTREAM_FORBIDDEN'],
    ]);
    expect(data.user['username']).toBe(user?.['username']);
    expect(data.user['groups']).not.toBeNull();
    expect(data.user['findings']).not.toEqual([]);
  });
});

function id(typename: string, externalId: string): string {
  return Buffer.from(`${typename}:${KEY}:${externalId}`).toString('base64url');
}

function idsOf(gateway: TestGateway): Ids {
  const first = (collection: string): string =>
    [...(gateway.sandbox.tenant.collections.get(collection)?.keys() ?? [])][0] ?? '';
  const [role = ''] = gateway.sandbox.tenant.platform.get('roles')?.keys() ?? [];
  return {
    user: id('User', first('users')),
    group: id('Group', first('groups')),
    application: id('Application', first('applications')),
    signOnPolicy: id('SignOnPolicy', first('signOnPolicies')),
    identityProvider: id('IdentityProvider', first('identityProviders')),
    role: id('Role', role),
  };
}
