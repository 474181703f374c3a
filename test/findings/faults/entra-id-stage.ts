import { Secret } from '../../../src/model/secret.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import type { EntraIdConnection } from '../../../src/providers/entra-id/upstream.ts';
import { startEntraIdPeer } from '../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { httpStage } from './http-stage.ts';
import { quickNow } from './quick-clock.ts';
import type { FaultStage } from './stage.ts';

export async function openEntraId(): Promise<FaultStage> {
  const people = drawPeerPeople({ users: 30, seed: 7 });
  const peer = await startEntraIdPeer({ people, seed: 7, clock: quickNow, reportPageSize: 12 });
  const settings: EntraIdConnection = {
    key: 'entra',
    tenantId: peer.tenantId,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    graphUrl: peer.graphUrl,
    loginUrl: peer.loginUrl,
    writable: false,
    reportThreshold: 1_000,
  };
  const by = (more: Partial<EntraIdConnection>) => (options: ConnectionOptions) =>
    connectEntraId({ ...settings, ...more }, options);
  return httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [by({}), by({ reportThreshold: 1 }), by({ deltaQueries: false })],
    // Graph sends every property that was selected, null where there is no value, and `value` in every list.
    always: [
      'id',
      'value',
      'accountEnabled',
      'responses',
      'status',
      'body',
      'principalId',
      'roleDefinitionId',
      '@odata.type',
    ],
    words: ['userType', 'userRegistrationDetails', 'visibility'],
    cursors: ['@odata.nextLink', '@odata.deltaLink'],
    identifying: [
      'mail',
      'userPrincipalName',
      'otherMails',
      'proxyAddresses',
      'employeeId',
      'onPremisesImmutableId',
      'displayName',
    ],
    bodies: [null, 7, 'an answer', {}, [], { value: null }, { value: {} }],
    close: () => peer.close(),
  });
}
