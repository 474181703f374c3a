import { unlockUser } from '../../actions/users/lock-user.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  unlockUser,
  'Ends the lock of an account. Safe to repeat. It ends neither a suspension nor the lock that wrong passwords brought. `lockUser` takes it back.',
);
