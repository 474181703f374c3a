import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import type { HealthCheck } from '../../../src/model/directory.ts';
import type { EntraIdConnection } from '../../../src/providers/entra-id/upstream.ts';
import type { Permission } from '../../../src/sandbox/peers/entra-id/rights.ts';
import { guid } from './support/hand-server.ts';
import { connect, connectionTo, context, openTenant, type Tenant } from './support/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await openTenant({ users: 20 });
});
afterEach(async () => {
  await tenant.close();
});

async function health(more: Partial<EntraIdConnection> = {}): Promise<readonly HealthCheck[]> {
  const provider = connect({ ...connectionTo(tenant.peer), ...more });
  const checks = await provider.checkHealth({ ...context, deadline: Date.now() + 5_000 });
  await provider.close();
  return checks;
}

const states = (checks: readonly HealthCheck[]) => checks.map(({ code, status }) => `${code} ${status}`);

describe('what doctor prints', () => {
  it('of a tenant where all is well', async () => {
    expect(states(await health())).toEqual([
      'TOKEN OK',
      'DIRECTORY OK',
      'READ_USERS OK',
      'READ_REMOVED_USERS OK',
      'READ_GROUPS OK',
      'READ_ROLES OK',
      'READ_APPLICATIONS OK',
      'MFA_REPORT OK',
      'READ_POLICIES OK',
      'READ_CHANGES OK',
      'READ_ROLE_ASSIGNMENTS OK',
      'READ_DEVICES OK',
      'LAST_SIGN_ON OK',
      'WRITE OK',
    ]);
    expect(states(await health({ writable: false })).at(-1)).toBe('WRITE SKIPPED');
  });

  it.each<[string, Partial<EntraIdConnection>, RegExp]>([
    ['a wrong secret', { clientSecret: new Secret('wrong') }, /value of the client secret/],
    ['a wrong tenant', { tenantId: guid(9) }, /tenantId/],
    ['a wrong app', { clientId: guid(9) }, /clientId/],
  ])('of %s: once, and what to do', async (_what, settings, hint) => {
    const checks = await health(settings);
    expect(states(checks)).toEqual(['TOKEN FAILED']);
    expect(checks[0]?.hint).toMatch(hint);
  });

  it('of a token that Graph refuses', async () => {
    tenant.peer.faults.add({ route: /^\/v1/, fault: { kind: 'status', status: 401 } });
    const checks = await health();
    expect(states(checks)).toEqual(['TOKEN FAILED']);
    expect(checks[0]?.hint).toMatch(/same cloud/);
  });

  it.each<[Permission, string]>([
    ['User.Read.All', 'READ_USERS FAILED'],
    ['GroupMember.Read.All', 'READ_GROUPS FAILED'],
    ['Application.Read.All', 'READ_APPLICATIONS FAILED'],
    ['RoleManagement.Read.Directory', 'READ_ROLES FAILED'],
    ['UserAuthenticationMethod.Read.All', 'READ_DEVICES FAILED'],
    ['AuditLog.Read.All', 'MFA_REPORT WARNING'],
    ['AuditLog.Read.All', 'LAST_SIGN_ON WARNING'],
  ])('of an app without %s: %s, with the permission to grant', async (permission, expected) => {
    tenant.peer.switches.permissions.delete(permission);
    const checks = await health();
    expect(states(checks)).toContain(expected);
    const check = checks.find(({ code }) => code === expected.split(' ')[0]);
    expect(`${check?.hint}`).toContain(permission);
  });

  it('of a tenant without a licence: nothing failed, and what is unknown', async () => {
    tenant.peer.switches.premium = false;
    const checks = await health();
    expect(checks.filter(({ status }) => status === 'FAILED')).toEqual([]);
    expect(states(checks)).toEqual(expect.arrayContaining(['MFA_REPORT WARNING', 'LAST_SIGN_ON WARNING']));
    expect(checks.find(({ code }) => code === 'MFA_REPORT')?.message).toMatch(/no licence/);
  });

  it('never throws, and says what cannot be reached', async () => {
    const settings = connectionTo(tenant.peer);
    await tenant.peer.close();
    const provider = connect(settings);
    const checks = await provider.checkHealth({ ...context, deadline: Date.now() + 300 });
    expect(checks.some(({ status }) => status === 'FAILED')).toBe(true);
    await provider.close();
    tenant = await openTenant({ users: 2 });
  });
});
