import type { CallContext } from '../../upstream/call.ts';
import { text } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import type { UserWrites } from '../user-writes.ts';
import { unlessAlready } from './already.ts';
import type { OktaApi } from './okta-api.ts';
import { userState } from './user-state.ts';

const USER = '/api/v1/users/{userId}';

/** What an operation leads to, and from where it is open (API reference, "User lifecycle"). */
interface Operation {
  readonly verb: 'suspend' | 'unsuspend' | 'unlock' | 'expire_password';
  readonly isSo: (raw: string, enabled: boolean | null) => boolean;
  readonly open: string;
}

const SUSPEND: Operation = {
  verb: 'suspend',
  isSo: (raw) => raw === 'SUSPENDED',
  open: 'Only users who are ACTIVE can be suspended.',
};
const UNSUSPEND: Operation = {
  verb: 'unsuspend',
  isSo: (_raw, enabled) => enabled === true,
  open: 'Only users who are SUSPENDED can be let in again; who was deprovisioned has to be activated in Okta.',
};
const UNLOCK: Operation = {
  verb: 'unlock',
  isSo: (raw) => raw !== '' && raw !== 'LOCKED_OUT',
  open: 'Only users whose master is Okta can be unlocked here.',
};
const EXPIRE_PASSWORD: Operation = {
  verb: 'expire_password',
  isSo: (raw) => raw === 'PASSWORD_EXPIRED' || raw === 'RECOVERY',
  open: 'Only the password of an active user that Okta itself keeps can be ended.',
};

/** Changes of an account's state. Each may be sent twice: the second time finds the state that was wanted. */
export function createUserWrites(api: OktaApi, none: Unsupported['userWrites']): UserWrites {
  async function run({ verb, isSo, open }: Operation, userId: string, context: CallContext): Promise<void> {
    const call = { method: 'POST', idempotent: true } as const;
    await unlessAlready(
      async () => {
        await api.command(`${USER}/lifecycle/${verb}`, { userId }, call, context);
      },
      async () => {
        // By id: the index that lists are made from follows later.
        const found = await api.find(USER, { userId }, context);
        if (found === null) return 'the user does not exist any more.';
        const { enabled, rawStatus } = userState(found.row.members);
        if (isSo(text(found.row.members, 'status') ?? '', enabled)) return true;
        return `the user is ${rawStatus}. ${open}`;
      },
    );
  }

  return {
    ...none,
    setEnabled: (userId, enabled, context) => run(enabled ? UNSUSPEND : SUSPEND, userId, context),
    unlock: (userId, context) => run(UNLOCK, userId, context),
    forcePasswordChange: (userId, context) => run(EXPIRE_PASSWORD, userId, context),
    /** One call ends them all, and the tokens that were issued with them; how many there were, Okta does not say. */
    endSessions: async (userId, _onEnded, context) => {
      const call = { method: 'DELETE', query: { oauthTokens: 'true' } } as const;
      await api.command(`${USER}/sessions`, { userId }, call, context);
    },
  };
}
