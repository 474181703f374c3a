import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import type { User } from '../../../src/model/user.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo, context } from './support/connect.ts';

let sandbox: Sandbox;
let provider: Provider;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 450, seed: 7, settings: { report: { throttleSeconds: 0 } } });
  provider = connect(connectionTo(sandbox));
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

async function everybody(limit = 200): Promise<User[]> {
  const users: User[] = [];
  let cursor: string | null = null;
  do {
    const page = await provider.users.list({ limit, cursor, providerFilter: null }, context);
    users.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return users;
}

describe('users over the wire', () => {
  test('every user is read once, in pages of at most 200', async () => {
    const users = await everybody(5_000);
    const held = sandbox.tenant.collections.get('users');
    expect(users.length).toBe(held?.size);
    expect(new Set(users.map((user) => user.externalId)).size).toBe(users.length);
    const statuses = new Set(users.map((user) => user.status));
    expect(statuses).toContain('ACTIVE');
    expect(statuses).toContain('SUSPENDED');
    expect(statuses).not.toContain('UNKNOWN');
  });

  test('pages shorter than asked for lose nobody', async () => {
    sandbox.settings.shortPages = true;
    const users = await everybody(50);
    sandbox.settings.shortPages = false;
    expect(users.length).toBe(sandbox.tenant.collections.get('users')?.size);
  });

  test('a filter pushed down and checked on the rows finds the suspended, and nobody else', async () => {
    const all = await everybody();
    const { providerFilter, residual } = provider.users.planFilter({ status: ['SUSPENDED'] });
    expect([providerFilter, residual]).toEqual(['enabled eq false', null]);
    const page = await provider.users.list({ limit: 200, cursor: null, providerFilter }, context);
    const suspended = all.filter((user) => user.status === 'SUSPENDED').map((user) => user.externalId);
    expect(page.rows.map((user) => user.externalId).toSorted()).toEqual(suspended.toSorted());
  });

  test('one user is found by id, by user name and by address, and nobody by an unknown id', async () => {
    const [first] = await everybody();
    const withEmail = (await everybody()).find((user) => user.email !== null);
    if (first === undefined || withEmail === undefined) throw new Error('the sandbox has no users');
    expect((await provider.users.get(first.externalId, context))?.username).toBe(first.username);
    expect(await provider.users.findByUsername(first.username ?? '', context)).toHaveLength(1);
    const byEmail = await provider.users.findByEmail(withEmail.email ?? '', context);
    expect(byEmail.map((user) => user.externalId)).toContain(withEmail.externalId);
    expect(await provider.users.get('11111111-2222-3333-4444-555555555555', context)).toBeNull();
  });

  test('what has a call of its own can be read of a user', async () => {
    const [user] = await everybody();
    const id = user?.externalId ?? '';
    const read = await Promise.all([
      provider.users.groupsOf(id, context),
      provider.users.roleAssignmentsOf(id, context),
      provider.users.passwordState(id, context),
      provider.users.sessions(id, context),
      provider.users.linkedAccounts(id, context),
      provider.users.mfaBypass(id, context),
      provider.mfa.devicesOf(id, context),
    ]);
    expect(read[2].status).not.toBe('UNKNOWN');
  });

  test('suspending and allowing again are seen when the user is read back', async () => {
    const user = (await everybody()).find((one) => one.status === 'ACTIVE');
    const id = user?.externalId ?? '';
    await provider.userWrites.setEnabled(id, false, context);
    expect((await provider.users.get(id, context))?.status).toBe('SUSPENDED');
    await provider.userWrites.setEnabled(id, true, context);
    expect((await provider.users.get(id, context))?.status).toBe('ACTIVE');
  });
});

describe('devices', () => {
  test('the report and the calls for each user agree', async () => {
    const report = await provider.mfa.report(context);
    const users = await everybody();
    const sample = users.slice(0, 60);
    const direct = await Promise.all(sample.map((user) => provider.mfa.devicesOf(user.externalId, context)));
    for (const [index, user] of sample.entries()) {
      const reported = report.devicesByUser.get(user.externalId) ?? [];
      const shown = (devices: typeof reported) =>
        devices.map((one) => [one.externalId, one.type, one.status, one.tier].join(' ')).toSorted();
      expect(shown(reported)).toEqual(shown(direct[index] ?? []));
    }
    expect(report.devicesByUser.size).toBeGreaterThan(10);
    expect(Date.now() - report.observedAt.getTime()).toBeGreaterThanOrEqual(15 * 60_000);
  });
});

describe('groups', () => {
  test('groups are listed, read together in few calls, and have members and parents', async () => {
    const { rows } = await provider.groups.list({ limit: 1_000, cursor: null }, context);
    expect(rows.length).toBe(sandbox.tenant.collections.get('groups')?.size);
    const ids = rows.map((group) => group.externalId);
    const before = sandbox.requests.total;
    const many = await provider.groups.getMany([...ids, 'not-a-group'], context);
    expect(many.map((group) => group.externalId).toSorted()).toEqual(ids.toSorted());
    expect(sandbox.requests.total - before).toBeLessThan(ids.length);
    const parents = await Promise.all(ids.map((id) => provider.groups.parents(id, context)));
    expect(Math.max(...parents.map((listing) => listing.rows.length))).toBeGreaterThanOrEqual(2);
    const largest = rows.find((group) => (group.directMemberCount ?? 0) > 0);
    const members = await provider.groups.members(
      largest?.externalId ?? '',
      { limit: 200, cursor: null },
      context,
    );
    expect(members.rows.length).toBeGreaterThan(0);
    expect(await provider.groups.totalMemberCount(largest?.externalId ?? '', context)).toBe(members.total);
  });
});

describe('settings and applications', () => {
  test('roles have tiers, and the strongest ones are tier 0', async () => {
    const { rows, complete } = await provider.settings.roles(context);
    expect(complete).toBe(true);
    const tierOf = (name: string) => rows.find((role) => role.name === name)?.tier;
    expect(tierOf('Organization Admin')).toBe(0);
    expect(tierOf('Identity Data Admin')).toBe(1);
    expect(tierOf('Identity Data Read Only')).toBe(2);
  });

  test('every collection of settings can be read', async () => {
    const { settings } = provider;
    const listings = await Promise.all([
      settings.populations(context),
      settings.signOnPolicies(context),
      settings.passwordPolicies(context),
      settings.deviceAuthenticationPolicies(context),
      settings.fido2Policies(context),
      settings.identityProviders(context),
      settings.certificates(context),
      settings.webhooks(context),
    ]);
    expect(listings.slice(0, 7).map((listing) => listing.rows.length > 0)).toEqual(
      Array<boolean>(7).fill(true),
    );
    const [policy] = listings[1].rows;
    const actions = await settings.signOnPolicyActions(policy?.externalId ?? '', context);
    expect(actions.rows.length).toBeGreaterThan(0);
    expect((await settings.mfaSettings(context)).maxAllowedDevices).toBeGreaterThan(0);
    expect((await settings.administratorSecurity(context)).allowedMethods.length).toBeGreaterThan(0);
    expect(listings[2].rows.some((one) => one.minDigits !== null)).toBe(true);
    expect((await provider.profile(context)).name).not.toBeNull();
  });

  test('gateways can be read, with their credentials', async () => {
    const { settings } = provider;
    const { rows } = await settings.gateways(context);
    expect(rows).toMatchObject([{ type: 'LDAP', enabled: true, connectionSecurity: 'TLS' }]);
    const credentials = await settings.gatewayCredentials(rows[0]?.externalId ?? '', context);
    expect(credentials).toMatchObject({ complete: true });
  });

  test('applications have their parts, and their secrets stay behind', async () => {
    const { applications } = provider;
    const { rows } = await applications.list(context);
    expect(rows.length).toBeGreaterThan(0);
    for (const application of rows.slice(0, 8)) {
      const id = application.externalId;
      const parts = await Promise.all([
        applications.get(id, context),
        applications.grants(id, context),
        applications.attributes(id, context),
        applications.signOnPolicyAssignments(id, context),
        applications.roleAssignmentsOf(id, context),
      ]);
      expect(JSON.stringify(parts)).not.toMatch(/"secret"|clientSecret/);
    }
    const worker = rows.find((application) => application.type === 'WORKER');
    const state = await applications.secretState(worker?.externalId ?? '', context);
    expect(Object.keys(state)).not.toContain('secret');
    const usage = await applications.usage(90, context);
    expect(usage.size).toBeGreaterThan(0);
    expect([...usage.values()].every((one) => one.signOns > 0 && one.lastSignOnAt !== null)).toBe(true);
  });
});
