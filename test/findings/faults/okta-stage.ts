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
  const everyone = [...peer.org.groups.values()].find(({ type }) => type === 'BUILT_IN')?.id ?? '';
  peer.org.lifecyclePolicies.push(idlePeople(everyone));
  const settings: OktaConnection = {
    key: 'okta',
    orgUrl: peer.url,
    clientId: peer.application.clientId,
    privateKey: new Secret(peer.privateKey),
    writable: false,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
    systemLog: true,
    automations: true,
  };
  const by = (more: Partial<OktaConnection>) => (options: ConnectionOptions) =>
    connectOkta({ ...settings, ...more }, options);
  const stage = httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [by({}), by({ adminListIncludesGroups: true })],
    // They are read-only members that every user, factor and role assignment has; a state and a mode, every application.
    always: [
      'id',
      'status',
      'created',
      'factorType',
      'provider',
      'credentials',
      'type',
      'assignmentType',
      'signOnMode',
      'label',
    ],
    words: [
      'status',
      'factorType',
      'type',
      'assignmentType',
      'signOnMode',
      'token_endpoint_auth_method',
      'action',
      'transitioningToStatus',
    ],
    identifying: ['profile'],
    bodies: [null, 7, 'an answer', {}, { users: [] }],
    close: () => peer.close(),
  });
  return { ...stage, peer };
}

/** An automation that suspends everybody whom nobody saw for two months. */
function idlePeople(everyone: string): OktaPeer['org']['lifecyclePolicies'][number] {
  const rule = {
    id: '0pr00000000000000001',
    name: 'Idle people',
    status: 'ACTIVE',
    conditions: {
      people: { users: { inactivity: { number: 60, unit: 'DAYS' } }, groups: { include: [everyone] } },
    },
    actions: { userLifecycle: { action: 'SUSPEND' } },
  };
  return { id: '00p00000000000000001', name: 'Idle', status: 'ACTIVE', rules: [rule] };
}
