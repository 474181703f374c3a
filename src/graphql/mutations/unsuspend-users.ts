import { unsuspendUser } from '../../actions/users/suspend-user.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(unsuspendUser, {
  mutation: 'unsuspendUsers',
  does: 'Allows many users to sign in again, each as `unsuspendUser` does.',
});
