import type { MfaBypass } from '../../model/account.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { untilProblem } from '../membership/until.ts';
import { takeover } from '../users/takeover.ts';
import { forgetUser, onUser, sameUser, type UserActionInput } from '../users/user-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';

interface BypassState {
  readonly user: User;
  readonly bypass: MfaBypass;
}

interface AllowBypassInput extends UserActionInput {
  /** RFC 3339; in the future. */
  readonly until: string;
}

/** PingOne may keep whole seconds. */
const toleranceMs = 1_000;

const onBypass = {
  ...onUser,
  permission: 'mfa:reset',
  reads: 'mfa:read',
  effect: 'SET',
  read: async (
    { externalId }: Target,
    _input: UserActionInput,
    { reads, provider, context }: ActionEnvironment,
  ) => {
    const user = await reads.user(externalId);
    return user && { user, bypass: await provider.users.mfaBypass(user.externalId, context) };
  },
  user: ({ user }: BypassState) => user,
  describe: ({ bypass }: BypassState) => ({ bypassUntil: bypass.until?.toISOString() ?? null }),
  forget: (loaders, target, after) => {
    forgetUser(loaders, target, after?.user ?? null);
  },
} as const satisfies Partial<Action<UserActionInput, BypassState>>;

/**
 * Lets a user through without a second factor until a moment, for somebody who lost the device. The provider itself keeps
 * that moment and ends it there, also when no gateway runs. One that was open already gets the new end.
 */
export const allowMfaBypass: Action<AllowBypassInput, BypassState> = {
  ...onBypass,
  name: 'START_MFA_BYPASS',
  summary: 'Let a user through without a second factor for a time.',
  mutation: 'allowMfaBypass',
  inverse: 'END_MFA_BYPASS',
  guards: [ownSecondFactor, breakGlass, takeover],
  problem: ({ until }) => untilProblem(until),
  parameters: ({ until }) => ({ until }),
  foresee: (_before, { until }) => ({ bypassUntil: new Date(until).toISOString() }),
  holds: (state, { until }) =>
    state &&
    state.bypass.until !== null &&
    Math.abs(state.bypass.until.getTime() - Date.parse(until)) < toleranceMs,
  send: async ({ target, input: { until }, environment: { provider, context } }) => {
    await provider.mfaWrites.setBypassUntil(target.externalId, new Date(until), context);
    return {};
  },
  undo: (entry) => {
    const until = entry.before?.['bypassUntil'];
    return typeof until === 'string'
      ? { action: 'START_MFA_BYPASS', input: { ...sameUser(entry), until } }
      : { action: 'END_MFA_BYPASS', input: sameUser(entry) };
  },
};

/** Asks a user for the second factor again, from now on: the bypass gets the present moment as its end. */
export const endMfaBypass: Action<UserActionInput, BypassState> = {
  ...onBypass,
  name: 'END_MFA_BYPASS',
  summary: 'Ask for the second factor again.',
  mutation: 'endMfaBypass',
  offered: true,
  inverse: 'START_MFA_BYPASS',
  guards: [breakGlass],
  foresee: () => ({ bypassUntil: null }),
  holds: (state) => state && state.bypass.until === null,
  send: async ({ target, environment: { provider, context } }) => {
    await provider.mfaWrites.setBypassUntil(target.externalId, new Date(), context);
    return {};
  },
  undo: (entry) => {
    const until = entry.before?.['bypassUntil'];
    return typeof until === 'string'
      ? { action: 'START_MFA_BYPASS', input: { ...sameUser(entry), until } }
      : null;
  },
};
