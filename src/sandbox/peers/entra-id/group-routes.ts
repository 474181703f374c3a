import type { PeerAnswer, PeerRequest, PeerRoute } from '../peer-server.ts';
import { badRequest, notFound } from './graph-error.ts';
import { isRecord } from './is-record.ts';
import { withOwners } from './owner-routes.ts';
import { project, serveList } from './serve-list.ts';
import type { GraphGroup, GraphObject, GraphTenant } from './tenant.ts';
import { DEFAULT_USER, refuseActivity, removeUser } from './user-routes.ts';

export function groupRoutes(tenant: GraphTenant): readonly PeerRoute[] {
  const { groups, users } = tenant;

  function groupOf({ params }: PeerRequest): GraphGroup {
    const id = (params['groupId'] ?? '').toLowerCase();
    const group = groups.get(id);
    if (group === undefined) throw notFound(id);
    return group;
  }

  /** Groups that an object is in, and where asked for those around them. */
  function groupsAround(id: string, transitive: boolean): ReadonlySet<string> {
    const found = new Set<string>();
    const look = (member: string): void => {
      for (const [groupId, group] of groups) {
        if (!group.members.has(member) || found.has(groupId)) continue;
        found.add(groupId);
        if (transitive) look(groupId);
      }
    };
    look(id);
    return found;
  }

  function memberOf(request: PeerRequest, id: string, transitive: boolean): PeerAnswer {
    const rows = [...groupsAround(id, transitive)].flatMap((groupId) =>
      typed(groups.get(groupId)?.row, 'group'),
    );
    // Directory roles and administrative units stand in the same list.
    const roles = [...tenant.roleAssignments.values()]
      .filter(({ principalId }) => principalId === id)
      .map((assignment) => ({
        id: assignment.roleDefinitionId,
        '@odata.type': '#microsoft.graph.directoryRole',
        displayName: 'A role',
      }));
    return serveList(request, [...roles, ...rows], { most: 999 });
  }

  function members(request: PeerRequest, transitive: boolean): PeerAnswer {
    refuseActivity(request);
    const found = new Set<string>();
    const look = (group: GraphGroup): void => {
      for (const id of group.members) {
        if (found.has(id)) continue;
        found.add(id);
        const inner = groups.get(id);
        if (transitive && inner !== undefined) look(inner);
      }
    };
    look(groupOf(request));
    const rows = [...found].flatMap((id) =>
      users.has(id) ? typed(users.get(id), 'user') : typed(groups.get(id)?.row, 'group'),
    );
    return serveList(request, rows, { byDefault: DEFAULT_USER, most: 999 });
  }

  function add(request: PeerRequest): PeerAnswer {
    const group = groupOf(request);
    const reference = isRecord(request.body) ? request.body['@odata.id'] : null;
    const id = /\/v1\.0\/(?:directoryObjects|users)\/([0-9a-f-]{36})$/i
      .exec(String(reference))?.[1]
      ?.toLowerCase();
    if (id === undefined)
      throw badRequest("Invalid URL format specified in @odata.id for reference-property '$ref'.");
    if (!users.has(id) && !groups.has(id)) throw notFound(id);
    refuseChange(group);
    if (group.members.has(id))
      throw badRequest(
        "One or more added object references already exist for the following modified properties: 'members'.",
      );
    group.members.add(id);
    return { status: 204 };
  }

  const user = ({ params }: PeerRequest): string => {
    const id = (params['userId'] ?? '').toLowerCase();
    if (!users.has(id)) throw notFound(id);
    return id;
  };

  return [
    {
      method: 'GET',
      template: '/v1.0/groups',
      handle: (request) =>
        serveList(
          request,
          [...groups.values()].map(({ row, owners }) => withOwners(tenant, row, owners, request)),
          { most: 999 },
        ),
    },
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}',
      handle: (request) => {
        const { row, owners } = groupOf(request);
        return { status: 200, body: project(withOwners(tenant, row, owners, request), request.query) };
      },
    },
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}/members',
      handle: (request) => members(request, false),
    },
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}/transitiveMembers',
      handle: (request) => members(request, true),
    },
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}/memberOf',
      handle: (request) => memberOf(request, groupOf(request).row.id, false),
    },
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}/transitiveMemberOf',
      handle: (request) => memberOf(request, groupOf(request).row.id, true),
    },
    {
      method: 'GET',
      template: '/v1.0/users/{userId}/memberOf',
      handle: (request) => memberOf(request, user(request), false),
    },
    {
      method: 'GET',
      template: '/v1.0/users/{userId}/transitiveMemberOf',
      handle: (request) => memberOf(request, user(request), true),
    },
    { method: 'POST', template: '/v1.0/groups/{groupId}/members/$ref', handle: add },
    {
      method: 'DELETE',
      template: '/v1.0/groups/{groupId}/members/{userId}/$ref',
      handle: (request) => {
        const group = groupOf(request);
        const id = (request.params['userId'] ?? '').toLowerCase();
        refuseChange(group);
        if (!group.members.delete(id)) throw notFound(id);
        return { status: 204 };
      },
    },
    {
      // The danger of this API: without `/$ref` the object itself goes.
      method: 'DELETE',
      template: '/v1.0/groups/{groupId}/members/{userId}',
      handle: (request) => removeUser(tenant, (request.params['userId'] ?? '').toLowerCase()),
    },
  ];
}

function refuseChange({ row }: GraphGroup): void {
  if (Array.isArray(row['groupTypes']) && row['groupTypes'].includes('DynamicMembership'))
    throw badRequest('Insufficient privileges to complete the operation: the group is dynamic.');
}

function typed(row: GraphObject | undefined, type: string): readonly GraphObject[] {
  return row === undefined ? [] : [{ '@odata.type': `#microsoft.graph.${type}`, ...row }];
}
