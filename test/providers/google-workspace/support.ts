import { Secret } from '../../../src/model/secret.ts';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import type { GoogleWorkspaceConnection } from '../../../src/providers/google-workspace/upstream.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import {
  type GoogleWorkspacePeer,
  startGoogleWorkspacePeer,
} from '../../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { drawPeerPeople, type PeerPerson } from '../../../src/sandbox/peers/people.ts';
import type { CallContext, Exchange } from '../../../src/upstream/call.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';

export const context: CallContext = { lane: 'interactive', transactionId: 'test-transaction' };
export const sweeping: CallContext = { lane: 'bulk', transactionId: 'test-sweep' };

export interface Connected {
  readonly peer: GoogleWorkspacePeer;
  readonly provider: Provider;
  close(): Promise<void>;
}

export function connectionTo(peer: GoogleWorkspacePeer): GoogleWorkspaceConnection {
  const { serviceAccountEmail, privateKey, privateKeyId, adminEmail } = peer.credentials;
  return {
    key: 'google',
    customerId: 'my_customer',
    apiUrl: peer.apiUrl,
    tokenUrl: peer.tokenUrl,
    adminEmail,
    serviceAccountEmail,
    privateKey: new Secret(privateKey),
    privateKeyId,
    writable: true,
    pendingUntilFirstSignIn: true,
    requestsPerSecond: 1_000,
    concurrency: 50,
  };
}

/** A peer of these people (default: 72 drawn ones), and a provider that is connected to it. */
export async function connected(
  settings: Partial<GoogleWorkspaceConnection> = {},
  people: readonly PeerPerson[] = drawPeerPeople({ users: 72, seed: 7 }),
): Promise<Connected> {
  const peer = await startGoogleWorkspacePeer({ people });
  const provider = connectGoogleWorkspace({ ...connectionTo(peer), ...settings });
  return {
    peer,
    provider,
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}

export async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const failure: unknown = await work.then(
    () => new Error('it answered'),
    (error: unknown) => error,
  );
  if (failure instanceof UpstreamError) return failure;
  throw failure;
}

/** A context that notes which routes were asked. */
export function listening(lane: CallContext['lane'] = 'interactive'): {
  readonly context: CallContext;
  readonly routes: string[];
} {
  const routes: string[] = [];
  const onExchange = ({ method, route }: Exchange): void => {
    routes.push(`${method} ${route}`);
  };
  return { context: { lane, transactionId: 'test-listening', onExchange }, routes };
}

export function groupNamed(peer: GoogleWorkspacePeer, name: string): string {
  const group = [...peer.groups.values()].find((one) => one.name === name);
  if (group === undefined) throw new Error(`There is no group ${name}.`);
  return group.id;
}

/** The id of the first user whom this fits. */
export function userWhere(
  peer: GoogleWorkspacePeer,
  fits: (user: { readonly [name: string]: unknown }) => boolean,
): string {
  const found = [...peer.users.values()].find(fits);
  if (found === undefined) throw new Error('There is nobody like that.');
  return found.id;
}
