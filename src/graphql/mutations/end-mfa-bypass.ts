import { endMfaBypass } from '../../actions/mfa/mfa-bypass.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  endMfaBypass,
  'Ends the time in which a user is let through without a second factor. Safe to repeat. `allowMfaBypass` takes it back.',
);
