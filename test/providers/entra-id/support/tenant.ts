import { Secret } from '../../../../src/model/secret.ts';
import { connectEntraId } from '../../../../src/providers/entra-id/connect.ts';
import { createEntraIdProvider } from '../../../../src/providers/entra-id/entra-id.ts';
import {
  createEntraIdUpstream,
  type EntraIdConnection,
} from '../../../../src/providers/entra-id/upstream.ts';
import type { Page } from '../../../../src/model/coverage.ts';
import type { User } from '../../../../src/model/user.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import { type EntraIdPeer, startEntraIdPeer } from '../../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople, type PeerPerson } from '../../../../src/sandbox/peers/people.ts';
import type { CallContext } from '../../../../src/upstream/call.ts';
import type { Clock } from '../../../../src/upstream/clock.ts';

export const context: CallContext = { lane: 'interactive', transactionId: 'test-transaction' };

/** A simulated tenant and the adapter connected to it. */
export interface Tenant {
  readonly peer: EntraIdPeer;
  readonly people: readonly PeerPerson[];
  readonly provider: Provider;
  readonly idOf: (person: PeerPerson) => string;
  /** The first person for whom it holds. */
  readonly find: (wanted: (person: PeerPerson) => boolean) => PeerPerson;
  close(): Promise<void>;
}

type PeerOptions = Partial<Parameters<typeof startEntraIdPeer>[0]> & { readonly users?: number };

export async function openTenant(options: PeerOptions = {}, clock?: Clock): Promise<Tenant> {
  const { users = 80, ...more } = options;
  const people = more.people ?? drawPeerPeople({ users, seed: 3 });
  const peer = await startEntraIdPeer({ seed: 3, ...more, people });
  const provider = connect(connectionTo(peer), clock);
  return {
    peer,
    people,
    provider,
    idOf: ({ personId }) => peer.truth.get(personId) ?? '',
    find: (wanted) => {
      const found = people.find(wanted);
      if (found === undefined) throw new Error('nobody fits: draw more people');
      return found;
    },
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}

export function connectionTo(peer: EntraIdPeer): EntraIdConnection {
  return {
    key: 'entra',
    tenantId: peer.tenantId,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    graphUrl: peer.graphUrl,
    loginUrl: peer.loginUrl,
    writable: true,
  };
}

/** With a clock only the adapter's own waits go by it; the wire keeps real time. */
export function connect(settings: EntraIdConnection, clock?: Clock): Provider {
  if (clock === undefined) return connectEntraId(settings);
  return createEntraIdProvider({ settings, upstream: createEntraIdUpstream(settings), clock });
}

/** Every wait is over at once, and noted; time goes on by what was waited. */
export function hastyClock(): Clock & { readonly waits: number[]; pass(ms: number): void } {
  let at = 0;
  const began = Date.now();
  const waits: number[] = [];
  return {
    waits,
    pass: (ms) => (at += ms),
    now: () => began + at,
    monotonic: () => at,
    after: (ms, run) => {
      waits.push(ms);
      const timer = setImmediate(() => {
        at += ms;
        run();
      });
      return () => clearImmediate(timer);
    },
  };
}

/** Everybody whom the list shows; an error where it breaks off. */
export async function everybody(
  { users }: Provider,
  limit = 999,
  providerFilter: string | null = null,
): Promise<readonly User[]> {
  const all: User[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<User> = await users.list({ limit, cursor, providerFilter }, context);
    if (page.brokenOff !== undefined) throw page.brokenOff;
    all.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
