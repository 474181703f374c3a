import { BerWriter } from 'ldapts';
import type { CallContext } from '../../../upstream/call.ts';
import { removed, replaced, resultCodeOf } from '../changes.ts';
import type { LdapApi } from '../directory-api.ts';
import type { FlavourParts } from '../flavour.ts';
import { requestError } from '../request-error.ts';
import type { Entry } from '../values/entry.ts';
import { LOCK_ATTRIBUTE, lockOf, SUSPENDED_SINCE } from './account.ts';
import { theUser } from './lookups.ts';

/** RFC 3062. */
const PASSWORD_MODIFY = '1.3.6.1.4.1.4203.1.11.1';

export function createUserWrites(api: LdapApi): FlavourParts['userWrites'] {
  /** @throws {UpstreamError} `UNSUPPORTED` where nothing keeps locks. */
  async function readAccount(userId: string, route: string, context: CallContext): Promise<Entry> {
    const { passwordPolicy } = await api.rootDse(context);
    if (!passwordPolicy)
      throw requestError(
        api.directory,
        'UNSUPPORTED',
        { method: 'PUT', route },
        context,
        'the server has no overlay for password policies (ppolicy), which keeps locks: nothing was changed',
      );
    return await theUser(api, userId, [LOCK_ATTRIBUTE], context);
  }

  /** Takes a lock away; one that is gone already (16) is what was asked for. */
  async function open(entry: Entry, route: string, context: CallContext): Promise<void> {
    const [value] = entry.texts(LOCK_ATTRIBUTE);
    try {
      await api.modify(
        entry.dn,
        [removed(LOCK_ATTRIBUTE, ...(value === undefined ? [] : [value]))],
        route,
        context,
      );
    } catch (error) {
      if (resultCodeOf(error) !== 16) throw error;
    }
  }

  async function unlock(userId: string, context: CallContext): Promise<void> {
    const entry = await readAccount(userId, 'unlock', context);
    // A suspension stands in the same place, and is not ended by an unlock.
    if (lockOf(entry).kind === 'LOCKED') await open(entry, 'unlock', context);
  }

  async function forcePasswordChange(userId: string, context: CallContext): Promise<void> {
    const entry = await readAccount(userId, 'set pwdReset', context);
    await api.modify(entry.dn, [replaced('pwdReset', 'TRUE')], 'set pwdReset', context);
  }

  return {
    setEnabled: async (userId, enabled, context) => {
      const route = enabled ? 'end suspension' : 'suspend';
      const entry = await readAccount(userId, route, context);
      const suspended = lockOf(entry).kind === 'SUSPENDED';
      if (suspended !== enabled) return;
      if (enabled) await open(entry, route, context);
      else await api.modify(entry.dn, [replaced(LOCK_ATTRIBUTE, SUSPENDED_SINCE)], route, context);
    },
    unlock,
    unlockPassword: unlock,
    forcePasswordChange,
    setPassword: async (userId, { value, forceChange }, context) => {
      const entry = await theUser(api, userId, [LOCK_ATTRIBUTE], context);
      const writer = new BerWriter();
      writer.startSequence();
      writer.writeString(entry.dn, 0x80);
      writer.writeString(value.reveal(), 0x82);
      writer.endSequence();
      const request = writer.buffer;
      await api.extendedWithSecret(PASSWORD_MODIFY, request, 'set password', context);
      // The operation itself asks for nothing more, whoever uses it.
      if (forceChange) await forcePasswordChange(userId, context);
    },
  };
}
