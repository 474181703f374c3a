import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { context, openTenant, type Tenant } from '../providers/entra-id/support/tenant.ts';
import { applicationOf, connect, connectionTo, openPeer } from '../providers/okta/support/peer.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { ownerStage } from './owner-stage.ts';

const refused = { kind: 'status', status: 403 } as const;

const policy = (more: object = {}, conditions: object = {}) => ({
  id: '11111111-0000-4000-8000-000000000001',
  displayName: 'Shut old protocols',
  state: 'enabled',
  conditions: {
    clientAppTypes: ['exchangeActiveSync', 'other'],
    users: { includeUsers: ['All'], excludeUsers: ['emergency'] },
    applications: { includeApplications: ['All'], excludeApplications: [] },
    platforms: null,
    locations: null,
    signInRiskLevels: [],
    ...conditions,
  },
  grantControls: { operator: 'OR', builtInControls: ['block'], authenticationStrength: null },
  ...more,
});
const demanding = (...builtInControls: readonly string[]) => ({
  grantControls: { operator: 'OR', builtInControls, authenticationStrength: null },
});

describe('Old protocols of Entra ID', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await openTenant({ users: 20 });
  });
  afterEach(() => {
    tenant.peer.faults.clear();
    Object.assign(tenant.peer.policies, { securityDefaults: true, conditionalAccess: [] });
  });
  afterAll(async () => {
    await tenant.close();
  });
  const judged = async (): Promise<string> =>
    await ownerStage(tenant.provider).live.directory('org::legacy_authentication_allowed');

  test('are shut by security defaults, as a sweep says too', async () => {
    expect(await judged()).toBe('ABSENT COMPLIANT');
    const swept = await ownerStage(tenant.provider).swept();
    expect(await swept.directory('org::legacy_authentication_allowed')).toBe('ABSENT COMPLIANT');
  });

  test.each([
    ['no policy', [], 'PRESENT HIGH'],
    ['a policy that blocks them', [policy()], 'ABSENT COMPLIANT'],
    [
      'one for each of them',
      [policy({}, { clientAppTypes: ['other'] }), policy({}, { clientAppTypes: ['exchangeActiveSync'] })],
      'ABSENT COMPLIANT',
    ],
    ['one that forgets ActiveSync', [policy({}, { clientAppTypes: ['other'] })], 'PRESENT HIGH'],
    [
      'one that demands a second factor of every client',
      [policy(demanding('mfa'), { clientAppTypes: ['all'] })],
      'ABSENT COMPLIANT',
    ],
    [
      'one that takes a known device in its place',
      [policy(demanding('mfa', 'compliantDevice'))],
      'UNKNOWN PARTIAL_DATA',
    ],
    ['one for browsers alone', [policy({}, { clientAppTypes: ['browser'] })], 'PRESENT HIGH'],
    ['one that only reports', [policy({ state: 'enabledForReportingButNotEnforced' })], 'PRESENT HIGH'],
    ['one that is off', [policy({ state: 'disabled' })], 'PRESENT HIGH'],
    [
      'one for some people',
      [policy({}, { users: { includeUsers: [], includeGroups: ['g'] } })],
      'UNKNOWN PARTIAL_DATA',
    ],
    [
      'one for some places',
      [policy({}, { locations: { includeLocations: ['All'] } })],
      'UNKNOWN PARTIAL_DATA',
    ],
    [
      'one that leaves an application out',
      [policy({}, { applications: { includeApplications: ['All'], excludeApplications: ['a'] } })],
      'UNKNOWN PARTIAL_DATA',
    ],
    [
      'one that filters applications',
      [
        policy(
          {},
          {
            applications: { includeApplications: ['All'], applicationFilter: { mode: 'exclude', rule: 'x' } },
          },
        ),
      ],
      'UNKNOWN PARTIAL_DATA',
    ],
  ] as const)('without security defaults, %s', async (_what, policies, expected) => {
    Object.assign(tenant.peer.policies, { securityDefaults: false, conditionalAccess: policies });
    expect(await judged()).toBe(expected);
  });

  test('are not said to be open where the policies may not be read', async () => {
    tenant.peer.policies.securityDefaults = false;
    tenant.peer.faults.add({ route: '/v1.0/identity/conditionalAccess/policies', fault: refused });
    expect(await judged()).toBe('UNKNOWN PERMISSION_DENIED');
    tenant.peer.switches.permissions.delete('Policy.Read.All');
    try {
      const checks = await tenant.provider.checkHealth(context);
      expect(checks.find(({ code }) => code === 'READ_POLICIES')).toMatchObject({
        status: 'WARNING',
        hint: expect.stringContaining('Policy.Read.All') as unknown,
      });
    } finally {
      tenant.peer.switches.permissions.add('Policy.Read.All');
    }
  });

  test('nothing is known of automations', async () => {
    expect(await ownerStage(tenant.provider).live.directory('org::no_inactivity_automation')).toBe(
      'UNKNOWN NOT_CAPABLE',
    );
  });
});

const rule = (everyone: string, more: object = {}, days: object = { number: 60, unit: 'DAYS' }) => ({
  id: 'rul00000000000000001',
  name: 'Idle people',
  status: 'ACTIVE',
  conditions: { people: { users: { inactivity: days }, groups: { include: [everyone] } } },
  actions: { userLifecycle: { action: 'SUSPEND' } },
  ...more,
});

describe('Automations of Okta', () => {
  test.each([
    ['none', () => [], 'PRESENT LOW'],
    ['one that suspends everybody in time', (id: string) => [rule(id)], 'ABSENT COMPLIANT'],
    [
      'one that counts in weeks',
      (id: string) => [rule(id, {}, { number: 2, unit: 'WEEKS' })],
      'ABSENT COMPLIANT',
    ],
    ['one that waits too long', (id: string) => [rule(id, {}, { number: 200, unit: 'DAYS' })], 'PRESENT LOW'],
    ['one that is off', (id: string) => [rule(id, { status: 'INACTIVE' })], 'PRESENT LOW'],
    ['one that asks for no inactivity', (id: string) => [rule(id, { conditions: {} })], 'PRESENT LOW'],
    ['one for some groups', (_: string, other: string) => [rule(other)], 'UNKNOWN FIELD_NULL'],
    ['one of another form', (id: string) => [rule(id, { actions: {} })], 'UNKNOWN INVALID_VALUE'],
  ] as const)('where they are read: %s', async (_what, rules, expected) => {
    const peer = await openPeer();
    const groups = [...peer.org.groups.values()];
    const everyone = groups.find(({ type }) => type === 'BUILT_IN')?.id ?? '';
    const other = groups.find(({ type }) => type === 'OKTA_GROUP')?.id ?? '';
    const list: readonly { readonly id: string }[] = rules(everyone, other);
    peer.org.lifecyclePolicies.push({
      id: '00p00000000000000001',
      name: 'Idle',
      status: 'ACTIVE',
      rules: list,
    });
    const provider = connect(applicationOf(peer, { automations: true }));
    const { live } = ownerStage(provider);
    expect(await live.directory('org::no_inactivity_automation')).toBe(expected);
    peer.faults.add({ route: '/api/v1/policies', fault: refused });
    expect(await live.directory('org::no_inactivity_automation')).toBe('UNKNOWN PERMISSION_DENIED');
    const checks = await provider.checkHealth(context);
    expect(checks.find(({ code }) => code === 'READ_AUTOMATIONS')).toMatchObject({ status: 'WARNING' });
  });

  test('are not asked for unless the settings say so', async () => {
    const peer = await openPeer();
    const { live } = ownerStage(connect(connectionTo(peer)));
    expect(await live.directory('org::no_inactivity_automation')).toBe('UNKNOWN NOT_CAPABLE');
    expect(await live.directory('org::legacy_authentication_allowed')).toBe('UNKNOWN NOT_CAPABLE');
    expect(Object.keys(peer.requests.byRoute).filter((route) => route.includes('policies'))).toEqual([]);
  });
});

test('a directory that tells of neither is not about old protocols, and says nothing of automations', async () => {
  const { live } = ownerStage(createFakeProvider(['ada']));
  expect(await live.directory('org::legacy_authentication_allowed')).toBe('ABSENT OUT_OF_SCOPE');
});
