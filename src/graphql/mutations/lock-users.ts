import { lockUser } from '../../actions/users/lock-user.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(lockUser, {
  mutation: 'lockUsers',
  does: 'Locks the accounts of many users, each as `lockUser` does.',
});
