import type { CallContext } from '../../upstream/call.ts';
import type { UserWrites } from '../user-writes.ts';
import type { GoogleApis } from './google-apis.ts';
import type { UserRows } from './user-rows.ts';

/** PATCH changes what it names and leaves the rest, so that all but signing out may be sent twice. */
export function createUserWrites(
  { writeUsers, userSecurity }: GoogleApis,
  rows: UserRows,
): Pick<UserWrites, 'setEnabled' | 'forcePasswordChange' | 'endSessions'> {
  async function patch(userId: string, body: object, context: CallContext): Promise<void> {
    try {
      await writeUsers.command(
        '/users/{userKey}',
        { userKey: userId },
        { method: 'PATCH', body, idempotent: true },
        context,
      );
    } finally {
      rows.forget(userId);
    }
  }

  return {
    /** Signs out nobody: whoever is in stays in until `endSessions`. */
    setEnabled: async (userId, enabled, context) => await patch(userId, { suspended: !enabled }, context),
    /** Without effect for people who sign in at another identity provider. */
    forcePasswordChange: async (userId, context) =>
      await patch(userId, { changePasswordAtNextLogin: true }, context),
    /** All of the web and of devices, at once; how many there were is not told. */
    endSessions: async (userId, _onEnded, context) =>
      await userSecurity.command(
        '/users/{userKey}/signOut',
        { userKey: userId },
        { method: 'POST', idempotent: true },
        context,
      ),
  };
}
