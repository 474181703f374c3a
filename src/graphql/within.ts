import type { Caller, Where } from '../access/caller.ts';
import { isConfined, reaches } from '../access/reach.ts';
import type { Group } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { placeOfGroup, placeOfUser } from './place.ts';

/** Which users there are for a caller; null: all of them. */
export function usersWithin(caller: Caller): ((user: User) => boolean) | null {
  return within(caller, placeOfUser);
}

/** Which groups there are for a caller; null: all of them. */
export function groupsWithin(caller: Caller): ((group: Group) => boolean) | null {
  return within(caller, placeOfGroup);
}

function within<T>(caller: Caller, placeOf: (object: T) => Where): ((object: T) => boolean) | null {
  return isConfined(caller) ? (object) => reaches(caller, 'directory:read', placeOf(object)) : null;
}
