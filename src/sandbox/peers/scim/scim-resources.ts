import type { JsonObject } from '../../resources/resource.ts';
import type { ScimGroupRecord, ScimState, ScimUserRecord } from './scim-people.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** How the records look on the wire (RFC 7643 section 4); `base` ends in `/scim/v2`. */
export interface Rendering {
  readonly base: string;
  /** Whether users carry `groups`. */
  readonly sendsGroups: boolean;
}

export function userResource(
  user: ScimUserRecord,
  state: ScimState,
  { base, sendsGroups }: Rendering,
): JsonObject {
  const { person, id } = user;
  const emails = [person.email, ...person.aliases].filter((email) => email !== null);
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
    id,
    ...(person.sourceId === null ? {} : { externalId: person.sourceId }),
    userName: person.username,
    name: {
      givenName: person.givenName,
      familyName: person.familyName,
      formatted: `${person.givenName} ${person.familyName}`,
    },
    displayName: `${person.givenName} ${person.familyName}`,
    ...(person.title === null ? {} : { title: person.title }),
    userType: person.external ? 'Contractor' : 'Employee',
    active: user.active,
    ...(emails.length === 0
      ? {}
      : {
          emails: emails.map((value, index) => ({
            value,
            type: index === 0 ? 'work' : 'other',
            primary: index === 0,
          })),
        }),
    // Free text, and no administrator's role to anybody but this service.
    ...(person.role === null ? {} : { roles: [{ value: person.role.toLowerCase() }] }),
    ...(sendsGroups ? { groups: groupsOf(user, state, base) } : {}),
    ...(person.employeeNumber === null ? {} : { [ENTERPRISE]: { employeeNumber: person.employeeNumber } }),
    meta: metaOf('User', user, person.createdAt, base),
  };
}

function groupsOf({ id }: ScimUserRecord, { groups }: ScimState, base: string): readonly JsonObject[] {
  const direct = [...groups.values()].filter((group) => group.memberIds.has(id));
  const found = new Map(direct.map((group) => [group, 'direct']));
  for (const [inner] of found)
    for (const outer of groups.values())
      if (outer.groupIds.has(inner.id) && !found.has(outer)) found.set(outer, 'indirect');
  return [...found].map(([group, type]) => ({
    value: group.id,
    $ref: `${base}/Groups/${group.id}`,
    display: group.displayName,
    type,
  }));
}

export function groupResource(group: ScimGroupRecord, state: ScimState, { base }: Rendering): JsonObject {
  const users = [...group.memberIds].map((value) => ({
    value,
    $ref: `${base}/Users/${value}`,
    display: state.users.get(value)?.person.username ?? value,
    type: 'User',
  }));
  const groups = [...group.groupIds].map((value) => ({
    value,
    $ref: `${base}/Groups/${value}`,
    display: state.groups.get(value)?.displayName ?? value,
    type: 'Group',
  }));
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    id: group.id,
    displayName: group.displayName,
    members: [...users, ...groups],
    meta: metaOf('Group', group, group.createdAt, base),
  };
}

function metaOf(
  resourceType: 'User' | 'Group',
  { id, version, updatedAt }: { readonly id: string; readonly version: number; readonly updatedAt: string },
  created: string,
  base: string,
): JsonObject {
  const location = `${base}/${resourceType}s/${id}`;
  return { resourceType, created, lastModified: updatedAt, version: `W/"${version}"`, location };
}

/** `attributes` and `excludedAttributes` (RFC 7644 section 3.9); `id` and `schemas` are always there. */
export function projected(resource: JsonObject, query: URLSearchParams): JsonObject {
  const named = (name: string): ReadonlySet<string> | null => {
    const text = query.get(name);
    return text === null
      ? null
      : new Set(text.split(',').map((one) => one.trim().toLowerCase().replace(/\..*$/, '')));
  };
  const [only, without] = [named('attributes'), named('excludedAttributes')];
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => {
      const low = name.toLowerCase();
      if (low === 'id' || low === 'schemas') return true;
      return only === null ? without?.has(low) !== true : only.has(low);
    }),
  );
}
