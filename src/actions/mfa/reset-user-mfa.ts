import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { Step } from '../steps.ts';
import { takeover } from '../users/takeover.ts';
import type { UserActionInput } from '../users/user-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';
import { onSecondFactors, readSecondFactors, type SecondFactors } from './second-factors.ts';

interface ResetMfaInput extends UserActionInput {
  /** Also end a bypass. Default: it stays. */
  readonly endBypass?: boolean | null | undefined;
}

/**
 * Removes every device of a user, one after the other: one that cannot be removed does not keep the others. The second
 * factor stays switched on, so that the user pairs a new one at the next sign-on that asks for it. Which devices there were
 * is in the ledger, without their numbers. Where another product may keep devices too, nobody can see that none is left.
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
  foresee: (before, { endBypass }) =>
    before && {
      ...onSecondFactors.describe(before),
      devices: [],
      ...(endBypass === true ? { bypassUntil: null } : {}),
    },
  plan: (before, { endBypass }) => [
    ...before.devices.map(({ externalId, rawType, nickname }) => ({
      name: `remove-device:${externalId}`,
      outcome: 'SKIPPED' as const,
      message: `${rawType}${nickname === null ? '' : ` "${nickname}"`} would be removed.`,
    })),
    ...(endBypass === true ? [bypassStep(before)] : []),
  ],
  holds: (state, { endBypass }) => {
    if (state === null) return null;
    if (state.devices.length > 0) return false;
    if (endBypass === true && state.bypass?.until !== null) return false;
    return state.keptElsewhere === false ? true : null;
  },
  send: async ({ target, before, input, environment: { provider, context }, steps }) => {
    const failures: unknown[] = [];
    const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
      try {
        await steps.run(name, work);
      } catch (error) {
        failures.push(error);
      }
    };
    for (const { externalId } of before?.devices ?? [])
      await attempt(`remove-device:${externalId}`, () =>
        provider.mfaWrites.deleteDevice(target.externalId, externalId, context),
      );
    if (input.endBypass === true) {
      if (before?.bypass?.until === null) steps.note('end-bypass', 'ALREADY', 'There is none.');
      else
        await attempt('end-bypass', () =>
          provider.mfaWrites.setBypassUntil(target.externalId, new Date(), context),
        );
    }
    if (failures.length > 0) throw failures[0];
    return { facts: { removed: before?.devices.length ?? 0 } };
  },
};

function bypassStep({ bypass }: SecondFactors): Step {
  return bypass?.until === null
    ? { name: 'end-bypass', outcome: 'ALREADY', message: 'There is none.' }
    : { name: 'end-bypass', outcome: 'SKIPPED', message: 'The bypass would be ended.' };
}
