import type { PeerAnswer, PeerRequest, PeerRoute } from '../peer-server.ts';
import type { RealmRole, RealmState } from './realm-state.ts';
import { clientRow, mappingRow, roleRow, userRow } from './representations.ts';
import {
  demand,
  failure,
  groupOf,
  NO_CONTENT,
  notFound,
  ok,
  type RouteMaker,
  userOf,
  windowed,
} from './requests.ts';

/** Roles, who has them, and the clients that they belong to. */
export function roleRoutes(state: RealmState, route: RouteMaker): readonly PeerRoute[] {
  return [
    route('GET', '/roles', ({ query }) => {
      demand(state, 'view-realm');
      return ok(windowed(rolesOf(state, null), query).map((role) => roleRow(state, role)));
    }),
    route('GET', '/roles-by-id/{roleId}/composites', ({ params }) => {
      demand(state, 'view-realm');
      const role = state.roles.get(params['roleId'] ?? '');
      if (role === undefined) throw failure(404, { error: 'Could not find role with id' });
      const contained = [...role.composites].flatMap((id) => state.roles.get(id) ?? []);
      return ok(contained.map((one) => roleRow(state, one)));
    }),
    ...holderRoutes(state, route, '/users/{userId}', (request) => userOf(state, request).roleIds),
    ...holderRoutes(state, route, '/groups/{groupId}', (request) => groupOf(state, request).roleIds),
    ...clientRoutes(state, route),
  ];
}

function clientRoutes(state: RealmState, route: RouteMaker): readonly PeerRoute[] {
  const viewed = ({ params }: PeerRequest) => {
    const client = state.clients.get(params['clientUuid'] ?? '');
    if (client === undefined) throw notFound('Client');
    demand(state, 'view-clients');
    return client;
  };
  return [
    route('GET', '/clients', ({ query }) => {
      demand(state, 'query-clients');
      const clientId = query.get('clientId');
      const all = [...state.clients.values()].filter((one) => clientId === null || one.clientId === clientId);
      return ok(windowed(all, query).map((client) => clientRow(client, state.may('view-clients'))));
    }),
    route('GET', '/clients/{clientUuid}', (request) => ok(clientRow(viewed(request), true))),
    route('GET', '/clients/{clientUuid}/roles', (request) =>
      ok(windowed(rolesOf(state, viewed(request).id), request.query).map((role) => roleRow(state, role))),
    ),
    route('GET', '/clients/{clientUuid}/service-account-user', (request) => {
      const client = viewed(request);
      const user = [...state.users.values()].find(({ serviceAccountOf }) => serviceAccountOf === client.id);
      if (user === undefined)
        throw failure(400, {
          errorMessage: `Service account not enabled for the client '${client.clientId}'`,
        });
      return ok(userRow(user, false));
    }),
  ];
}

function rolesOf(state: RealmState, clientUuid: string | null): readonly RealmRole[] {
  return [...state.roles.values()]
    .filter((role) => role.clientUuid === clientUuid)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function holderRoutes(
  state: RealmState,
  route: RouteMaker,
  holder: string,
  held: (request: PeerRequest) => Set<string>,
): readonly PeerRoute[] {
  const remove = (request: PeerRequest, clientUuid: string | null): PeerAnswer => {
    const roleIds = held(request);
    demand(state, 'manage-users');
    if (request.body === undefined) {
      // As the real one: without a body every role of the realm or client goes.
      for (const id of roleIds) if (state.roles.get(id)?.clientUuid === clientUuid) roleIds.delete(id);
      return NO_CONTENT;
    }
    for (const role of named(state, request.body, clientUuid)) roleIds.delete(role.id);
    return NO_CONTENT;
  };
  return [
    route('GET', `${holder}/role-mappings`, (request) => {
      const roleIds = held(request);
      demand(state, 'view-users');
      return ok(mappingRow(state, roleIds));
    }),
    route('DELETE', `${holder}/role-mappings/realm`, (request) => remove(request, null)),
    route('DELETE', `${holder}/role-mappings/clients/{clientUuid}`, (request) =>
      remove(request, request.params['clientUuid'] ?? ''),
    ),
  ];
}

/** Id and name have to belong together. */
function named(state: RealmState, body: unknown, clientUuid: string | null): readonly RealmRole[] {
  if (!Array.isArray(body)) throw failure(400, { error: 'unknown_error' });
  return body.map((one: unknown) => {
    const [id, name]: unknown[] =
      typeof one === 'object' && one !== null ? [Reflect.get(one, 'id'), Reflect.get(one, 'name')] : [];
    const role = typeof name === 'string' ? state.roleNamed(name, clientUuid) : undefined;
    if (role === undefined || role.id !== id) throw notFound('Role');
    return role;
  });
}
