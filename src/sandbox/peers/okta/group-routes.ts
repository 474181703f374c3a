import type { PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';
import { groupRow } from './group-rows.ts';
import { linkedPage } from './lists.ts';
import type { OktaGroup } from './org.ts';
import type { OktaRoute, OktaState } from './route.ts';
import { matching } from './search.ts';
import { userOf, userRow } from './user-rows.ts';

const READ = 'okta.groups.read';
const MANAGE = 'okta.groups.manage';

export function groupRoutes(state: OktaState): OktaRoute[] {
  const { org, cursors, caps } = state;

  /** Both ways are safe to repeat, and open for groups that are managed here only. */
  const membership = (method: 'PUT' | 'DELETE'): OktaRoute => ({
    method,
    template: '/api/v1/groups/{groupId}/users/{userId}',
    scope: MANAGE,
    handle: ({ params }) => {
      const group = groupOf(state, params['groupId']);
      const { id } = userOf(state, params['userId']);
      if (group.type !== 'OKTA_GROUP') throw refusal(403, 'E0000006', 'The group is not managed here');
      const members = org.members.get(group.id);
      if (method === 'PUT') members?.add(id);
      else members?.delete(id);
      group.lastMembershipUpdated = state.now().toISOString();
      state.log.note(
        `group.user_membership.${method === 'PUT' ? 'add' : 'remove'}`,
        { type: 'User', id },
        { type: 'UserGroup', id: group.id },
      );
      return { status: 204 };
    },
  });

  return [
    {
      method: 'GET',
      template: '/api/v1/groups',
      scope: READ,
      handle: (request) => {
        const { query } = request;
        const expression = query.get('search') ?? query.get('filter');
        const all =
          expression === null ? [...org.groups.values()] : matching(org.groups.values(), expression);
        const { rows, after } = cursors.page(all, request, { usual: 200, most: caps.groups });
        const withCounts = query.get('expand') === 'stats';
        return linkedPage(
          request,
          rows.map((group) =>
            groupRow(group, withCounts ? (org.members.get(group.id)?.size ?? 0) : undefined),
          ),
          after,
        );
      },
    },
    {
      method: 'GET',
      template: '/api/v1/groups/{groupId}',
      scope: READ,
      handle: ({ params }) => ({ status: 200, body: groupRow(groupOf(state, params['groupId'])) }),
    },
    {
      method: 'GET',
      template: '/api/v1/groups/{groupId}/users',
      scope: READ,
      handle: (request) => membersPage(state, request),
    },
    {
      method: 'GET',
      template: '/api/v1/groups/{groupId}/owners',
      scope: READ,
      handle: (request) => {
        const { id } = groupOf(state, request.params['groupId']);
        const sizes = { usual: 1_000, most: 1_000 };
        const { rows, after } = cursors.page(org.owners.get(id) ?? [], request, sizes);
        return linkedPage(request, rows, after);
      },
    },
    membership('PUT'),
    membership('DELETE'),
  ];
}

function membersPage(state: OktaState, request: PeerRequest): ReturnType<typeof linkedPage> {
  const { org, cursors, caps } = state;
  const members = org.members.get(groupOf(state, request.params['groupId']).id) ?? new Set();
  const users = [...members].flatMap((id) => org.users.get(id) ?? []);
  const { rows, after } = cursors.page(users, request, { usual: 1_000, most: caps.members });
  return linkedPage(
    request,
    rows.map((user) => userRow(user, request)),
    after,
  );
}

export function groupOf({ org }: OktaState, id: string | undefined): OktaGroup {
  const group = org.groups.get(id ?? '');
  if (group === undefined) throw refusal(404, 'E0000007', `${(id ?? '').slice(0, 40)} (UserGroup)`);
  return group;
}
