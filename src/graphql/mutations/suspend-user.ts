import { suspendUser } from '../../actions/set-user-enabled.ts';
import { defineUserAction } from './user-action.ts';

defineUserAction({
  name: 'suspendUser',
  description:
    'Blocks sign-in of a user. Safe to repeat. Groups, roles, devices and sessions stay as they are. `unsuspendUser` takes it back.',
  run: suspendUser,
});
