import { disableUserMfa } from '../../actions/mfa/switch-mfa.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  disableUserMfa,
  'Switches the second factor of a user off. The devices stay paired. Safe to repeat. `enableUserMfa` takes it back.',
);
