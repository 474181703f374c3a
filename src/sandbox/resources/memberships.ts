import { invalidData, notFound } from '../api-error.ts';
import { MEMBERSHIP_FILTER } from '../filter/filter-rules.ts';
import { bodyOf, textIn } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import type { World } from '../world.ts';
import { idOf } from '../world.ts';
import { constraint, duplicate, requireObject } from './checks.ts';
import type { Call, Collection } from './resource.ts';
import { GROUP, needsOf, USER } from './resource.ts';

/** Documented limits: memberships of an identity, groups nested in one group. */
const MOST_MEMBERSHIPS = 10_000;
const MOST_NESTED = 250;
const needs = needsOf('identity', 'dir', 'groupMembership');
const expand = { group: (row: Row, call: Call) => call.world.find('groups', row.id) };

/** The groups of a user: DIRECT ones can be removed, INDIRECT ones come from nesting or a group's filter. */
export const userMemberships: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/users/{userId}/memberOfGroups',
  id: 'groupId',
  embedded: 'groupMemberships',
  store: { kind: 'child', parent: 'users', name: 'memberOfGroups' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'create', 'remove'],
  needs,
  filter: MEMBERSHIP_FILTER,
  pageLimit: 100,
  expand,
  audit: 'GROUP_MEMBERSHIP',
  rows: (call) => {
    const user = call.world.find('users', call.params['userId'] ?? '');
    if (user === undefined) return [];
    return [...call.world.memberships.groupsOf(user)].map(([id, type]) => membership(call, id, type));
  },
  create: (call) => {
    const { world, params } = call;
    const userId = params['userId'] ?? '';
    const group = groupIn(call);
    refuseEdit(group);
    const members = world.tenant.groupMembers.get(group.id) ?? new Set();
    if (members.has(userId)) throw duplicate('id', group.id);
    checkMember(call, userId, group);
    world.tenant.groupMembers.set(group.id, members.add(userId));
    world.tenant.userGroups.set(userId, (world.tenant.userGroups.get(userId) ?? new Set()).add(group.id));
    return created(userMemberships, call, membership(call, group.id, 'DIRECT'));
  },
  remove: (call) => {
    const { world, params } = call;
    const [userId, groupId] = [params['userId'] ?? '', params['groupId'] ?? ''];
    const user = world.find('users', userId);
    const type = user === undefined ? undefined : world.memberships.groupsOf(user).get(groupId);
    if (type === undefined) throw notFound();
    if (type === 'INDIRECT') throw constraint('groupId', 'Only direct memberships can be removed.');
    const group = world.find('groups', groupId);
    if (group !== undefined) refuseEdit(group);
    world.tenant.groupMembers.get(groupId)?.delete(userId);
    world.tenant.userGroups.get(userId)?.delete(groupId);
    return removed(userMemberships, call, groupId);
  },
};

/** The parents of a group. There is no list of its children. */
export const groupNesting: Collection = {
  ...userMemberships,
  path: '/environments/{environmentId}/groups/{groupId}/memberOfGroups',
  id: 'parentGroupId',
  store: { kind: 'child', parent: 'groups', name: 'memberOfGroups' },
  within: GROUP,
  needs: { ...needs, read: needsOf('groups', 'dir', 'group').read },
  rows: (call) =>
    [...(call.world.tenant.groupParents.get(call.params['groupId'] ?? '') ?? [])].map((id) =>
      membership(call, id, 'DIRECT'),
    ),
  create: (call) => {
    const { world, params } = call;
    const childId = params['groupId'] ?? '';
    const parent = groupIn(call);
    const parents = world.tenant.groupParents.get(childId) ?? new Set();
    if (parents.has(parent.id)) throw duplicate('id', parent.id);
    refuseEdit(parent);
    if (world.find('groups', childId)?.['sourceType'] !== undefined)
      throw constraint('groupId', 'An external group cannot be nested.');
    checkNesting(world, childId, parent.id);
    world.tenant.groupParents.set(childId, parents.add(parent.id));
    return created(groupNesting, call, membership(call, parent.id, 'DIRECT'));
  },
  remove: (call) => {
    const parentId = call.params['parentGroupId'] ?? '';
    const parents = call.world.tenant.groupParents.get(call.params['groupId'] ?? '');
    if (parents?.delete(parentId) !== true) throw notFound();
    return removed(groupNesting, call, parentId);
  },
};

function membership(call: Call, groupId: string, type: 'DIRECT' | 'INDIRECT'): Row {
  return { id: groupId, name: call.world.find('groups', groupId)?.['name'], type };
}

function groupIn(call: Call): Row {
  return requireObject(call, 'groups', textIn(bodyOf(call), 'id'), 'id');
}

/** Who is in a dynamic group follows from its filter, and in an external one from its source. */
function refuseEdit(group: Row): void {
  if (typeof group['userFilter'] === 'string' || group['sourceType'] !== undefined)
    throw constraint('id', 'The members of a dynamic or external group cannot be edited.');
}

/** A group of a population takes its people only, and nobody is in two groups of one name. */
function checkMember({ world }: Call, userId: string, group: Row): void {
  const population = idOf(group['population']);
  if (population !== undefined && population !== idOf(world.find('users', userId)?.['population']))
    throw constraint('id', 'The user is of another population than the group.');
  const held = world.tenant.userGroups.get(userId) ?? new Set<string>();
  if (held.size >= MOST_MEMBERSHIPS) throw tooMany(`A user has at most ${MOST_MEMBERSHIPS} memberships.`);
  for (const id of held) {
    const other = world.find('groups', id);
    if (other !== undefined && other['name'] === group['name']) throw duplicate('name', other.id);
  }
}

/** Refuses a ring, and more groups in one than the documented limit. */
function checkNesting(world: World, childId: string, parentId: string): void {
  const above = new Set([parentId]);
  for (const id of above) for (const parent of world.tenant.groupParents.get(id) ?? []) above.add(parent);
  if (above.has(childId)) throw constraint('id', 'The groups would be members of each other.');
  let nested = 0;
  for (const parents of world.tenant.groupParents.values()) if (parents.has(parentId)) nested += 1;
  if (nested >= MOST_NESTED) throw tooMany(`A group holds at most ${MOST_NESTED} groups.`);
}

function tooMany(message: string): Error {
  return invalidData({ code: 'SIZE_LIMIT_EXCEEDED', target: 'id', message });
}

function created(resource: Collection, call: Call, row: Row) {
  call.world.changed();
  recordChange(resource, row, call, 'CREATED');
  return { status: 201, body: represent(resource, row, call, call.path, false) };
}

function removed(resource: Collection, call: Call, groupId: string) {
  call.world.changed();
  recordChange(resource, { id: groupId }, call, 'DELETED');
  return { status: 204 };
}
