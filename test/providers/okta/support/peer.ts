import { afterEach } from 'vitest';
import { Secret } from '../../../../src/model/secret.ts';
import { connectOkta } from '../../../../src/providers/okta/connect.ts';
import type { OktaConnection } from '../../../../src/providers/okta/upstream.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import {
  type OktaPeer,
  type OktaPeerOptions,
  startOktaPeer,
} from '../../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';
import type { CallContext } from '../../../../src/upstream/call.ts';

export const context: CallContext = { lane: 'interactive', transactionId: 'test-transaction' };

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Closed at the end of the test, the last one first. */
export function closeAfterTest(close: () => Promise<void>): void {
  closing.push(close);
}

/** What opens an organisation by its API token; `more` replaces what is usual. */
export function connectionTo(
  { url, apiToken }: Pick<OktaPeer, 'url' | 'apiToken'>,
  more: Partial<OktaConnection> = {},
): OktaConnection {
  return {
    key: 'okta',
    orgUrl: url,
    apiToken: new Secret(apiToken),
    writable: true,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
    ...more,
  };
}

/** What opens it as a service application, without an API token. */
export function applicationOf(peer: OktaPeer, more: Partial<OktaConnection> = {}): OktaConnection {
  const { apiToken: _, ...rest } = connectionTo(peer);
  return {
    ...rest,
    clientId: peer.application.clientId,
    privateKey: new Secret(peer.privateKey),
    privateKeyId: 'key-1',
    ...more,
  };
}

export function connect(settings: OktaConnection): Provider {
  const provider = connectOkta(settings);
  closeAfterTest(() => provider.close());
  return provider;
}

export async function openPeer(options: Partial<OktaPeerOptions> = {}): Promise<OktaPeer> {
  const peer = await startOktaPeer({ people: drawPeerPeople({ users: 60 }), ...options });
  closeAfterTest(() => peer.close().catch(() => {}));
  return peer;
}

/** An organisation of 60 people, opened by its API token. */
export async function open(
  more: Partial<OktaConnection> = {},
): Promise<{ readonly peer: OktaPeer; readonly provider: Provider }> {
  const peer = await openPeer();
  return { peer, provider: connect(connectionTo(peer, more)) };
}

/** Somebody in this state, with nothing in particular otherwise. */
export function someoneWho(peer: OktaPeer, status: string): string {
  const found = [...peer.org.users.values()].find(
    (user) =>
      user.status === status && user.credentials.provider.type === 'OKTA' && !peer.org.roles.has(user.id),
  );
  if (found === undefined) throw new Error(`expected somebody who is ${status}, found nobody`);
  return found.id;
}
