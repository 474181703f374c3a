import { Secret } from '../../../src/model/secret.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectOkta } from '../../../src/providers/okta/connect.ts';
import type { OktaConnection } from '../../../src/providers/okta/upstream.ts';
import { type OktaPeer, startOktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople, type PeerPerson } from '../../../src/sandbox/peers/people.ts';
import { httpStage } from './http-stage.ts';
import type { FaultStage } from './stage.ts';

/** An organisation with two pages of everything. @param people default: thirty drawn ones. */
export async function openOkta(
  people: readonly PeerPerson[] = drawPeerPeople({ users: 30, seed: 4 }),
): Promise<FaultStage & { readonly peer: OktaPeer }> {
  const peer = await startOktaPeer({ people, seed: 4 });
  Object.assign(peer.caps, { users: 12, members: 12, apps: 2, groups: 4 });
  const settings: OktaConnection = {
    key: 'okta',
    orgUrl: peer.url,
    clientId: peer.application.clientId,
    privateKey: new Secret(peer.privateKey),
    writable: false,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
    systemLog: true,
  };
  const by = (more: Partial<OktaConnection>) => (options: ConnectionOptions) =>
    connectOkta({ ...settings, ...more }, options);
  const stage = httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [by({}), by({ adminListIncludesGroups: true })],
    // Users API, "User": they are read-only members that every user has.
    always: ['id', 'status', 'created', 'factorType', 'provider', 'credentials', 'type'],
    words: ['status', 'factorType', 'type', 'assignmentType'],
    identifying: ['profile'],
    bodies: [null, 7, 'an answer', {}, { users: [] }],
    close: () => peer.close(),
  });
  return { ...stage, peer };
}
