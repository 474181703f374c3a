import type { PeerRoute } from '../peer-server.ts';
import type { RealmState } from './realm-state.ts';
import { groupRow, userRow } from './representations.ts';
import { DEFAULT_MAX, demand, groupOf, isBrief, ok, type RouteMaker, windowed } from './requests.ts';

/** Keycloak gives ten children to who does not say how many. */
const DEFAULT_CHILDREN = 10;

export function groupRoutes(state: RealmState, route: RouteMaker): readonly PeerRoute[] {
  return [
    route('GET', '/groups', ({ query }) => {
      demand(state, 'query-groups');
      const rows = windowed(state.childrenOf(null), query);
      return ok(rows.map((group) => groupRow(state, group, isBrief(query, true))));
    }),
    route('GET', '/groups/{groupId}', (request) => {
      demand(state, 'query-groups');
      return ok(groupRow(state, groupOf(state, request), false));
    }),
    route('GET', '/groups/{groupId}/children', (request) => {
      demand(state, 'query-groups');
      const { query } = request;
      const rows = windowed(state.childrenOf(groupOf(state, request).id), query, DEFAULT_CHILDREN);
      return ok(rows.map((group) => groupRow(state, group, isBrief(query, false))));
    }),
    route('GET', '/groups/{groupId}/members', (request) => {
      demand(state, 'view-users');
      const { query } = request;
      const rows = windowed(state.membersOf(groupOf(state, request).id), query, DEFAULT_MAX);
      return ok(rows.map((user) => userRow(user, isBrief(query, false))));
    }),
  ];
}
