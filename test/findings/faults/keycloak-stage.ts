import { Secret } from '../../../src/model/secret.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectKeycloak } from '../../../src/providers/keycloak/connect.ts';
import { startKeycloakPeer } from '../../../src/sandbox/peers/keycloak/keycloak-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { httpStage } from './http-stage.ts';
import type { Damage, FaultStage } from './stage.ts';

/**
 * `{}` is no answer of Keycloak to anything, but to the question for somebody's roles: there it is how it says that they have none
 * (`RoleMapperResource.getRoleMappings` sets neither member of a `MappingsRepresentation` then), which is another truth and no fault.
 */
const emptied: Damage = (body) => (isMappings(body) ? undefined : { body: {} });

function isMappings(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return Object.keys(body).every((name) => name === 'realmMappings' || name === 'clientMappings');
}

export async function openKeycloak(): Promise<FaultStage> {
  const peer = await startKeycloakPeer({ people: drawPeerPeople({ users: 30 }) });
  const connect = (options: ConnectionOptions) =>
    connectKeycloak(
      {
        key: 'keycloak',
        baseUrl: peer.baseUrl,
        realm: peer.realm,
        clientId: peer.clientId,
        clientSecret: new Secret(peer.clientSecret),
        tokenAuthMethod: 'basic',
        writable: false,
        pageSize: 12,
      },
      options,
    );
  return httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [connect],
    // `UserRepresentation`, `CredentialRepresentation`, `RoleRepresentation`: set for every row that there is.
    always: ['id', 'enabled', 'type', 'composite', 'clientRole', 'clientId', 'createdTimestamp'],
    // A credential of a type that nobody knows is one of a provider's own, and a factor: only what is fixed is here.
    words: ['protocol'],
    identifying: ['email', 'username', 'attributes', 'name'],
    bodies: [null, 7, 'an answer', { users: [] }],
    damages: [emptied],
    close: () => peer.close(),
  });
}
