import type { JsonObject } from '../../resources/resource.ts';
import type { ScimManners } from './scim-manners.ts';

/** `/ServiceProviderConfig` (RFC 7643 section 5, with the `pagination` of RFC 9865). */
export function serviceProviderConfig(manners: ScimManners): JsonObject {
  const { paging, pageCap } = manners;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: manners.patch },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: !manners.takesNoFilter, maxResults: pageCap },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: manners.etags },
    pagination: {
      cursor: paging === 'CURSOR',
      index: true,
      defaultPaginationMethod: paging.toLowerCase(),
      defaultPageSize: pageCap,
      maxPageSize: pageCap,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A token of the service',
        primary: true,
      },
      { type: 'httpbasic', name: 'HTTP Basic', description: 'An account of the service' },
    ],
  };
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

export function resourceTypes(): JsonObject {
  return list(
    ['User', 'Group'].map((name) => ({
      schemas: [`${CORE}:ResourceType`],
      id: name,
      name,
      endpoint: `/${name}s`,
      schema: `${CORE}:${name}`,
    })),
  );
}

export function schemas({ membersOnRequest }: ScimManners): JsonObject {
  return list([
    {
      id: `${CORE}:User`,
      name: 'User',
      attributes: [
        attribute('userName', 'string', false),
        attribute('active', 'boolean', false),
        attribute('emails', 'complex', true),
        attribute('groups', 'complex', true),
      ],
    },
    {
      id: `${CORE}:Group`,
      name: 'Group',
      attributes: [
        attribute('displayName', 'string', false),
        attribute('members', 'complex', true, membersOnRequest ? 'request' : 'default'),
      ],
    },
  ]);
}

function list(rows: readonly JsonObject[]): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: rows.length,
    startIndex: 1,
    itemsPerPage: rows.length,
    Resources: rows,
  };
}

function attribute(name: string, type: string, multiValued: boolean, returned = 'default'): JsonObject {
  return { name, type, multiValued, returned };
}
