import type { ActionName } from '../model/action.ts';
import type { AnyAction } from './action.ts';
import { applicationActions } from './applications/application-actions.ts';
import { membershipActions } from './membership/membership-actions.ts';
import { mfaActions } from './mfa/mfa-actions.ts';
import { settingActions } from './settings/setting-actions.ts';
import { accountActions } from './users/account-actions.ts';
import { profileActions } from './users/profile-actions.ts';

/** Every action there is, family by family. */
export const everyAction: readonly AnyAction[] = [
  ...accountActions,
  ...profileActions,
  ...mfaActions,
  ...membershipActions,
  ...settingActions,
  ...applicationActions,
];

export function actionNamed(name: ActionName): AnyAction | null {
  return everyAction.find((action) => action.name === name) ?? null;
}
