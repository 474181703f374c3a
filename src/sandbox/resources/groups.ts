import { invalidData } from '../api-error.ts';
import { GROUP_FILTER } from '../filter/filter-rules.ts';
import { FilterSyntaxError, parseFilter } from '../filter/parse-filter.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { checkReference, constraint, duplicate } from './checks.ts';
import type { Call, Collection, JsonObject } from './resource.ts';
import { needsOf } from './resource.ts';

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
    checkReference(call, 'populations', row['population'], 'population');
    checkName(row, call);
    row['displayName'] = row['name'];
  },
  beforeChange: (row, body, call) => {
    checkFilter(body);
    if (row['sourceType'] !== undefined && typeof body['userFilter'] === 'string')
      throw constraint('userFilter', 'An external group has no filter of its own.');
    checkName({ ...row, name: body['name'] ?? row['name'] }, call);
  },
  afterChange: (row) => {
    row['displayName'] = row['name'];
  },
  beforeRemove: (row, call) => {
    const { tenant } = call.world;
    for (const userId of tenant.groupMembers.get(row.id) ?? []) tenant.userGroups.get(userId)?.delete(row.id);
    tenant.groupMembers.delete(row.id);
    tenant.groupParents.delete(row.id);
    for (const parents of tenant.groupParents.values()) parents.delete(row.id);
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
    if (other.id === row.id || other['name'] !== row['name']) continue;
    if (idOf(other['population']) === idOf(row['population'])) throw duplicate('name', other.id);
  }
}
