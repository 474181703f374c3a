import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import {
  describeDevice,
  type DeviceActionInput,
  type DeviceState,
  onDevice,
  sameDevice,
} from './device-target.ts';

interface RenameDeviceInput extends DeviceActionInput {
  /** 1 to 100 characters on one line. */
  readonly nickname: string;
}

/** Why a nickname cannot be used; null: it can. */
export function nicknameProblem(nickname: string): string | null {
  const { length } = Array.from(nickname);
  if (length < 1 || length > 100 || nickname.trim() === '')
    return `nickname: expected 1 to 100 characters that are not all blank, received ${length}.`;
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(nickname)
    ? 'nickname: expected one line without control characters.'
    : null;
}

/** Gives a device the name that its user sees when choosing among several. */
export const renameDevice: Action<RenameDeviceInput, DeviceState> = {
  ...onDevice,
  name: 'RENAME_MFA_DEVICE',
  summary: 'Rename a second factor.',
  mutation: 'renameMfaDevice',
  effect: 'SET',
  inverse: 'RENAME_MFA_DEVICE',
  // A device that had no name cannot be made nameless again: PingOne documents no way to take a nickname away.
  undo: (entry) => {
    const nickname = entry.before?.['nickname'];
    return typeof nickname === 'string' && nicknameProblem(nickname) === null
      ? { action: 'RENAME_MFA_DEVICE', input: { ...sameDevice(entry), nickname } }
      : null;
  },
  guards: [breakGlass],
  problem: ({ nickname }) => nicknameProblem(nickname),
  parameters: ({ nickname }) => ({ nickname }),
  foresee: (before, { nickname }) => before && { ...describeDevice(before), nickname },
  holds: (state, { nickname }) => state && state.device.nickname === nickname,
  send: async ({ before, input: { nickname }, environment: { provider, context } }) => {
    if (before !== null)
      await provider.mfaWrites.setNickname(
        before.user.externalId,
        before.device.externalId,
        nickname,
        context,
      );
    return {};
  },
};
