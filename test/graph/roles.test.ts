import { describe, expect, it } from 'vitest';
import { KEY, openGateway, type TestGateway } from '../support/gateway.ts';

interface Answered {
  readonly user: {
    readonly isAdministrator: boolean | null;
    readonly roleAssignments: {
      readonly edges: readonly {
        readonly inheritedFrom: { readonly externalId: string; readonly name: string } | null;
        readonly node: {
          readonly isInherited: boolean;
          readonly role: { readonly name: string; readonly tier: number };
        };
      }[];
    };
  };
}

const query = `query ($ref: UserRef!) { user(ref: $ref) {
  isAdministrator
  roleAssignments(first: 100) { edges { inheritedFrom { externalId name } node { isInherited role { name tier } scope { type } } } }
} }`;

async function rolesOf({ ask }: TestGateway, externalId: string): Promise<Answered['user']> {
  const { data, errors } = await ask<Answered>(query, {
    ref: { externalId: { directory: KEY, externalId } },
  });
  expect(errors).toEqual([]);
  return data.user;
}

describe('roles that come through groups', () => {
  it('name the group that gives them, also to members of groups within it, and make administrators of them', async () => {
    const gateway = await openGateway({ users: 300 });
    const { tenant, world } = gateway.sandbox;
    const giving = [...(tenant.children.get('groups/roleAssignments') ?? [])].filter(
      ([, rows]) => rows.size > 0,
    );
    expect(giving.length).toBeGreaterThan(0);
    let nested = 0;
    let administrators = 0;
    for (const [groupId] of giving) {
      const direct = world.memberships.direct(groupId);
      const members = [...world.memberships.effective(groupId)];
      const through = members.find((id) => !direct.has(id));
      if (through !== undefined) nested += 1;
      for (const id of new Set([through, members[0]])) {
        if (id === undefined) continue;
        const { roleAssignments, isAdministrator } = await rolesOf(gateway, id);
        const inherited = roleAssignments.edges.filter((edge) => edge.inheritedFrom?.externalId === groupId);
        expect(inherited.length).toBeGreaterThan(0);
        expect(inherited.every((edge) => edge.node.isInherited)).toBe(true);
        const top = roleAssignments.edges.some((edge) => edge.node.role.tier <= 1);
        expect(isAdministrator).toBe(top);
        if (top) administrators += 1;
      }
    }
    expect(nested).toBeGreaterThan(0);
    expect(administrators).toBeGreaterThan(0);
  });

  it('somebody without any role is no administrator, and that is an answer', async () => {
    const gateway = await openGateway({ users: 100 });
    const { tenant, world } = gateway.sandbox;
    const holders = new Set(tenant.children.get('users/roleAssignments')?.keys() ?? []);
    for (const [groupId] of tenant.children.get('groups/roleAssignments') ?? []) {
      for (const id of world.memberships.effective(groupId)) holders.add(id);
    }
    const nobody = gateway.users().find((user) => !holders.has(user.id));
    expect(await rolesOf(gateway, String(nobody?.id))).toEqual({
      isAdministrator: false,
      roleAssignments: { edges: [] },
    });
  });

  it('a custom role that cannot be read leaves the question open: nobody is said to be no administrator', async () => {
    const gateway = await openGateway({ users: 60 });
    gateway.sandbox.faults.add({ route: '/roles', fault: { kind: 'status', status: 403 } });
    const [holder] = gateway.sandbox.tenant.children.get('users/roleAssignments')?.keys() ?? [];
    const { data } = await gateway.ask<{ user: { isAdministrator: boolean | null } }>(
      'query ($ref: UserRef!) { user(ref: $ref) { isAdministrator } }',
      { ref: { externalId: { directory: KEY, externalId: holder } } },
    );
    expect(data.user.isAdministrator).toBeNull();
  });
});
