import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type KeycloakPeer,
  type KeycloakPeerOptions,
  startKeycloakPeer,
} from '../../../../src/sandbox/peers/keycloak/keycloak-peer.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';

interface Client {
  readonly peer: KeycloakPeer;
  readonly call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
}

async function open(options: Partial<KeycloakPeerOptions> = {}): Promise<Client> {
  const peer = await startKeycloakPeer({ people: drawPeerPeople({ users: 50 }), ...options });
  onTestFinished(() => peer.close());
  const { clientId, clientSecret } = peer;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(`${peer.baseUrl}/realms/${peer.realm}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const token: unknown = Reflect.get((await answer.json()) as object, 'access_token');
  return {
    peer,
    call: async (method, path, body) => {
      const response = await fetch(`${peer.baseUrl}/admin/realms/${peer.realm}${path}`, {
        method,
        headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
  };
}

describe('a simulated Keycloak', () => {
  test('is the same for the same people and seed', async () => {
    const at = Date.UTC(2026, 5, 1);
    const clock = (): number => at;
    const people = drawPeerPeople({ users: 50, asOf: new Date(at) });
    const [one, other] = [await open({ people, clock }), await open({ people, clock })];
    expect([...one.peer.state.users.keys()]).toEqual([...other.peer.state.users.keys()]);
    expect(one.peer.truth).toEqual(other.peer.truth);
  });

  test('knows whose account is which, and nothing of who was removed', async () => {
    const people = drawPeerPeople({ users: 50 });
    const { peer } = await open({ people });
    for (const { personId, status, username, kind } of people) {
      const id = peer.truth.get(personId);
      expect(id === undefined).toBe(status === 'DEPROVISIONED');
      const wanted = kind === 'HUMAN' ? username : `service-account-${username.replace(/@.*$/, '')}`;
      expect(id === undefined ? wanted : peer.state.users.get(id)?.username).toBe(wanted);
    }
  });

  test('gives a hundred users and ten children to who does not say how many', async () => {
    const { call, peer } = await open({ people: drawPeerPeople({ users: 130 }) });
    expect((await call('GET', '/users')).body).toHaveLength(100);
    const parent = [...peer.state.groups.values()].find(({ name }) => name === 'Engineering');
    expect((await call('GET', `/groups/${parent?.id}/children`)).body).toHaveLength(10);
  });

  test('has neither service accounts in its list nor required actions in brief rows', async () => {
    const { call } = await open();
    const { body } = await call('GET', '/users?briefRepresentation=true');
    const rows = body as readonly { readonly username: string }[];
    expect(rows.some(({ username }) => username.startsWith('service-account-'))).toBe(false);
    expect(rows.some((row) => 'requiredActions' in row || 'attributes' in row)).toBe(false);
  });

  test('takes every role away by a DELETE without a body, as the real one', async () => {
    const { call, peer } = await open();
    const user = peer.state.people().find(({ roleIds }) => roleIds.size > 0);
    const client = peer.state.clientNamed('realm-management')?.id ?? '';
    const path = `/users/${user?.id}/role-mappings/clients/${client}`;
    const wrong = await call('DELETE', path, [{ id: 'x', name: 'realm-admin' }]);
    expect(wrong.status).toBe(404);
    expect(user?.roleIds.size).toBeGreaterThan(0);
    expect((await call('DELETE', path)).status).toBe(204);
    expect(user?.roleIds.size).toBe(0);
  });

  test('replaces the whole list of required actions, and leaves what is not said', async () => {
    const { call, peer } = await open();
    const user = peer.state.people().find(({ requiredActions }) => requiredActions.length > 0);
    await call('PUT', `/users/${user?.id}`, { requiredActions: ['TERMS'] });
    expect(user).toMatchObject({ requiredActions: ['TERMS'], enabled: true });
  });

  test('refuses who has no token, a wrong secret, or no right', async () => {
    const { call, peer } = await open();
    const bare = await fetch(`${peer.baseUrl}/admin/realms/acme/users`);
    expect(bare.status).toBe(401);
    const form = { grant_type: 'client_credentials', client_id: peer.clientId, client_secret: 'wrong' };
    const token = await fetch(`${peer.baseUrl}/realms/acme/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(token.status).toBe(401);
    expect(await token.json()).toMatchObject({ error: 'invalid_client' });
    peer.state.rights.clear();
    expect((await call('GET', '/users')).status).toBe(403);
    expect((await call('GET', '/roles')).status).toBe(403);
  });

  test('lets tokens end by its clock', async () => {
    let now = Date.UTC(2026, 5, 1);
    const { call } = await open({ clock: () => now });
    expect((await call('GET', '/users/count')).status).toBe(200);
    now += 301_000;
    expect((await call('GET', '/users/count')).status).toBe(401);
  });
});
