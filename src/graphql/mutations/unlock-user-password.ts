import { unlockUserPassword } from '../../actions/users/unlock-user-password.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  unlockUserPassword,
  'Ends the lock that too many wrong passwords brought. Safe to repeat. The password stays the same. Nothing takes it back.',
);
