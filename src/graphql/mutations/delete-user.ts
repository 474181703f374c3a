import { deleteUser } from '../../actions/users/delete-user.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  deleteUser,
  'Deletes a user with groups, roles, devices and sessions, for good. Nothing takes it back: `suspendUser` is enough to keep somebody out.',
);
