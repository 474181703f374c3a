import { forcePasswordChange } from '../../actions/users/force-password-change.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(forcePasswordChange, {
  mutation: 'forceUsersPasswordChange',
  does: 'Makes many users change their password, each as `forcePasswordChange` does.',
});
