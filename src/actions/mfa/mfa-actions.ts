import type { AnyAction } from '../action.ts';
import { activateDevice } from './activate-device.ts';
import { blockDevice, unblockDevice } from './block-device.ts';
import { deleteDevice } from './delete-device.ts';
import { allowMfaBypass, endMfaBypass } from './mfa-bypass.ts';
import { pairDevice } from './pair-device.ts';
import { renameDevice } from './rename-device.ts';
import { requireMfaEnrollment } from './require-enrollment.ts';
import { resetUserMfa } from './reset-user-mfa.ts';
import { disableUserMfa, enableUserMfa } from './switch-mfa.ts';
import { unlockDevice } from './unlock-device.ts';

/** Actions on second factors. */
export const mfaActions: readonly AnyAction[] = [
  enableUserMfa,
  disableUserMfa,
  requireMfaEnrollment,
  pairDevice,
  activateDevice,
  renameDevice,
  blockDevice,
  unblockDevice,
  unlockDevice,
  deleteDevice,
  resetUserMfa,
  allowMfaBypass,
  endMfaBypass,
];
