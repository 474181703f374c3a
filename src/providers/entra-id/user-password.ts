import type { PasswordState } from '../../model/account.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { flag, instant, object, text } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';

const ALWAYS = 'id,lastPasswordChangeDateTime,passwordPolicies,userType,onPremisesSyncEnabled';

/**
 * When the password was changed, and whether another has to be chosen at the next sign-in. Neither expiry nor lockout is told, hence
 * every other state is unknown. `passwordProfile` needs a right of its own: without it the rest is answered.
 */
export async function readPasswordState(
  api: GraphApi,
  userId: string,
  context: CallContext,
): Promise<PasswordState> {
  const read = async (select: string): Promise<Members> =>
    (await api.read('/users/{userId}', { userId }, context, { query: { $select: select } })).members;
  try {
    return toPasswordState(await read(`${ALWAYS},passwordProfile`));
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'FORBIDDEN') throw error;
    return toPasswordState(await read(ALWAYS));
  }
}

function toPasswordState(user: Members): PasswordState {
  const profile = object(user, 'passwordProfile') ?? {};
  const mustChange =
    flag(profile, 'forceChangePasswordNextSignIn') === true ||
    flag(profile, 'forceChangePasswordNextSignInWithMfa') === true;
  const words = [
    ...(mustChange ? ['forceChangePasswordNextSignIn=true'] : []),
    `passwordPolicies=${text(user, 'passwordPolicies') ?? '?'}`,
  ];
  const elsewhere = text(user, 'userType') === 'Guest';
  return {
    status: elsewhere ? 'EXTERNAL' : mustChange ? 'MUST_CHANGE' : 'UNKNOWN',
    rawStatus: words.join(' '),
    lastChangedAt: instant(user, 'lastPasswordChangeDateTime'),
    passwordPolicyId: null,
  };
}
