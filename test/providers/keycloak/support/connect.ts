import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Secret } from '../../../../src/model/secret.ts';
import { connectKeycloak } from '../../../../src/providers/keycloak/connect.ts';
import type { KeycloakConnection } from '../../../../src/providers/keycloak/upstream.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import {
  type KeycloakPeer,
  type KeycloakPeerOptions,
  startKeycloakPeer,
} from '../../../../src/sandbox/peers/keycloak/keycloak-peer.ts';
import type { RealmUser } from '../../../../src/sandbox/peers/keycloak/realm-state.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';
import type { CallContext } from '../../../../src/upstream/call.ts';

export function contextOf(more: Partial<CallContext> = {}): CallContext {
  return { lane: 'interactive', transactionId: randomUUID(), ...more };
}

export interface Connected {
  readonly peer: KeycloakPeer;
  readonly provider: Provider;
  /** The first user that fits. */
  readonly user: (fits: (user: RealmUser) => boolean) => RealmUser;
  readonly groupNamed: (name: string) => string;
  readonly roleNamed: (name: string) => string;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`Expected ${what} in the realm, found none.`);
  return value;
}

/** A realm of 70 people, and a provider that is connected to it. */
export async function connect(
  options: Partial<KeycloakPeerOptions> = {},
  settings: Partial<KeycloakConnection> = {},
): Promise<Connected> {
  const peer = await startKeycloakPeer({ people: drawPeerPeople({ users: 70 }), ...options });
  const provider = connectKeycloak({
    key: 'sso',
    baseUrl: peer.baseUrl,
    realm: peer.realm,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    tokenAuthMethod: 'basic',
    writable: true,
    ...settings,
  });
  onTestFinished(async () => {
    await provider.close();
    await peer.close();
  });
  return {
    peer,
    provider,
    user: (fits) => found(peer.state.people().find(fits), 'such a user'),
    groupNamed: (name) =>
      found(
        [...peer.state.groups.values()].find((group) => group.name === name),
        `a group ${name}`,
      ).id,
    roleNamed: (name) =>
      found(
        [...peer.state.roles.values()].find((role) => role.name === name),
        `a role ${name}`,
      ).id,
  };
}

interface Told {
  readonly status?: number;
  readonly body?: unknown;
}

/** A Keycloak that answers as the test says, for what our own peer would never do. `answer` undefined: 404. */
export async function connectTo(
  answer: (url: URL, request: IncomingMessage) => Told | undefined,
): Promise<{ readonly provider: Provider; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isToken = url.pathname.endsWith('/token');
    if (!isToken) asked.push(`${request.method} ${url.pathname}${url.search}`);
    const told: Told = isToken
      ? { body: { access_token: 't', token_type: 'Bearer', expires_in: 300 } }
      : (answer(url, request) ?? { status: 404, body: { error: 'not found' } });
    response.writeHead(told.status ?? 200, { 'content-type': 'application/json' });
    response.end(told.status === 204 ? undefined : JSON.stringify(told.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const provider = connectKeycloak({
    key: 'sso',
    baseUrl: `http://127.0.0.1:${port}`,
    realm: 'acme',
    clientId: 'rollcall',
    clientSecret: new Secret('s'),
    tokenAuthMethod: 'post',
    writable: true,
  });
  onTestFinished(async () => {
    await provider.close();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { provider, asked };
}
