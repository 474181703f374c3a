import type { Secret } from '../../../model/secret.ts';
import type { CallContext } from '../../../upstream/call.ts';
import { removed, replaced, added, resultCodeOf } from '../changes.ts';
import type { LdapApi } from '../directory-api.ts';
import type { FlavourParts } from '../flavour.ts';
import { requestError } from '../request-error.ts';
import { DISABLED, hasBit, PASSWORD_NEVER_EXPIRES } from './account-control.ts';
import { theUser } from './lookups.ts';

/** Somebody else changes the bits between our read and our write: so often it is tried again. */
const MOST_RACES = 3;
/** The number that was to be taken away is not there any more. */
const NOT_THAT_VALUE = 16;
/** Refusals of the form of a change, and not of the change. */
const NOT_SO: ReadonlySet<number> = new Set([1, 19, 53, 65, 67, 80]);

export function createUserWrites(api: LdapApi): FlavourParts['userWrites'] {
  /** The account's bits. @throws {UpstreamError} `FORBIDDEN` when they are not shown: a write would clear those that are not seen. */
  async function controlOf(
    userId: string,
    context: CallContext,
  ): Promise<{ readonly dn: string; readonly control: number }> {
    const user = await theUser(api, userId, ['userAccountControl'], context);
    const control = user.whole('userAccountControl');
    if (control !== null) return { dn: user.dn, control };
    throw requestError(
      api.directory,
      'FORBIDDEN',
      { method: 'GET', route: 'read user' },
      context,
      'expected userAccountControl of the user, received none: the account may not see it, and nothing was written',
    );
  }

  /**
   * The other bits stay as they are: the old number is taken away and the new one put in, so that a change in between shows.
   * A server that does not take the two together gets the new number alone.
   */
  async function setEnabled(userId: string, enabled: boolean, context: CallContext): Promise<void> {
    const route = 'set userAccountControl';
    for (let race = 1; ; race += 1) {
      const { dn, control } = await controlOf(userId, context);
      if (hasBit(control, DISABLED) !== enabled) return;
      const wanted = String(enabled ? control & ~DISABLED : control | DISABLED);
      const swap = [removed('userAccountControl', String(control)), added('userAccountControl', wanted)];
      try {
        await api.modify(dn, swap, route, context);
        return;
      } catch (error) {
        const code = resultCodeOf(error);
        if (code === NOT_THAT_VALUE && race < MOST_RACES) continue;
        if (code === null || !NOT_SO.has(code)) throw error;
        await api.modify(dn, [replaced('userAccountControl', wanted)], route, context);
        return;
      }
    }
  }

  const unlock = async (userId: string, context: CallContext): Promise<void> => {
    const user = await theUser(api, userId, [], context);
    await api.modify(user.dn, [replaced('lockoutTime', '0')], 'set lockoutTime', context);
  };

  return {
    setEnabled,
    // Locks come from wrong passwords only: both names mean the same.
    unlock,
    unlockPassword: unlock,
    forcePasswordChange: async (userId, context) => {
      const { dn, control } = await controlOf(userId, context);
      if (hasBit(control, PASSWORD_NEVER_EXPIRES))
        throw requestError(
          api.directory,
          'CONFLICT',
          { method: 'PUT', route: 'set pwdLastSet' },
          context,
          'the password is set never to expire, and Active Directory asks nobody for another one then: clear that setting of the account first',
        );
      await api.modify(dn, [replaced('pwdLastSet', '0')], 'set pwdLastSet', context);
    },
    setPassword: async (userId, { value, forceChange }, context) => {
      const user = await theUser(api, userId, [], context);
      const changes = [
        replaced('unicodePwd', quoted(value)),
        ...(forceChange ? [replaced('pwdLastSet', '0')] : []),
      ];
      await api.modifyWithSecret(user.dn, changes, 'set password', context);
    },
  };
}

/** The password in quotation marks, in UTF-16 (MS-ADTS, section 3.1.1.3.1.5.1). */
function quoted(password: Secret): Buffer {
  return Buffer.from(`"${password.reveal()}"`, 'utf16le');
}
