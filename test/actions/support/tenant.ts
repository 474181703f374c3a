import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

export const enabledRoute = 'PUT /environments/{environmentId}/users/{userId}/enabled';
export const userRoute = '/environments/{environmentId}/users/{userId}';

/** What the simulated tenant itself holds: the truth that answers are measured by. */
export class TenantView {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  isEnabled(userId: string): unknown {
    return this.#row(userId)['enabled'];
  }

  setEnabled(userId: string, enabled: boolean): void {
    const row = this.#row(userId);
    const account = { ...Object(row['account']), canAuthenticate: enabled };
    this.#sandbox.tenant.collections.get('users')?.set(userId, { ...row, id: userId, enabled, account });
    this.#sandbox.world.touch();
  }

  /** Writes that reached the user's switch, whatever came of them. */
  get writes(): number {
    return this.#sandbox.requests.of(enabledRoute);
  }

  /** Ids of users without any role, all of them switched on. */
  people(count: number): string[] {
    const holders = this.#children('users/roleAssignments');
    const members = this.#sandbox.tenant.userGroups;
    const ids: string[] = [];
    for (const [id, row] of this.#sandbox.tenant.collections.get('users') ?? []) {
      const account = row['account'];
      const locked =
        typeof account === 'object' && account !== null && 'status' in account && account.status !== 'OK';
      const pending = JSON.stringify(row['lifecycle'] ?? {}).includes('REQUIRED');
      if (row['enabled'] === true && !locked && !pending && !holders.has(id) && !members.has(id))
        ids.push(id);
      if (ids.length === count) return ids;
    }
    throw new RangeError(`Expected ${count} ordinary users, found ${ids.length}.`);
  }

  /** Takes every role away from everybody, users and groups. */
  dismissEverybody(): void {
    this.#children('users/roleAssignments').clear();
    this.#children('groups/roleAssignments').clear();
    this.#sandbox.world.touch();
  }

  /** Gives a user, or a group, a role over the environment, or over another scope. */
  appoint(
    holderId: string,
    roleName = 'Environment Admin',
    holder: 'users' | 'groups' = 'users',
    scope = { id: this.#sandbox.tenant.environmentId, type: 'ENVIRONMENT' },
  ): void {
    const { tenant } = this.#sandbox;
    const role = [...(tenant.platform.get('roles') ?? [])].find(([, row]) => row['name'] === roleName);
    if (role === undefined) throw new RangeError(`No role "${roleName}".`);
    const rows = this.#children(`${holder}/roleAssignments`);
    const id = randomUUID();
    const of = rows.get(holderId) ?? new Map();
    of.set(id, {
      id,
      environment: { id: tenant.environmentId },
      role: { id: role[0] },
      scope,
    });
    rows.set(holderId, of);
    this.#sandbox.world.touch();
  }

  #children(name: string) {
    const { children } = this.#sandbox.tenant;
    let rows = children.get(name);
    if (rows === undefined) children.set(name, (rows = new Map()));
    return rows;
  }

  #row(userId: string): Record<string, unknown> {
    const row = this.#sandbox.tenant.collections.get('users')?.get(userId);
    if (row === undefined) throw new RangeError(`No user ${userId}.`);
    return row;
  }
}
