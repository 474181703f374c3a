import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { TenantView } from '../../support/tenant.ts';

/** What the simulated tenant itself holds of groups and roles. */
export class MembershipView extends TenantView {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    super(sandbox);
    this.#sandbox = sandbox;
  }

  /** A group of the whole environment, empty. */
  group(more: Record<string, unknown> = {}): string {
    const id = randomUUID();
    const { tenant, world } = this.#sandbox;
    tenant.collections.get('groups')?.set(id, {
      id,
      environment: { id: tenant.environmentId },
      name: `Group ${id}`,
      ...more,
    });
    world.touch();
    return id;
  }

  put(userId: string, groupId: string): void {
    const { tenant, world } = this.#sandbox;
    tenant.groupMembers.set(groupId, (tenant.groupMembers.get(groupId) ?? new Set()).add(userId));
    tenant.userGroups.set(userId, (tenant.userGroups.get(userId) ?? new Set()).add(groupId));
    world.touch();
  }

  nest(groupId: string, parentId: string): void {
    const { tenant, world } = this.#sandbox;
    tenant.groupParents.set(groupId, (tenant.groupParents.get(groupId) ?? new Set()).add(parentId));
    world.touch();
  }

  isIn(userId: string, groupId: string): boolean {
    return this.#sandbox.tenant.groupMembers.get(groupId)?.has(userId) ?? false;
  }

  isNested(groupId: string, parentId: string): boolean {
    return this.#sandbox.tenant.groupParents.get(groupId)?.has(parentId) ?? false;
  }

  /** `Environment Admin over ENVIRONMENT`, of the holder's own. */
  rolesOf(holderId: string, holder: 'users' | 'groups' | 'applications' = 'users'): string[] {
    const rows = this.#sandbox.tenant.children.get(`${holder}/roleAssignments`)?.get(holderId);
    return [...(rows?.values() ?? [])].map((row) => {
      const { role, scope } = row as unknown as {
        readonly role: { readonly id: string };
        readonly scope: { readonly type: string };
      };
      const name = this.#sandbox.tenant.platform.get('roles')?.get(role.id)?.['name'];
      return `${String(name)} over ${scope.type}`;
    });
  }

  assignmentIds(holderId: string, holder: 'users' | 'groups' | 'applications' = 'users'): string[] {
    return [...(this.#sandbox.tenant.children.get(`${holder}/roleAssignments`)?.get(holderId)?.keys() ?? [])];
  }

  roleId(name: string): string {
    for (const [id, row] of this.#sandbox.tenant.platform.get('roles') ?? [])
      if (row['name'] === name) return id;
    throw new RangeError(`No role "${name}".`);
  }

  /** An application that is not the gateway's own. */
  application(): string {
    const { tenant } = this.#sandbox;
    for (const id of tenant.collections.get('applications')?.keys() ?? [])
      if (id !== tenant.worker.clientId) return id;
    throw new RangeError('No other application.');
  }

  populationOf(userId: string): string {
    const row = this.#sandbox.tenant.collections.get('users')?.get(userId);
    return (row?.['population'] as { readonly id: string } | undefined)?.id ?? '';
  }

  /** Writes that were sent, by method and route. */
  get sent(): string[] {
    return this.#sandbox.requests.writes.map(({ route }) =>
      route.replace('/environments/{environmentId}/', ''),
    );
  }

  /** Nobody is in any group that does not follow from a filter, nobody holds a role. */
  reset(): void {
    const { tenant } = this.#sandbox;
    for (const edges of [tenant.groupMembers, tenant.userGroups, tenant.groupParents]) edges.clear();
    this.dismissEverybody();
  }
}
