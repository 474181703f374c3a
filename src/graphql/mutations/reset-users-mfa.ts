import { resetUserMfa } from '../../actions/mfa/reset-user-mfa.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(resetUserMfa, {
  mutation: 'resetUsersMfa',
  does: 'Takes the second factors of many users away, each as `resetUserMfa` does.',
  planFirst: true,
});
