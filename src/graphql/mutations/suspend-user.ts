import { suspendUser } from '../../actions/users/suspend-user.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  suspendUser,
  'Blocks sign-in of a user. Safe to repeat. Groups, roles, devices and sessions stay as they are. `unsuspendUser` takes it back.',
);
