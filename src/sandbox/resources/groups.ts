import { invalidData } from '../api-error.ts';
import { GROUP_FILTER, POPULATION_FILTER } from '../filter/filter-rules.ts';
import { FilterSyntaxError, parseFilter } from '../filter/parse-filter.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import type { Call, Collection, JsonObject, Single } from './resource.ts';
import { JSON_TYPE, needsOf } from './resource.ts';

export const groups: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/groups',
  id: 'groupId',
  embedded: 'groups',
  store: { kind: 'environment', name: 'groups' },
  scope: 'population-of',
  verbs: ['list', 'read', 'create', 'replace', 'remove'],
  needs: needsOf('groups', 'dir', 'group'),
  filter: GROUP_FILTER,
  pageLimit: 1000,
  links: ['memberOfGroups', 'roleAssignments'],
  shape: (row, call) => ({
    ...row,
    directMemberCounts: { users: call.world.memberships.direct(row.id).size },
  }),
  include: {
    totalMemberCounts: (row, call) => ({ users: call.world.memberships.effective(row.id).size }),
  },
  required: ['name'],
  readOnly: ['displayName', 'sourceId', 'sourceType', 'directMemberCounts', 'totalMemberCounts'],
  createOnly: ['population'],
  audit: 'GROUP',
  prepare: (row, call) => {
    checkFilter(row);
    checkName(row, call);
  },
  beforeChange: (_row, body) => {
    checkFilter(body);
  },
  beforeRemove: (row, call) => {
    const { tenant } = call.world;
    for (const userId of tenant.groupMembers.get(row.id) ?? []) tenant.userGroups.get(userId)?.delete(row.id);
    tenant.groupMembers.delete(row.id);
    tenant.groupParents.delete(row.id);
    for (const parents of tenant.groupParents.values()) parents.delete(row.id);
    tenant.children.get('groups/roleAssignments')?.delete(row.id);
  },
};

export const populations: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/populations',
  id: 'populationId',
  embedded: 'populations',
  store: { kind: 'environment', name: 'populations' },
  scope: 'population',
  verbs: ['list', 'read', 'create', 'replace', 'remove'],
  needs: needsOf('identity', 'dir', 'population'),
  filter: POPULATION_FILTER,
  pageLimit: 1000,
  shape: (row, call) => ({ ...row, userCount: call.world.usersIn(row.id) }),
  required: ['name'],
  readOnly: ['userCount'],
  unique: ['name'],
  audit: 'POPULATION',
  beforeRemove: (row, call) => {
    const rows = call.world.rows(populations.store);
    if (call.world.usersIn(row.id) === 0 && rows.size > 1) return;
    throw invalidData({
      code: 'CONSTRAINT_VIOLATION',
      target: 'id',
      message: 'A population that has users, or is the last one, cannot be deleted.',
    });
  },
};

/** Where a population signs on; `PING_ONE` until another one is set. */
export const populationIdentityProvider: Single = {
  kind: 'single',
  path: `${populations.path}/{populationId}/defaultIdentityProvider`,
  within: { collection: 'populations', param: 'populationId', scope: 'population' },
  needs: populations.needs,
  read: (call, population) =>
    call.world.detail('populations/defaultIdentityProvider', population.id) ?? { type: 'PING_ONE' },
  replace: {
    [JSON_TYPE]: (call, population) => {
      const id = idOf(call.body);
      const provider = call.world.find('identityProviders', id ?? '');
      if (provider === undefined) {
        throw invalidData({
          code: 'INVALID_VALUE',
          target: 'id',
          message: 'There is no such identity provider.',
        });
      }
      const body = { id: provider.id, type: provider['type'] };
      call.world.setDetail('populations/defaultIdentityProvider', population.id, body);
      return { status: 200, body };
    },
  },
};

function checkFilter(row: JsonObject): void {
  const text = row['userFilter'];
  if (text === undefined || text === null) return;
  try {
    parseFilter(typeof text === 'string' ? text : '');
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    throw invalidData({ code: 'INVALID_VALUE', target: 'userFilter', message: error.message });
  }
}

/** Names are unique within a population, and among groups of the environment. */
function checkName(row: Row, call: Call): void {
  for (const other of call.world.rows(groups.store).values()) {
    if (other['name'] !== row['name'] || idOf(other['population']) !== idOf(row['population'])) continue;
    throw invalidData({
      code: 'UNIQUENESS_VIOLATION',
      target: 'name',
      message: 'is unique but a non-unique value is provided',
      innerError: { existingId: other.id },
    });
  }
}
