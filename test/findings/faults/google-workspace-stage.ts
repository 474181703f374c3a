import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import { startGoogleWorkspacePeer } from '../../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { connectionTo } from '../../providers/google-workspace/support.ts';
import { httpStage } from './http-stage.ts';
import type { FaultStage } from './stage.ts';

export async function openGoogleWorkspace(): Promise<FaultStage> {
  const peer = await startGoogleWorkspacePeer({ people: drawPeerPeople({ users: 30, seed: 7 }) });
  peer.paging.cap = 12;
  const settings = connectionTo(peer);
  return httpStage({
    faults: peer.faults,
    requests: peer.requests,
    connections: [(options: ConnectionOptions) => connectGoogleWorkspace(settings, options)],
    // Directory API: lists say what they are of; users always tell whether they may sign in and administer.
    always: [
      'id',
      'kind',
      'suspended',
      'archived',
      'isAdmin',
      'isEnrolledIn2Sv',
      'roleId',
      'assignedTo',
      'scopeType',
      'assigneeType',
      'privilegeName',
    ],
    words: ['type', 'role', 'status', 'scopeType', 'kind', 'assigneeType'],
    cursors: ['nextPageToken'],
    identifying: [
      'primaryEmail',
      'emails',
      'aliases',
      'externalIds',
      'name',
      'nonEditableAliases',
      'organizations',
    ],
    bodies: [null, 7, 'an answer', [], {}, { kind: 'admin#directory#users', users: {} }],
    close: () => peer.close(),
  });
}
