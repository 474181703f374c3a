import { enableUserMfa } from '../../actions/mfa/switch-mfa.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  enableUserMfa,
  'Switches the second factor of a user on. It pairs no device. Safe to repeat. `disableUserMfa` takes it back.',
);
