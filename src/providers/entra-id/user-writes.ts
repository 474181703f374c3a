import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { isObject, text } from '../rows.ts';
import type { UserWrites } from '../user-writes.ts';
import type { GraphApi } from './graph-api.ts';
import { explained } from './write-errors.ts';

const USER = '/users/{userId}';

/** What Graph can change of an account: its switch, the duty to choose another password, and its sessions. */
export function createUserWrites(
  api: GraphApi,
): Pick<UserWrites, 'setEnabled' | 'forcePasswordChange' | 'endSessions'> {
  /** Each member is set to a value: sent twice it is the same. */
  async function patch(userId: string, body: object, context: CallContext): Promise<void> {
    const call = { method: 'PATCH' as const, body, idempotent: true };
    await explained(() => api.command(USER, { userId }, call, context));
  }

  return {
    setEnabled: async (userId, accountEnabled, context) => await patch(userId, { accountEnabled }, context),
    forcePasswordChange: async (userId, context) =>
      await patch(userId, { passwordProfile: { forceChangePasswordNextSignIn: true } }, context),
    /**
     * Refresh tokens and session cookies issued before this moment end; access tokens run on for up to an hour or so. Nobody is told
     * how many there were. Answered with 200 and `value: true`, by some tenants with 204.
     */
    endSessions: async (userId, _onEnded, context) => {
      await refuseGuest(api, userId, context);
      const { address, origin } = api.target('POST', `${USER}/revokeSignInSessions`, { userId }, context);
      const call = { method: 'POST' as const, idempotent: true, ...address };
      const { body } = await explained(() => api.upstream.call(call, context));
      if (body === undefined || (isObject(body) && body['value'] !== false)) return;
      throw badResponse(origin, `does not say that sessions were revoked, found ${kindOf(body)}`);
    },
  };
}

/** Guests sign in at home: Graph accepts the call for one and ends nothing ("revokeSignInSessions"). */
async function refuseGuest(api: GraphApi, userId: string, context: CallContext): Promise<void> {
  const { members, origin } = await api.read(USER, { userId }, context, {
    query: { $select: 'id,userType' },
  });
  if (text(members, 'userType') !== 'Guest') return;
  throw new UpstreamError({
    code: 'UNSUPPORTED',
    message: `${api.directory}: sessions of a guest cannot be revoked from here: they are kept by the guest's own organisation. Nothing was sent; suspend the guest instead.`,
    directory: api.directory,
    route: `POST ${USER}/revokeSignInSessions`,
    transactionId: origin.transactionId,
  });
}
