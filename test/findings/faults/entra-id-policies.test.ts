import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTenant, type Tenant } from '../../providers/entra-id/support/tenant.ts';
import { ownerStage } from '../owner-stage.ts';
import { altered, replaced } from './altered.ts';

const policy = {
  id: '11111111-0000-4000-8000-000000000001',
  displayName: 'Shut old protocols',
  state: 'enabled',
  conditions: {
    clientAppTypes: ['exchangeActiveSync', 'other'],
    users: { includeUsers: ['All'], excludeUsers: ['emergency'] },
    applications: { includeApplications: ['All'], excludeApplications: [] },
    platforms: null,
  },
  grantControls: { operator: 'OR', builtInControls: ['block'], authenticationStrength: null },
};

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 5 });
  Object.assign(tenant.peer.policies, { securityDefaults: false, conditionalAccess: [policy] });
});
afterEach(() => tenant.peer.faults.clear());
afterAll(() => tenant.close());

const judged = async (): Promise<string> =>
  await ownerStage(tenant.provider).live.directory('org::legacy_authentication_allowed');

test('a policy that shuts old protocols shuts them', async () => {
  expect(await judged()).toBe('ABSENT COMPLIANT');
});

test.each([
  ['state', 'somethingNew'],
  ['state', 7],
  ['state', undefined],
  ['conditions', 'another type'],
  ['clientAppTypes', 'other'],
  ['clientAppTypes', ['somethingNew']],
  ['clientAppTypes', [7]],
  ['users', 7],
  ['applications', 'All'],
  ['excludeApplications', 'another type'],
  ['platforms', 7],
  ['grantControls', 'another type'],
  ['builtInControls', 'another type'],
  ['builtInControls', [7]],
  ['builtInControls', ['somethingNew']],
])('whose %s is %j leaves open whether it does', async (name, value) => {
  tenant.peer.faults.add(altered(/\/conditionalAccess\/policies$/, replaced(name, value)));
  expect(await judged()).toMatch(/^UNKNOWN /);
});
