import { unlockUser } from '../../actions/users/lock-user.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(unlockUser, {
  mutation: 'unlockUsers',
  does: 'Ends the lock of many users, each as `unlockUser` does.',
});
