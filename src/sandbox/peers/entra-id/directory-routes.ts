import type { PeerRequest, PeerRoute } from '../peer-server.ts';
import { notFound } from './graph-error.ts';
import { withOwners } from './owner-routes.ts';
import { project, serveList } from './serve-list.ts';
import type { GraphObject, GraphTenant, RoleAssignmentRow } from './tenant.ts';

/** The tenant itself, its roles and its enterprise applications. */
export function directoryRoutes(tenant: GraphTenant): readonly PeerRoute[] {
  const assignments = '/v1.0/roleManagement/directory/roleAssignments';

  /** `$expand=principal` sends along who holds it. */
  function shown(row: RoleAssignmentRow, { query }: PeerRequest): GraphObject {
    if (query.get('$expand') !== 'principal') return { ...row };
    const { principalId: id } = row;
    const type = tenant.users.has(id) ? 'user' : tenant.groups.has(id) ? 'group' : 'servicePrincipal';
    return { ...row, principal: { '@odata.type': `#microsoft.graph.${type}`, id } };
  }

  const owned = (row: GraphObject, request: PeerRequest): GraphObject =>
    withOwners(tenant, row, tenant.applicationOwners.get(row.id), request);

  function assignmentOf({ params }: PeerRequest): RoleAssignmentRow {
    const id = params['roleAssignmentId'] ?? '';
    const row = tenant.roleAssignments.get(id);
    if (row === undefined) throw notFound(id);
    return row;
  }

  return [
    {
      method: 'GET',
      template: '/v1.0/organization',
      handle: (request) => {
        const row = {
          id: tenant.tenantId,
          displayName: 'Example',
          createdDateTime: '2019-05-06T07:08:09Z',
          tenantType: 'AAD',
          assignedPlans: [{ service: 'AADPremiumService', capabilityStatus: 'Enabled' }],
        };
        return serveList(request, [row], { most: 999 });
      },
    },
    {
      method: 'GET',
      template: '/v1.0/roleManagement/directory/roleDefinitions',
      handle: (request) => serveList(request, tenant.roleDefinitions, { most: 999 }),
    },
    {
      method: 'GET',
      template: assignments,
      handle: (request) =>
        serveList(
          request,
          [...tenant.roleAssignments.values()].map((row) => shown(row, request)),
          { most: 999 },
        ),
    },
    {
      method: 'GET',
      template: `${assignments}/{roleAssignmentId}`,
      handle: (request) => ({ status: 200, body: shown(assignmentOf(request), request) }),
    },
    {
      method: 'DELETE',
      template: `${assignments}/{roleAssignmentId}`,
      handle: (request) => {
        tenant.roleAssignments.delete(assignmentOf(request).id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      template: '/v1.0/servicePrincipals',
      handle: (request) =>
        serveList(
          request,
          [...tenant.servicePrincipals.values()].map((row) => owned(row, request)),
          { most: 999 },
        ),
    },
    {
      method: 'GET',
      template: '/v1.0/servicePrincipals/{applicationId}',
      handle: (request) => {
        const id = (request.params['applicationId'] ?? '').toLowerCase();
        const row = tenant.servicePrincipals.get(id);
        if (row === undefined) throw notFound(id);
        return { status: 200, body: project(owned(row, request), request.query) };
      },
    },
  ];
}
