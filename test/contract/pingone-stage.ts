import { connect, connectionTo } from '../providers/pingone/support/connect.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { TenantView } from '../actions/support/tenant.ts';
import { FAULTS } from './faults.ts';
import type { ProviderStage, Truth } from './stage.ts';

/** Everything but the token endpoint. */
const API = /^\/environments\//;

/** A simulated tenant of 300 people. */
export async function openPingOneStage(): Promise<ProviderStage> {
  const sandbox = await startSandbox({ users: 300, seed: 3 });
  const provider = connect({ ...connectionTo(sandbox), key: 'pingone' });
  return {
    provider,
    truth: truthOf(sandbox),
    pageSize: 50,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      sandbox.faults.clear();
      if (how !== null) sandbox.faults.add({ route: API, fault: FAULTS[how] });
    },
    writes: () => sandbox.requests.writes.filter(({ route }) => !route.includes('dataExplorations')).length,
    close: async () => {
      await provider.close();
      await sandbox.close();
    },
  };
}

function truthOf(sandbox: Sandbox): Truth {
  const { tenant } = sandbox;
  const view = new TenantView(sandbox);
  const users = tenant.collections.get('users') ?? new Map<string, Record<string, unknown>>();
  const groups = [...(tenant.collections.get('groups')?.values() ?? [])];
  const nested = new Set([...tenant.groupParents.values()].flatMap((parents) => [...parents]));
  // Those whose members are what somebody put in, and nothing else.
  const plain = groups.filter(
    ({ id, userFilter, externalId }) =>
      userFilter === undefined && externalId === undefined && !nested.has(id),
  );
  const size = (id: string): number => tenant.groupMembers.get(id)?.size ?? 0;
  const [large] = plain.toSorted((one, other) => size(other.id) - size(one.id));
  const someone = view.people(80).find((id) => {
    const row = users.get(id);
    const has = (what: string): boolean => (tenant.children.get(`users/${what}`)?.get(id)?.size ?? 0) > 0;
    const password = tenant.details.get('users/password')?.get(id)?.['status'];
    return (
      typeof row?.['email'] === 'string' &&
      row['mfaEnabled'] === true &&
      password === 'OK' &&
      has('devices') &&
      has('sessions')
    );
  });
  const [, administrator = ''] = view.people(80).filter((id) => id !== someone);
  view.appoint(administrator);
  const role = [...(tenant.platform.get('roles')?.values() ?? [])].find(
    ({ name }) => name === 'Environment Admin',
  );
  const gives = tenant.children.get('groups/roleAssignments');
  const joinable = plain.find(
    ({ id }) => tenant.groupMembers.get(id)?.has(someone ?? '') !== true && (gives?.get(id)?.size ?? 0) === 0,
  );
  return {
    users: [...users.keys()],
    groups: groups.map(({ id }) => id),
    members: new Map(large === undefined ? [] : [[large.id, [...(tenant.groupMembers.get(large.id) ?? [])]]]),
    someone: {
      id: someone ?? '',
      username: String(users.get(someone ?? '')?.['username']),
      email: String(users.get(someone ?? '')?.['email']),
    },
    joinable: joinable?.id ?? null,
    administrator: { userId: administrator, roleId: role?.id ?? '' },
  };
}
