import type { PeerRequest, PeerRoute } from '../peer-server.ts';
import type { RealmState, RealmUser } from './realm-state.ts';
import { groupRow, userRow } from './representations.ts';
import {
  DEFAULT_MAX,
  demand,
  failure,
  groupOf,
  isBrief,
  NO_CONTENT,
  notFound,
  ok,
  type RouteMaker,
  userOf,
  windowed,
} from './requests.ts';

/** Users, and what belongs to one of them. */
export function userRoutes(state: RealmState, route: RouteMaker): readonly PeerRoute[] {
  return [
    route('GET', '/users', ({ query }) => {
      demand(state, 'query-users');
      // Who may query but not view gets a list without rows.
      const rows = state.may('view-users') ? windowed(search(state, query), query, DEFAULT_MAX) : [];
      return ok(rows.map((user) => userRow(user, isBrief(query, false))));
    }),
    route('GET', '/users/count', ({ query }) => {
      demand(state, 'query-users');
      return ok(state.may('view-users') ? search(state, query).length : 0);
    }),
    route('GET', '/users/{userId}', (request) => ok(userRow(viewed(state, request), false))),
    route('PUT', '/users/{userId}', (request) => {
      update(managed(state, request), request.body);
      return NO_CONTENT;
    }),
    route('GET', '/users/{userId}/groups', (request) => {
      const user = viewed(state, request);
      const groups = [...user.groupIds].flatMap((id) => state.groups.get(id) ?? []);
      const brief = isBrief(request.query, true);
      return ok(windowed(groups, request.query).map((group) => groupRow(state, group, brief)));
    }),
    route('PUT', '/users/{userId}/groups/{groupId}', (request) => {
      managed(state, request).groupIds.add(groupOf(state, request).id);
      return NO_CONTENT;
    }),
    route('DELETE', '/users/{userId}/groups/{groupId}', (request) => {
      managed(state, request).groupIds.delete(groupOf(state, request).id);
      return NO_CONTENT;
    }),
    ...securityRoutes(state, route),
  ];
}

function securityRoutes(state: RealmState, route: RouteMaker): readonly PeerRoute[] {
  const lock = '/attack-detection/brute-force/users/{userId}';
  return [
    route('GET', '/users/{userId}/credentials', (request) => ok(viewed(state, request).credentials)),
    route('DELETE', '/users/{userId}/credentials/{credentialId}', (request) => {
      const user = managed(state, request);
      const { credentialId } = request.params;
      if (!user.credentials.some(({ id }) => id === credentialId)) throw notFound('Credential');
      user.credentials = user.credentials.filter(({ id }) => id !== credentialId);
      return NO_CONTENT;
    }),
    route('GET', '/users/{userId}/sessions', (request) => {
      const { id: userId, username, sessions } = viewed(state, request);
      return ok(
        sessions.map((session) => ({ ...session, userId, username, rememberMe: false, clients: {} })),
      );
    }),
    route('POST', '/users/{userId}/logout', (request) => {
      managed(state, request).sessions = [];
      return NO_CONTENT;
    }),
    route('DELETE', '/sessions/{sessionId}', ({ params }) => {
      demand(state, 'manage-users');
      const user = [...state.users.values()].find((one) =>
        one.sessions.some(({ id }) => id === params['sessionId']),
      );
      if (user === undefined) throw failure(404, { error: 'Sesssion not found' });
      user.sessions = user.sessions.filter(({ id }) => id !== params['sessionId']);
      return NO_CONTENT;
    }),
    route('GET', '/users/{userId}/federated-identity', (request) =>
      ok(viewed(state, request).federatedIdentities),
    ),
    route('GET', lock, ({ params }) => {
      demand(state, 'view-users');
      const disabled =
        state.settings['bruteForceProtected'] === true &&
        state.users.get(params['userId'] ?? '')?.locked === true;
      return ok({ disabled, numFailures: disabled ? 30 : 0, lastFailure: 0, lastIPFailure: 'n/a' });
    }),
    route('DELETE', lock, ({ params }) => {
      demand(state, 'manage-users');
      const user = state.users.get(params['userId'] ?? '');
      if (user !== undefined) user.locked = false;
      return NO_CONTENT;
    }),
  ];
}

function viewed(state: RealmState, request: PeerRequest): RealmUser {
  const user = userOf(state, request);
  demand(state, 'view-users');
  return user;
}

function managed(state: RealmState, request: PeerRequest): RealmUser {
  const user = userOf(state, request);
  demand(state, 'manage-users');
  return user;
}

/** What is left out stays; `requiredActions` replaces the whole list. */
function update(user: RealmUser, body: unknown): void {
  if (typeof body !== 'object' || body === null)
    throw failure(400, { errorMessage: 'Could not update user!' });
  const enabled: unknown = Reflect.get(body, 'enabled');
  const actions: unknown = Reflect.get(body, 'requiredActions');
  if (user.federationLink !== null && (enabled ?? null) !== null)
    throw failure(400, { errorMessage: 'User is read only!' });
  if (typeof enabled === 'boolean') {
    user.enabled = enabled;
    if (enabled) user.locked = false;
  }
  if (Array.isArray(actions)) user.requiredActions = actions.filter((one) => typeof one === 'string');
}

function search(state: RealmState, query: URLSearchParams): readonly RealmUser[] {
  const text = query.get('search');
  if (text?.startsWith('id:') === true) {
    const user = state.users.get(text.slice('id:'.length));
    return user === undefined ? [] : [user];
  }
  const exact = query.get('exact') === 'true';
  const fits = (wanted: string | null, value: string | null): boolean => {
    if (wanted === null) return true;
    const [a, b] = [wanted.toLowerCase(), (value ?? '').toLowerCase()];
    return exact ? a === b : b.includes(a);
  };
  const enabled = query.get('enabled');
  return state
    .people()
    .filter(
      (user) =>
        fits(query.get('username'), user.username) &&
        fits(query.get('email'), user.email) &&
        (enabled === null || String(user.enabled) === enabled),
    );
}
