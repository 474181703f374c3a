import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';

export const createPasswordPolicy = createObject('PASSWORD_POLICY', { permission: 'policy:write' });

/** It holds for passwords that are set from then on. */
export const updatePasswordPolicy = updateObject('PASSWORD_POLICY', { permission: 'policy:write' });

/** The populations that use it would silently come under another policy: they are to be given one first. */
export const deletePasswordPolicy = deleteObject('PASSWORD_POLICY', {
  permission: 'policy:write',
  objection: async (record) => inUse(record),
});

function inUse(record: ObjectRecord): GuardRefusal | null {
  const count = record.readOnly['populationCount'];
  return typeof count === 'number' && count > 0
    ? notPossible(
        `${count} ${count === 1 ? 'population uses' : 'populations use'} this password policy: give ${count === 1 ? 'it' : 'them'} another one first.`,
      )
    : null;
}
