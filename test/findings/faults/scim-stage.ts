import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectScim } from '../../../src/providers/scim/connect.ts';
import { drawPeerPeople, type PeerPerson } from '../../../src/sandbox/peers/people.ts';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { startScimPeer } from '../../../src/sandbox/peers/scim/scim-peer.ts';
import { scimConnection } from '../../contract/scim-stage.ts';
import { cutShort } from './damage.ts';
import { httpStage } from './http-stage.ts';
import type { FaultStage } from './stage.ts';

/** A service that behaves so. @param people default: thirty drawn ones. */
export async function openScim(
  manners: Partial<ScimManners> = {},
  people: readonly PeerPerson[] = drawPeerPeople({ users: 30 }),
): Promise<FaultStage> {
  const peer = await startScimPeer({ people, manners: { pageCap: 12, ...manners } });
  return httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [
      (options: ConnectionOptions) => connectScim(scimConnection(peer.address, peer.token), options),
    ],
    // RFC 7643 sections 3.1 and 4.1, RFC 7644 section 3.4.2: required.
    always: ['id', 'schemas', 'Resources', 'totalResults'],
    words: ['type'],
    cursors: ['nextCursor'],
    identifying: [
      'emails',
      'userName',
      'name',
      'externalId',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    bodies: [null, 7, 'an answer', [], {}],
    damages: [cutShort('Resources')],
    close: () => peer.close(),
  });
}
