import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { ownRole } from '../guards/own-role.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';
import { keepsAdministrators } from './keeps-administrators.ts';

/** A role of the operator's own. Which roles its holders may assign is worked out by the provider, after a while. */
export const createRole = createObject('ROLE', { permission: 'role:assign' });

/** Whoever holds the role may do more, or less, from then on. */
export const updateRole = updateObject('ROLE', {
  permission: 'role:assign',
  guards: [ownRole, keepsAdministrators],
  objection: async (record) => builtIn(record),
});

/** Whoever holds the role loses it. */
export const deleteRole = deleteObject('ROLE', {
  permission: 'role:assign',
  guards: [ownRole, keepsAdministrators],
  objection: async (record) => builtIn(record),
});

function builtIn(record: ObjectRecord): GuardRefusal | null {
  return record.readOnly['type'] === 'PLATFORM'
    ? notPossible('This role is built in: it cannot be changed or deleted. Create one of your own instead.')
    : null;
}
