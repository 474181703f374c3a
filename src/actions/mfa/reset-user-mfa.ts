import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { Step } from '../steps.ts';
import { takeover } from '../users/takeover.ts';
import type { UserActionInput } from '../users/user-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';
import { removeDevices, stepOf } from './remove-devices.ts';
import { onSecondFactors, readSecondFactors, type SecondFactors } from './second-factors.ts';

interface ResetMfaInput extends UserActionInput {
  /** Also end a bypass. Default: it stays. */
  readonly endBypass?: boolean | null | undefined;
}

/**
 * Removes every device of a user (`removeDevices`): one that cannot be removed does not keep the others. The second factor
 * stays switched on, so that the user pairs a new one at the next sign-on that asks for it. Which devices there were is in the
 * ledger, without their numbers. Where another product may keep devices too, nobody can see that none is left. Directories that
 * know no bypass are asked to end none.
 */
export const resetUserMfa: Action<ResetMfaInput, SecondFactors> = {
  ...onSecondFactors,
  name: 'RESET_USER_MFA',
  summary: 'Remove all second factors.',
  mutation: 'resetUserMfa',
  effect: 'SET',
  offered: true,
  inverse: null,
  guards: [ownSecondFactor, breakGlass, takeover],
  parameters: ({ endBypass }) => ({ endBypass: endBypass === true }),
  read: (target, { endBypass }, environment) => readSecondFactors(target, environment, endBypass === true),
  foresee: (before) =>
    before && {
      ...onSecondFactors.describe(before),
      devices: [],
      ...(before.bypass === null ? {} : { bypassUntil: null }),
    },
  plan: (before, { endBypass }) => [
    ...before.devices.map(({ externalId, rawType, nickname }) => ({
      name: stepOf(externalId),
      outcome: 'SKIPPED' as const,
      message: `${rawType}${nickname === null ? '' : ` "${nickname}"`} would be removed.`,
    })),
    ...(endBypass === true ? [bypassStep(before)] : []),
  ],
  holds: (state, { endBypass }) => {
    if (state === null) return null;
    if (state.devices.length > 0) return false;
    if (endBypass === true && (state.bypass?.until ?? null) !== null) return false;
    return state.keptElsewhere === false ? true : null;
  },
  send: async (change) => {
    const { target, before, input, environment, steps } = change;
    const { provider, context } = environment;
    const [trouble] = await removeDevices(change);
    if (input.endBypass === true && before !== null) {
      const { name, outcome, message } = bypassStep(before);
      if ((before.bypass?.until ?? null) === null) steps.note(name, outcome, message);
      else
        try {
          await steps.run(name, () =>
            provider.mfaWrites.setBypassUntil(target.externalId, new Date(), context),
          );
        } catch (error) {
          throw trouble === undefined ? error : trouble.error;
        }
    }
    if (trouble !== undefined) throw trouble.error;
    return { facts: { removed: before?.devices.length ?? 0 } };
  },
};

function bypassStep({ bypass }: SecondFactors): Step {
  const name = 'end-bypass';
  if (bypass === null) return { name, outcome: 'SKIPPED', message: 'This directory has no bypasses.' };
  return bypass.until === null
    ? { name, outcome: 'ALREADY', message: 'There is none.' }
    : { name, outcome: 'SKIPPED', message: 'The bypass would be ended.' };
}
