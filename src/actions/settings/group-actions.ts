import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { Action } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { givesRoles } from '../guards/gives-roles.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { permittedForMembers } from '../guards/permitted-for-members.ts';
import { createObject, type CreateObjectInput } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { isJsonObject } from '../objects/merge-patch.ts';
import { notPossible, type ObjectInput } from '../objects/object-target.ts';
import { updateObject, type UpdateObjectInput } from '../objects/update-object.ts';

/** A group's population is set for good when it is created (PingOne API reference, "Groups"). */
export const createGroup: Action<CreateObjectInput, ObjectRecord> = {
  ...createObject('GROUP', { permission: 'group:write' }),
  population: ({ members: { population } }) => {
    const id = isJsonObject(population) ? population['id'] : null;
    return typeof id === 'string' ? id : null;
  },
};

/**
 * Changes a group, and not who is in it, save by its filter: another filter takes people out, and puts others in, which is
 * guarded as if somebody did so.
 */
export const updateGroup: Action<UpdateObjectInput, ObjectRecord> = {
  ...updateObject('GROUP', {
    permission: 'group:write',
    fixed: ['population'],
    guards: [permittedForMembers, givesRoles, lastAdministrator],
    objection: async (record) => ownedElsewhere(record),
  }),
  power: ({ externalId }, { members }) =>
    Object.hasOwn(members, 'userFilter')
      ? {
          takes: { from: { kind: 'MEMBERS', externalId }, what: { kind: 'THROUGH', groupId: externalId } },
          joins: externalId,
        }
      : { takes: null },
};

/** Its members stay users and lose what they had through it: roles, access to applications. */
export const deleteGroup: Action<ObjectInput, ObjectRecord> = deleteObject('GROUP', {
  permission: 'group:write',
  guards: [lastAdministrator],
});

/** What is changed here, its source would overwrite. */
function ownedElsewhere(record: ObjectRecord): GuardRefusal | null {
  const sourceType = record.readOnly['sourceType'];
  return typeof sourceType === 'string'
    ? notPossible(`A source outside the directory (${sourceType}) owns this group: change it there.`)
    : null;
}
