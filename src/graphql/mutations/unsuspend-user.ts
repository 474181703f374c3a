import { unsuspendUser } from '../../actions/set-user-enabled.ts';
import { defineUserAction } from './user-action.ts';

defineUserAction({
  name: 'unsuspendUser',
  description:
    'Allows a user to sign in again. Safe to repeat. It ends neither a lock nor a pending verification: the status afterwards may be LOCKED or PENDING.',
  run: unsuspendUser,
});
