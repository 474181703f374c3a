import { forcePasswordChange } from '../../actions/users/force-password-change.ts';
import { defineUserAction } from './user-mutation.ts';

defineUserAction(
  forcePasswordChange,
  'Makes a user choose another password at the next sign-on. Safe to repeat. Running sessions stay. Nothing takes it back.',
);
