import { requireMfaEnrollment } from '../../actions/mfa/require-enrollment.ts';
import { defineBulkAction } from './bulk-mutation.ts';

defineBulkAction(requireMfaEnrollment, {
  mutation: 'requireUsersMfaEnrollment',
  does: 'Requires a second factor of many users, each as `requireMfaEnrollment` does without an invitation.',
});
