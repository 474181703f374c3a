import { randomUUID } from 'node:crypto';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { TenantView } from '../support/tenant.ts';

export const userPath = '/environments/{environmentId}/users/{userId}';
export const devicePath = `${userPath}/devices/{deviceId}`;

/** What the simulated tenant itself holds of second factors. */
export class MfaTenant {
  readonly sandbox: Sandbox;
  readonly provider: Provider;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.provider = connect(connectionTo(sandbox));
  }

  /** An ordinary user without devices and without a bypass, whose second factor is on or off. */
  person(mfaEnabled = true): string {
    const [id = ''] = new TenantView(this.sandbox).people(1);
    const user = this.row(id);
    Object.assign(user, {
      mfaEnabled,
      email: 'person@example.com',
      mobilePhone: '+1.5125550177',
    });
    this.#rows('users/devices').delete(id);
    this.sandbox.world.setDetail('users/bypassMFA', id, {});
    this.sandbox.world.touch();
    return id;
  }

  /** Puts a device there without a call. */
  device(userId: string, members: Partial<Row> = {}): string {
    const id = randomUUID();
    const rows = this.#rows('users/devices');
    const of = rows.get(userId) ?? new Map<string, Row>();
    const at = '2026-01-02T03:04:05.000Z';
    of.set(id, { id, type: 'TOTP', status: 'ACTIVE', createdAt: at, updatedAt: at, ...members });
    rows.set(userId, of);
    this.sandbox.world.touch();
    return id;
  }

  devices(userId: string): readonly Row[] {
    return [...(this.#rows('users/devices').get(userId)?.values() ?? [])];
  }

  row(userId: string): Row {
    const row = this.sandbox.tenant.collections.get('users')?.get(userId);
    if (row === undefined) throw new RangeError(`No user ${userId}.`);
    return row;
  }

  bypass(userId: string): unknown {
    return this.sandbox.world.detail('users/bypassMFA', userId)?.['bypassMFAEnabledUntil'];
  }

  setBypass(userId: string, until: Date): void {
    this.sandbox.world.setDetail('users/bypassMFA', userId, { bypassMFAEnabledUntil: until.toISOString() });
  }

  get writes(): number {
    return this.sandbox.requests.writes.length;
  }

  async close(): Promise<void> {
    await this.provider.close();
    await this.sandbox.close();
  }

  #rows(name: string): Map<string, Map<string, Row>> {
    const { children } = this.sandbox.tenant;
    let rows = children.get(name);
    if (rows === undefined) children.set(name, (rows = new Map()));
    return rows;
  }
}

export async function openMfaTenant(): Promise<MfaTenant> {
  return new MfaTenant(await startSandbox({ users: 60, seed: 3 }));
}
