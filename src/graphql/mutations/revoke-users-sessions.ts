import { revokeUserSessions } from '../../actions/users/revoke-user-sessions.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(revokeUserSessions, {
  mutation: 'revokeUsersSessions',
  does: 'Ends all sessions of many users, each as `revokeUserSessions` does.',
});
