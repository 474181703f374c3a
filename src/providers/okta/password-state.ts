import type { PasswordState, PasswordStatus } from '../../model/account.ts';
import type { Members } from '../rows.ts';
import { instant, object, text } from '../rows.ts';
import { authorityOf } from './authority.ts';

const BY_STATUS: ReadonlyMap<string, PasswordStatus> = new Map([
  // Whether its time was up or an administrator ended it: Okta does not tell, and what follows is the same.
  ['PASSWORD_EXPIRED', 'MUST_CHANGE'],
  ['RECOVERY', 'MUST_CHANGE'],
  ['LOCKED_OUT', 'LOCKED_OUT'],
]);

/** Okta has no state of the password of its own: it follows from the account's, and from who checks the password. */
export function toPasswordState(user: Members): PasswordState {
  const rawStatus = text(user, 'status') ?? '';
  return {
    status: statusOf(user, rawStatus),
    rawStatus,
    lastChangedAt: instant(user, 'passwordChanged'),
    passwordPolicyId: null,
  };
}

function statusOf(user: Members, rawStatus: string): PasswordStatus {
  if (authorityOf(user).passwordAuthority.kind === 'EXTERNAL') return 'EXTERNAL';
  const byStatus = BY_STATUS.get(rawStatus);
  if (byStatus !== undefined) return byStatus;
  const credentials = object(user, 'credentials');
  // `password: {}` says that there is one, and nothing of it.
  const hasPassword = credentials !== null && object(credentials, 'password') !== null;
  if (credentials !== null && !hasPassword && user['passwordChanged'] === null) return 'NO_PASSWORD';
  // Behind a suspension the state of the password does not show.
  return rawStatus === 'ACTIVE' && (hasPassword || instant(user, 'passwordChanged') !== null)
    ? 'OK'
    : 'UNKNOWN';
}
