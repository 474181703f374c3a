import { suspendUser } from '../../actions/users/suspend-user.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(suspendUser, {
  mutation: 'suspendUsers',
  does: 'Blocks sign-in of many users, each as `suspendUser` does.',
});
