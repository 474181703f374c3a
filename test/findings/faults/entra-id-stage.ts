import { Secret } from '../../../src/model/secret.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import type { EntraIdConnection } from '../../../src/providers/entra-id/upstream.ts';
import { startEntraIdPeer } from '../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { httpStage } from './http-stage.ts';
import { quickNow } from './quick-clock.ts';
import type { FaultStage } from './stage.ts';

/** A policy that shuts what knows no second factor. */
const shutOldProtocols = {
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
  },
  grantControls: { operator: 'OR', builtInControls: ['block'], authenticationStrength: null },
};

export async function openEntraId(): Promise<FaultStage> {
  const people = drawPeerPeople({ users: 30, seed: 7 });
  const peer = await startEntraIdPeer({ people, seed: 7, clock: quickNow, reportPageSize: 12 });
  Object.assign(peer.policies, { securityDefaults: false, conditionalAccess: [shutOldProtocols] });
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
      'userType',
      'onPremisesSyncEnabled',
      'groupTypes',
      'owners',
      'appId',
      'appRoleAssignmentRequired',
      'servicePrincipalType',
      'isBuiltIn',
      'rolePermissions',
      'methodsRegistered',
      'isEnabled',
      'state',
      'conditions',
    ],
    words: [
      'userType',
      'userRegistrationDetails',
      'visibility',
      '@odata.type',
      'externalUserState',
      'servicePrincipalType',
      'preferredSingleSignOnMode',
      'state',
    ],
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
