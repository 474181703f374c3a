import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MfaWrites } from '../mfa-writes.ts';
import { flag, type Members } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import type { UserRows } from './user-rows.ts';

type DeleteAll = Required<Pick<MfaWrites, 'deleteAllDevices'>>;

/**
 * Google turns all second steps off at once; none can be taken away alone. It refuses that while a second step is enforced,
 * for suspended people, for those in the Advanced Protection Program, and for those who have none.
 */
export function createMfaWrites({ readUsers, userSecurity }: GoogleApis, rows: UserRows): DeleteAll {
  return {
    deleteAllDevices: async (userId, context) => {
      const ids = { userKey: userId };
      const read = async (): Promise<Members> =>
        (await readUsers.read('/users/{userKey}', ids, context, { query: { projection: 'full' } })).members;
      try {
        if (flag(await read(), 'isEnrolledIn2Sv') !== false) {
          try {
            await userSecurity.command(
              '/users/{userKey}/twoStepVerification/turnOff',
              ids,
              { method: 'POST', idempotent: true },
              context,
            );
          } catch (error) {
            if (!(error instanceof UpstreamError)) throw error;
            const now = await read().catch((): Members => ({}));
            // A repeat is refused too: by the user's own record it shows whether it was done.
            if (flag(now, 'isEnrolledIn2Sv') !== false) throw explained(error, now);
          }
        }
      } finally {
        rows.forget(userId);
      }
      // Who is in with the old steps has to come in again without them.
      await userSecurity.command(
        '/users/{userKey}/signOut',
        ids,
        { method: 'POST', idempotent: true },
        context,
      );
    },
  };
}

/** What of the user's record explains a refusal, since Google's own words rarely do. */
function explained(error: UpstreamError, user: Members): UpstreamError {
  if (error.retryable) return error;
  const why =
    flag(user, 'isEnforcedIn2Sv') === true
      ? 'A second step is enforced for this user: move the user to a group or an organisational unit without it first.'
      : flag(user, 'suspended') === true
        ? 'The user is suspended: Google turns nothing off for suspended people.'
        : null;
  return why === null
    ? error
    : new UpstreamError({ ...error.facts, code: 'CONFLICT', message: `${error.facts.message}. ${why}` });
}
