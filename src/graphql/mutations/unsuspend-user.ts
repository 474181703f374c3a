import { unsuspendUser } from '../../actions/users/suspend-user.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  unsuspendUser,
  'Allows a user to sign in again. Safe to repeat. It ends neither a lock nor a pending verification: the status afterwards may be LOCKED or PENDING.',
);
