import { deleteUser } from '../../actions/users/delete-user.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(deleteUser, {
  mutation: 'deleteUsers',
  does: 'Deletes many users for good, each as `deleteUser` does.',
  planFirst: true,
});
