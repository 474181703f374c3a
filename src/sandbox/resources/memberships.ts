import { invalidData, notFound } from '../api-error.ts';
import { MEMBERSHIP_FILTER } from '../filter/filter-rules.ts';
import { bodyOf, textIn } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import type { Call, Collection } from './resource.ts';
import { GROUP, needsOf, USER } from './resource.ts';

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
    if (typeof group['userFilter'] === 'string' || group['sourceType'] !== undefined) {
      throw invalidData({
        code: 'CONSTRAINT_VIOLATION',
        target: 'id',
        message: 'The members of a dynamic or external group cannot be edited.',
      });
    }
    const members = world.tenant.groupMembers.get(group.id) ?? new Set();
    if (members.has(userId)) throw alreadyMember();
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
    if (type === 'INDIRECT') {
      throw invalidData({
        code: 'CONSTRAINT_VIOLATION',
        target: 'groupId',
        message: 'Only direct memberships can be removed.',
      });
    }
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
    if (parents.has(parent.id)) throw alreadyMember();
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
  const group = call.world.find('groups', textIn(bodyOf(call), 'id'));
  if (group === undefined)
    throw invalidData({ code: 'INVALID_VALUE', target: 'id', message: 'There is no such group.' });
  return group;
}

function alreadyMember(): Error {
  return invalidData({
    code: 'UNIQUENESS_VIOLATION',
    target: 'id',
    message: 'The membership exists already.',
  });
}

function created(resource: Collection, call: Call, row: Row) {
  call.world.touch();
  recordChange(resource, row, call, 'CREATED');
  return { status: 201, body: represent(resource, row, call, call.path, false) };
}

function removed(resource: Collection, call: Call, groupId: string) {
  call.world.touch();
  recordChange(resource, { id: groupId }, call, 'DELETED');
  return { status: 204 };
}
