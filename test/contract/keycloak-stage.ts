import { Secret } from '../../src/model/secret.ts';
import { connectKeycloak } from '../../src/providers/keycloak/connect.ts';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { startKeycloakPeer } from '../../src/sandbox/peers/keycloak/keycloak-peer.ts';
import { drawPeerPeople } from '../../src/sandbox/peers/people.ts';
import type { Failure, ProviderStage } from './stage.ts';

const faults: Readonly<Record<Failure, Fault>> = {
  FORBIDDEN: { kind: 'status', status: 403 },
  FAULT: { kind: 'status', status: 500 },
  RESET: { kind: 'reset' },
  GARBAGE: { kind: 'html' },
  SILENT: { kind: 'slow-body' },
};

/** A realm of 90 people, played by our own peer. */
export async function openKeycloakStage(): Promise<ProviderStage> {
  const people = drawPeerPeople({ users: 90 });
  const peer = await startKeycloakPeer({ people });
  const provider = connectKeycloak({
    key: 'keycloak',
    baseUrl: peer.baseUrl,
    realm: peer.realm,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    tokenAuthMethod: 'basic',
    writable: true,
  });
  const { state, truth } = peer;
  const idOf = (personId: string): string => truth.get(personId) ?? '';
  const someone = people.find(
    ({ status, role, factors, kind, groups }) =>
      status === 'ACTIVE' &&
      role === null &&
      kind === 'HUMAN' &&
      factors.includes('TOTP') &&
      !groups.includes('VPN'),
  );
  const top = people.find(({ role }) => role === 'TOP');
  const groups = [...state.groups.values()];
  const session = {
    id: 'a-session',
    start: Date.now() - 60_000,
    lastAccess: Date.now(),
    ipAddress: '192.0.2.7',
  };
  state.users.get(idOf(someone?.personId ?? ''))?.sessions.push(session);
  return {
    provider,
    truth: {
      users: state.people().map(({ id }) => id),
      groups: groups.map(({ id }) => id),
      members: new Map(
        groups
          .filter(({ name }) => name === 'Everyone' || name === 'Team 01')
          .map(({ id }) => [id, state.membersOf(id).map((user) => user.id)]),
      ),
      someone: {
        id: idOf(someone?.personId ?? ''),
        username: someone?.username ?? '',
        email: someone?.email ?? '',
      },
      joinable: groups.find(({ name }) => name === 'VPN')?.id ?? null,
      administrator: {
        userId: idOf(top?.personId ?? ''),
        roleId: [...state.roles.values()].find(({ name }) => name === 'realm-admin')?.id ?? '',
      },
    },
    pageSize: 20,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      peer.faults.clear();
      if (how !== null) peer.faults.add({ route: /\/admin\//, fault: faults[how] });
    },
    writes: () => peer.requests.writes.filter(({ route }) => !route.endsWith('/token')).length,
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}
