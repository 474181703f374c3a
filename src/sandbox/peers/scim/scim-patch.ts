import type { JsonObject } from '../../resources/resource.ts';
import { scimError } from './scim-error.ts';
import type { ScimGroupRecord, ScimState, ScimUserRecord } from './scim-people.ts';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

/** The operations of a PATCH (RFC 7644 section 3.5.2); each has to name its path here. */
export function operationsOf(body: unknown): readonly Operation[] {
  const operations = isObject(body) ? body['Operations'] : undefined;
  const schemas = isObject(body) ? body['schemas'] : undefined;
  const isPatch = Array.isArray(schemas) && schemas.includes('urn:ietf:params:scim:api:messages:2.0:PatchOp');
  if (!isPatch || !Array.isArray(operations) || operations.length === 0)
    throw scimError(400, 'invalidSyntax', 'A PatchOp with at least one operation is expected.');
  return operations.map((one: unknown): Operation => {
    const { op, path, value } = isObject(one) ? one : {};
    if (typeof op !== 'string' || !['add', 'remove', 'replace'].includes(op))
      throw scimError(400, 'invalidSyntax', 'op is expected to be add, remove or replace.');
    if (typeof path !== 'string') throw scimError(400, 'noTarget', 'A path is expected.');
    return { op, path, value };
  });
}

/** Answers whether anything changed. */
export function patchUser(user: ScimUserRecord, { op, path, value }: Operation): boolean {
  if (op !== 'replace' || path !== 'active')
    throw scimError(400, 'mutability', 'Only active can be replaced here.');
  if (typeof value !== 'boolean')
    throw scimError(400, 'invalidValue', 'active is expected to be true or false.');
  const changed = user.active !== value;
  user.active = value;
  return changed;
}

const MEMBER = /^members\[value eq ("(?:[^"\\]|\\.)*")\]$/;

export function patchGroup(
  group: ScimGroupRecord,
  { op, path, value }: Operation,
  { users, groups }: ScimState,
  strictRemoval: boolean,
): boolean {
  const size = group.memberIds.size + group.groupIds.size;
  if (op === 'add' && path === 'members') {
    for (const id of membersIn(value)) {
      if (users.has(id)) group.memberIds.add(id);
      else if (groups.has(id)) group.groupIds.add(id);
      else throw scimError(400, 'invalidValue', 'There is no such member.');
    }
    return group.memberIds.size + group.groupIds.size !== size;
  }
  if (op === 'remove' && path === 'members') {
    // As real services do it: whatever the value says, the attribute is removed.
    group.memberIds.clear();
    group.groupIds.clear();
    return size > 0;
  }
  const quoted = MEMBER.exec(path)?.[1];
  if (op !== 'remove' || quoted === undefined)
    throw scimError(400, 'invalidPath', 'This operation is not supported.');
  const id: unknown = JSON.parse(quoted);
  const gone = typeof id === 'string' && (group.memberIds.delete(id) || group.groupIds.delete(id));
  if (!gone && strictRemoval) throw scimError(400, 'noTarget', 'Nothing fits the path.');
  return gone;
}

function membersIn(value: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.map((entry) => {
    const id = isObject(entry) ? entry['value'] : undefined;
    if (typeof id !== 'string') throw scimError(400, 'invalidValue', 'A member is expected to have a value.');
    return id;
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
