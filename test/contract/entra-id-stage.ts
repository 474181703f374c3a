import { connectEntraId } from '../../src/providers/entra-id/connect.ts';
import { Secret } from '../../src/model/secret.ts';
import { startEntraIdPeer, type EntraIdPeer } from '../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople, type PeerPerson } from '../../src/sandbox/peers/people.ts';
import { FAULTS } from './faults.ts';
import type { ProviderStage } from './stage.ts';

const PEOPLE = 80;

/** A simulated tenant of eighty people, and the adapter connected to it. */
export async function openEntraIdStage(): Promise<ProviderStage> {
  const people = drawPeerPeople({ users: PEOPLE, seed: 7 });
  const peer = await startEntraIdPeer({ people, seed: 7 });
  const provider = connectEntraId({
    key: 'entra',
    tenantId: peer.tenantId,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    graphUrl: peer.graphUrl,
    loginUrl: peer.loginUrl,
    writable: true,
  });
  const disarm: (() => void)[] = [];
  return {
    provider,
    truth: truthOf(people, peer),
    pageSize: 20,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      for (const each of disarm.splice(0)) each();
      if (how !== null) disarm.push(peer.faults.add({ route: /^\/v1\.0\//, fault: FAULTS[how] }));
    },
    writes: () =>
      peer.requests.writes.filter(({ path }) => !path.endsWith('/token') && !path.endsWith('/$batch')).length,
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}

function truthOf(people: readonly PeerPerson[], peer: EntraIdPeer): ProviderStage['truth'] {
  const idOf = (person: PeerPerson): string => peer.truth.get(person.personId) ?? '';
  const someone = people.find(
    (person) =>
      person.status === 'ACTIVE' &&
      person.role === null &&
      person.factors.includes('TOTP') &&
      !person.external &&
      peer.users.get(idOf(person))?.['onPremisesSyncEnabled'] === null,
  );
  if (someone === undefined) throw new Error('nobody fits: draw more people');
  const named = (name: string): string =>
    [...peer.groups.values()].find(({ row }) => row['displayName'] === name)?.row.id ?? '';
  const everyone = named('Everyone');
  const joinable = ['VPN', 'Finance', 'Sales'].find((name) => !someone.groups.includes(name));
  const tops = people.filter(({ role }) => role === 'TOP');
  const administrator = tops[1];
  const assignment = [...peer.roleAssignments.values()].find(
    ({ principalId }) => administrator !== undefined && principalId === idOf(administrator),
  );
  return {
    users: [...peer.users.keys(), ...peer.deleted.keys()],
    groups: [...peer.groups.keys()],
    members: new Map([[everyone, [...(peer.groups.get(everyone)?.members ?? [])]]]),
    someone: { id: idOf(someone), username: someone.username, email: someone.email ?? '' },
    joinable: joinable === undefined ? null : named(joinable),
    administrator:
      administrator === undefined || assignment === undefined
        ? null
        : { userId: idOf(administrator), roleId: assignment.roleDefinitionId },
  };
}
