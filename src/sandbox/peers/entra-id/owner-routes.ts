import type { PeerAnswer, PeerRequest, PeerRoute } from '../peer-server.ts';
import { notFound } from './graph-error.ts';
import { serveList } from './serve-list.ts';
import type { GraphObject, GraphTenant } from './tenant.ts';

/** So many are sent along with a row at most, without a word about the others. */
const MOST_EXPANDED = 20;

/** Owners as a list of their own. */
export function ownerRoutes(tenant: GraphTenant): readonly PeerRoute[] {
  const list = (request: PeerRequest, owners: ReadonlySet<string> | undefined, id: string): PeerAnswer => {
    if (owners === undefined) throw notFound(id);
    return serveList(request, ownerRows(tenant, owners), { most: 999 });
  };
  return [
    {
      method: 'GET',
      template: '/v1.0/groups/{groupId}/owners',
      handle: (request) => {
        const id = (request.params['groupId'] ?? '').toLowerCase();
        return list(request, tenant.groups.get(id)?.owners, id);
      },
    },
    {
      method: 'GET',
      template: '/v1.0/servicePrincipals/{applicationId}/owners',
      handle: (request) => {
        const id = (request.params['applicationId'] ?? '').toLowerCase();
        return list(request, tenant.applicationOwners.get(id), id);
      },
    },
    {
      method: 'GET',
      template: '/v1.0/{application}/owners',
      handle: (request) => {
        const appId = /^applications\(appId='([0-9a-f-]{36})'\)$/i.exec(
          request.params['application'] ?? '',
        )?.[1];
        const found = [...tenant.applications.values()].find((row) => row['appId'] === appId?.toLowerCase());
        return list(request, tenant.applicationOwners.get(found?.id ?? ''), appId ?? '');
      },
    },
    {
      method: 'GET',
      template: '/v1.0/applications',
      handle: (request) =>
        serveList(
          request,
          [...tenant.applications.values()].map((row) =>
            withOwners(tenant, row, tenant.applicationOwners.get(row.id), request),
          ),
          { most: 999 },
        ),
    },
  ];
}

/** A row with its owners where `$expand` asks for them. */
export function withOwners(
  tenant: GraphTenant,
  row: GraphObject,
  owners: ReadonlySet<string> = new Set(),
  { query }: PeerRequest,
): GraphObject {
  if (query.get('$expand')?.startsWith('owners') !== true) return row;
  return { ...row, owners: ownerRows(tenant, owners).slice(0, MOST_EXPANDED) };
}

/** Without the right to read users an owner would come with its type and id alone. */
function ownerRows(
  { users, servicePrincipals }: GraphTenant,
  owners: ReadonlySet<string>,
): readonly GraphObject[] {
  return [...owners].flatMap((id): readonly GraphObject[] => {
    const type = servicePrincipals.has(id) ? 'servicePrincipal' : 'user';
    const row = users.get(id) ?? servicePrincipals.get(id);
    if (row === undefined) return [];
    return [{ '@odata.type': `#microsoft.graph.${type}`, id, displayName: row['displayName'] ?? null }];
  });
}
