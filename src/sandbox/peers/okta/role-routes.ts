import type { PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';
import { groupOf } from './group-routes.ts';
import { nextAddress } from './lists.ts';
import { type OktaOrg, type OktaRole, rolesOf } from './org.ts';
import type { OktaRoute, OktaState } from './route.ts';
import { userOf } from './user-rows.ts';

const READ = 'okta.roles.read';
const MANAGE = 'okta.roles.manage';

/** Who holds it, and whether that is a group of the holder's. */
interface Holding {
  readonly role: OktaRole;
  readonly groupId: string | null;
}

export function roleRoutes(state: OktaState): OktaRoute[] {
  const { org, cursors, caps } = state;

  const ofHolder = (
    base: string,
    holderOf: (request: PeerRequest) => string,
    held: (holderId: string) => readonly Holding[],
  ): OktaRoute[] => {
    const one = (request: PeerRequest): Holding => {
      const id = request.params['roleAssignmentId'] ?? '';
      const found = held(holderOf(request)).find(({ role }) => role.id === id);
      if (found === undefined) throw refusal(404, 'E0000007', `${id.slice(0, 40)} (RoleAssignment)`);
      return found;
    };
    return [
      {
        method: 'GET',
        template: base,
        scope: READ,
        handle: (request) => ({
          status: 200,
          body: held(holderOf(request)).map((holding) => roleRow(org, holding, request)),
        }),
      },
      {
        method: 'GET',
        template: `${base}/{roleAssignmentId}`,
        scope: READ,
        handle: (request) => ({ status: 200, body: roleRow(org, one(request), request) }),
      },
      {
        method: 'DELETE',
        template: `${base}/{roleAssignmentId}`,
        scope: MANAGE,
        handle: (request) => {
          const { role, groupId } = one(request);
          const holderId = holderOf(request);
          // What a group gives is not the user's to lose.
          if (groupId !== null && groupId !== holderId)
            throw refusal(404, 'E0000007', 'Not assigned to the user');
          org.roles.set(
            holderId,
            (org.roles.get(holderId) ?? []).filter(({ id }) => id !== role.id),
          );
          if (groupId === null)
            state.log.note('user.account.privilege.revoke', { type: 'User', id: holderId });
          else state.log.note('group.privilege.revoke', { type: 'UserGroup', id: holderId });
          return { status: 204 };
        },
      },
    ];
  };

  return [
    ...ofHolder(
      '/api/v1/users/{userId}/roles',
      ({ params }) => userOf(state, params['userId']).id,
      (userId) => rolesOf(org, userId),
    ),
    ...ofHolder(
      '/api/v1/groups/{groupId}/roles',
      ({ params }) => groupOf(state, params['groupId']).id,
      (groupId) => (org.roles.get(groupId) ?? []).map((role) => ({ role, groupId })),
    ),
    {
      method: 'GET',
      template: '/api/v1/iam/assignees/users',
      scope: READ,
      handle: (request) => {
        const holders = [...org.users.values()].filter(({ id }) => rolesOf(org, id).length > 0);
        const { rows, after } = cursors.page(holders, request, { usual: 100, most: caps.assignees });
        const value = rows.map(({ id }) => ({ id, orn: `orn:okta:directory:00o1:users:${id}` }));
        return {
          status: 200,
          body: {
            value,
            _links: after === null ? {} : { next: { href: nextAddress(request.url, after) } },
          },
        };
      },
    },
    {
      method: 'GET',
      template: '/api/v1/iam/roles',
      scope: READ,
      handle: (request) => {
        const { rows, after } = cursors.page(org.customRoles, request, { usual: 100, most: caps.assignees });
        return {
          status: 200,
          body: {
            roles: rows.map(({ id, label, description }) => ({ id, label, description })),
            _links: after === null ? {} : { next: { href: nextAddress(request.url, after) } },
          },
        };
      },
    },
    {
      method: 'GET',
      template: '/api/v1/iam/roles/{roleId}/permissions',
      scope: READ,
      handle: ({ params }) => {
        const role = org.customRoles.find(({ id }) => id === params['roleId']);
        if (role === undefined) throw refusal(404, 'E0000007', 'Role not found');
        return { status: 200, body: { permissions: role.permissions.map((label) => ({ label })) } };
      },
    },
  ];
}

/** A role of a user or a group. The group that gives it is named by a link only, its targets where they are asked for. */
function roleRow(org: OktaOrg, { role, groupId }: Holding, { url, query, params }: PeerRequest): object {
  const { custom, targets, ...own } = role;
  const assignee = groupId === null ? `users/${params['userId'] ?? ''}` : `groups/${groupId}`;
  const groups = (targets?.groups ?? []).flatMap((id) => org.groups.get(id) ?? []);
  const apps = (targets?.apps ?? []).map((id) => ({ id, name: 'oidc_client' }));
  const expand = query.get('expand') ?? '';
  return {
    ...own,
    status: 'ACTIVE',
    lastUpdated: role.created,
    assignmentType: groupId === null ? 'USER' : 'GROUP',
    ...(custom === undefined ? {} : { role: custom.role, 'resource-set': custom.resourceSet }),
    ...(expand.includes('targets') && targets !== undefined
      ? { _embedded: { targets: { groups, catalog: { apps } } } }
      : {}),
    _links: { assignee: { href: `${url.origin}/api/v1/${assignee}` } },
  };
}
