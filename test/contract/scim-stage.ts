import { Secret } from '../../src/model/secret.ts';
import { connectScim } from '../../src/providers/scim/connect.ts';
import type { ScimConnection } from '../../src/providers/scim/upstream.ts';
import { drawPeerPeople, type PeerPerson } from '../../src/sandbox/peers/people.ts';
import { startScimPeer, type ScimPeer } from '../../src/sandbox/peers/scim/scim-peer.ts';
import type { ScimManners } from '../../src/sandbox/peers/scim/scim-manners.ts';
import type { Failure, ProviderStage, Truth } from './stage.ts';

export interface ScimStage extends ProviderStage {
  readonly peer: ScimPeer;
}

/** How to connect to a service at an address. */
export function scimConnection(
  url: string,
  token: string,
  more: Partial<ScimConnection> = {},
): ScimConnection {
  return {
    key: 'people',
    url,
    writable: true,
    maxPages: 1_000,
    listLimit: 5_000,
    token: new Secret(token),
    ...more,
  };
}

interface StageOptions {
  readonly people?: readonly PeerPerson[];
  readonly manners?: Partial<ScimManners>;
  readonly settings?: Partial<ScimConnection>;
  /** Default: all. */
  readonly failures?: readonly Failure[];
}

/** The provider, connected to our own simulated service. */
export async function openScimStage(options: StageOptions = {}): Promise<ScimStage> {
  const people = options.people ?? drawPeerPeople({ users: 75, asOf: new Date('2026-03-01T00:00:00Z') });
  const peer = await startScimPeer({ people, ...(options.manners && { manners: options.manners }) });
  const provider = connectScim(scimConnection(peer.address, peer.token, options.settings));
  let disarm: (() => void) | null = null;
  return {
    peer,
    provider,
    truth: truthOf(peer),
    pageSize: 20,
    failures: options.failures ?? ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      disarm?.();
      disarm = how === null ? null : peer.faults.add({ fault: FAULTS[how] });
    },
    writes: () => peer.requests.writes.length,
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}

const FAULTS = {
  FORBIDDEN: { kind: 'status', status: 403 },
  FAULT: { kind: 'status', status: 500 },
  RESET: { kind: 'reset' },
  GARBAGE: { kind: 'html' },
  SILENT: { kind: 'slow-body' },
} as const satisfies Record<Failure, object>;

function truthOf(peer: ScimPeer): Truth {
  const groups = [...peer.groups.values()];
  const someone = [...peer.users.values()].find(
    ({ active, person }) =>
      active && person.status === 'ACTIVE' && person.role === null && person.email !== null,
  );
  if (someone === undefined) throw new Error('expected somebody who is active, found nobody');
  const joinable = groups.find(
    ({ memberIds, groupIds }) => !memberIds.has(someone.id) && groupIds.size === 0,
  );
  const members = groups
    .filter(({ groupIds }) => groupIds.size === 0)
    .map(({ id, memberIds }) => [id, [...memberIds]] as const);
  return {
    users: [...peer.users.keys()],
    groups: groups.map(({ id }) => id),
    members: new Map(members),
    someone: {
      id: someone.id,
      username: someone.person.username,
      email: someone.person.email ?? '',
    },
    joinable: joinable?.id ?? null,
    administrator: null,
  };
}
