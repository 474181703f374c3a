import { invalidData } from '../api-error.ts';
import { ROLE_FILTER } from '../filter/filter-rules.ts';
import { valueAt } from '../serve/body.ts';
import type { Row } from '../tenant.ts';
import type { World } from '../world.ts';
import { idOf } from '../world.ts';
import { constraint, invalidValue } from './checks.ts';
import type { Call, Collection, Within } from './resource.ts';
import { APPLICATION, GROUP, needsOf, readUpdateNeeds, USER } from './resource.ts';

const roleNeeds = needsOf('organization', 'permissions', 'roles');

/** The built-in roles of the platform. */
export const platformRoles: Collection = {
  kind: 'collection',
  path: '/roles',
  id: 'roleId',
  embedded: 'roles',
  store: { kind: 'platform', name: 'roles' },
  scope: 'open',
  verbs: ['list', 'read'],
  needs: roleNeeds,
  audit: 'ROLE',
};

/** The environment's own roles and, unless filtered, the built-in ones. */
export const customRoles: Collection = {
  ...platformRoles,
  path: '/environments/{environmentId}/roles',
  store: { kind: 'environment', name: 'roles' },
  verbs: ['list', 'read', 'create', 'replace', 'remove'],
  filter: ROLE_FILTER,
  required: ['name', 'permissions', 'canBeAssignedBy'],
  readOnly: ['canAssign', 'type'],
  unique: ['name'],
  rows: (call) => [
    ...typed(call.world.rows(customRoles.store).values(), 'CUSTOM'),
    ...typed(call.world.rows(platformRoles.store).values(), 'PLATFORM'),
  ],
  shape: (row, call) => ({ ...row, canAssign: assignableBy(row, call) }),
  prepare: (row, call) => {
    checkRole(row, call);
    row['type'] = 'CUSTOM';
  },
  beforeChange: (row, body, call) => {
    refusePlatform(row);
    checkRole(body, call);
  },
  beforeRemove: refusePlatform,
};

/** The custom roles that name this one among those who may assign them: derived by the service, after a while. */
function assignableBy(role: Row, { world }: Call): unknown {
  const custom = [...world.rows(customRoles.store).values()];
  const derived = custom.filter(
    (one) =>
      holdsId(one['canBeAssignedBy'], role.id) && world.hasAppeared('roles.canAssign', one['createdAt']),
  );
  return derived.map(({ id }) => ({ id }));
}

function refusePlatform(row: Row): void {
  if (row['type'] !== 'CUSTOM') throw constraint('type', 'A built-in role cannot be changed or deleted.');
}

function checkRole(body: Readonly<Record<string, unknown>>, { world }: Call): void {
  const known = new Set<string>();
  for (const role of world.rows(platformRoles.store).values())
    for (const id of idsIn(role['permissions'])) known.add(id);
  for (const id of idsIn(body['permissions']))
    if (!known.has(id)) throw invalidValue('permissions.id', `There is no permission ${id.slice(0, 80)}.`);
  for (const id of idsIn(body['canBeAssignedBy']))
    if (roleById(world, id) === undefined) throw invalidValue('canBeAssignedBy.id', 'There is no such role.');
}

function idsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one: unknown) => idOf(one) ?? '') : [];
}

function holdsId(list: unknown, id: string): boolean {
  return idsIn(list).includes(id);
}

export const userRoleAssignments = roleAssignments('users', USER, 'userRoleAssignments');
export const groupRoleAssignments = roleAssignments('groups', GROUP, 'groupRoleAssignments');
export const applicationRoleAssignments = roleAssignments(
  'applications',
  APPLICATION,
  'applicationRoleAssignments',
);

function roleAssignments(parent: string, within: Within, permission: string): Collection {
  const store = { kind: 'child', parent, name: 'roleAssignments' } as const;
  return {
    kind: 'collection',
    path: `/environments/{environmentId}/${parent}/{${within.param}}/roleAssignments`,
    id: 'roleAssignmentId',
    embedded: 'roleAssignments',
    store,
    within,
    scope: 'open',
    // Assignments are immutable: there is no PUT.
    verbs: ['list', 'read', 'create', 'remove'],
    needs: readUpdateNeeds('identity', 'permissions', permission),
    expand: { role: (row, call) => roleById(call.world, idOf(row['role'])) },
    required: ['role.id', 'scope.id', 'scope.type'],
    readOnly: ['readOnly', 'type', 'group'],
    audit: 'ROLE_ASSIGNMENT',
    rows: (call) => {
      const id = call.params[within.param] ?? '';
      const direct = [...call.world.rows(store, id).values()];
      return parent === 'users' ? [...direct.map(asDirect), ...inherited(call, id)] : direct;
    },
    prepare: (row, call) => {
      const role = roleById(call.world, idOf(row['role']));
      if (role === undefined) throw invalidValue('role.id', 'There is no such role.');
      checkScope(row, role, call.world);
      const held = call.world.rows(store, call.params[within.param]).values();
      if ([...held].some((other) => isAsBroad(call.world, other, row))) {
        throw invalidData({
          code: 'UNIQUENESS_VIOLATION',
          target: 'role',
          message: 'The role is assigned already, at the same or a broader scope.',
        });
      }
      row['readOnly'] = false;
    },
    shape: (row, { world }) => (isReadOnly(row, world) ? { ...row, readOnly: true } : row),
    beforeRemove: (row, { world }) => {
      if (isReadOnly(row, world)) throw cannotDelete('it is read only');
      if (row['type'] === 'INDIRECT') throw cannotDelete('it is inherited from a group');
    },
  };
}

/** Rows that the service makes are read-only: for good, or for the first while. */
function isReadOnly(row: Row, world: World): boolean {
  return row['readOnly'] === true || (world.readOnlyUntil.get(row.id) ?? 0) > world.clock();
}

/** The scope must exist, and be one that the role applies to. */
function checkScope(row: Row, role: Row, world: World): void {
  const [id, type] = [String(valueAt(row, 'scope.id')), String(valueAt(row, 'scope.type'))];
  const applicable = Array.isArray(role['applicableTo']) ? role['applicableTo'].map(String) : BREADTH;
  if (!applicable.includes(type))
    throw invalidValue('scope.type', 'The role does not apply to such a scope.', applicable);
  const exists =
    type === 'ORGANIZATION'
      ? id === world.tenant.organizationId
      : type === 'ENVIRONMENT'
        ? world.tenant.platform.get('environments')?.has(id) === true
        : world.find(type === 'POPULATION' ? 'populations' : 'applications', id) !== undefined;
  if (!exists) throw invalidValue('scope.id', `There is no such ${type.toLowerCase()}.`);
}

function asDirect(row: Row): Row {
  return { ...row, type: 'DIRECT' };
}

/** What a user holds by being in groups, nested ones included. `group.id` is the safer sign than `type`. */
function inherited(call: Call, userId: string): Row[] {
  const { world } = call;
  const user = world.find('users', userId);
  if (user === undefined) return [];
  const found: Row[] = [];
  for (const groupId of world.memberships.groupsOf(user).keys()) {
    for (const row of world.rows(groupRoleAssignments.store, groupId).values()) {
      found.push({ ...row, type: 'INDIRECT', group: { id: groupId } });
    }
  }
  return found;
}

const BREADTH = ['ORGANIZATION', 'ENVIRONMENT', 'POPULATION', 'APPLICATION'];

function isAsBroad(world: World, held: Row, wanted: Row): boolean {
  if (idOf(held['role']) !== idOf(wanted['role'])) return false;
  const [heldType, wantedType] = [String(valueAt(held, 'scope.type')), String(valueAt(wanted, 'scope.type'))];
  if (heldType === wantedType) return idOf(held['scope']) === idOf(wanted['scope']);
  const ofThisEnvironment =
    heldType === 'ORGANIZATION' ||
    (heldType === 'ENVIRONMENT' && idOf(held['scope']) === world.tenant.environmentId);
  return ofThisEnvironment && BREADTH.indexOf(heldType) < BREADTH.indexOf(wantedType);
}

function roleById(world: World, id: string | undefined): Row | undefined {
  return world.rows(platformRoles.store).get(id ?? '') ?? world.rows(customRoles.store).get(id ?? '');
}

function typed(rows: Iterable<Row>, type: string): Row[] {
  return [...rows].map((row) => (row['type'] === undefined ? { ...row, type } : row));
}

function cannotDelete(reason: string): Error {
  return constraint('id', `The role assignment cannot be deleted as ${reason}.`);
}
