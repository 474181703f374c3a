import type { GuardRefusal } from '../guards/guard.ts';
import type { ObjectRecord } from '../../providers/object-writes.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';

export const createPopulation = createObject('POPULATION', { permission: 'policy:write' });

export const updatePopulation = updateObject('POPULATION', { permission: 'policy:write' });

/** A population that has users, the default one and the last one cannot be deleted (seen at PingOne, 400 `CONSTRAINT_VIOLATION`). */
export const deletePopulation = deleteObject('POPULATION', {
  permission: 'policy:write',
  objection: async (record) => inhabited(record),
});

function inhabited(record: ObjectRecord): GuardRefusal | null {
  const users = record.readOnly['userCount'];
  return typeof users === 'number' && users > 0
    ? notPossible(
        `The population has ${users} ${users === 1 ? 'user' : 'users'}: move or delete them first. Nothing was changed.`,
      )
    : null;
}
