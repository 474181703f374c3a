import type { MfaDevice } from '../../model/mfa.ts';
import type { PairableDeviceType } from '../../providers/mfa-writes.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { sameId } from '../guards/same-id.ts';
import { takeover } from '../users/takeover.ts';
import { forgetUser, type UserActionInput } from '../users/user-target.ts';
import { contactDigest, contactProblem, deviceAt, isSameContact, maskedContact } from './contact.ts';
import { describeDevice, idsOf } from './device-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';
import { nicknameProblem } from './rename-device.ts';
import { onSecondFactors, readSecondFactors, type SecondFactors } from './second-factors.ts';

interface PairDeviceInput extends UserActionInput {
  readonly type: PairableDeviceType;
  /** Number or address; none for TOTP. */
  readonly contact?: string | null | undefined;
  readonly nickname?: string | null | undefined;
  /** Provider's id of a device authentication policy. Default: the directory's default one. */
  readonly policyId?: string | null | undefined;
  /** Whether its user must prove that they hold it first. Default: false. */
  readonly activationRequired?: boolean | null | undefined;
}

interface PairingState extends SecondFactors {
  /** The device that is asked for, if the user has it. */
  readonly paired: MfaDevice | null;
}

/**
 * Pairs a device for a user. The subject is the user, who may have such a device already: then nothing is sent. One that is
 * reached by a number or address counts at once, unless `activationRequired`: then PingOne sends its user a code. A TOTP
 * device is of use when its user has the seed, which PingOne shows once, and has given a first code.
 */
export const pairDevice: Action<PairDeviceInput, PairingState> = {
  ...onSecondFactors,
  name: 'PAIR_MFA_DEVICE',
  summary: 'Pair a second factor.',
  mutation: 'pairMfaDevice',
  effect: 'TRIGGER',
  inverse: 'DELETE_MFA_DEVICE',
  // Only with the id that the provider told: another device like it may be somebody's own.
  undo: ({ subject, particulars }) => {
    const deviceId = Object(particulars?.['facts'])['deviceId'] as unknown;
    return typeof deviceId === 'string'
      ? {
          action: 'DELETE_MFA_DEVICE',
          input: { device: { externalId: `${subject.externalId}/${deviceId}` } },
        }
      : null;
  },
  guards: [ownSecondFactor, breakGlass, takeover],
  problem: ({ type, contact, nickname }) => {
    if (typeof nickname === 'string') {
      const problem = nicknameProblem(nickname);
      if (problem !== null) return problem;
    }
    if (type === 'TOTP')
      return typeof contact === 'string'
        ? 'contact: expected none for TOTP, which is reached by nothing.'
        : null;
    const problem = contactProblem(type, contact ?? '');
    return problem === null ? null : `contact: ${problem}`;
  },
  parameters: ({ type, contact, nickname, policyId, activationRequired }) => ({
    type,
    contact: typeof contact === 'string' ? maskedContact(contact) : null,
    nickname: nickname ?? null,
    policyId: policyId ?? null,
    activationRequired: activationRequired === true,
  }),
  fingerprint: async ({ contact, idempotencyKey }) => ({
    contact: await contactDigest(contact, idempotencyKey),
  }),
  read: async (target, input, environment) => {
    // What was just paired is looked for by its own id.
    const made = idsOf(target);
    const userId = made?.userId ?? target.externalId;
    const state = await readSecondFactors({ externalId: userId }, environment, false);
    if (state === null) return null;
    const device =
      made === null
        ? alike(state.devices, input)
        : state.devices.find(({ externalId }) => sameId(externalId, made.deviceId));
    return { ...state, paired: device ?? null };
  },
  describe: ({ user, paired }) => (paired === null ? {} : describeDevice({ user, device: paired })),
  foresee: (_before, { type, contact, nickname, activationRequired }) => ({
    type,
    nickname: nickname ?? null,
    ...(typeof contact === 'string' ? { contact: maskedContact(contact) } : {}),
    ...(type === 'TOTP' ? {} : { status: activationRequired === true ? 'ACTIVATION_REQUIRED' : 'ACTIVE' }),
  }),
  holds: (state, input) => state && state.paired !== null && equals(state.paired, input),
  objection: async ({ before }) => {
    const same = before?.paired ?? null;
    return same === null
      ? null
      : {
          code: 'NOT_POSSIBLE',
          message: `The user has such a device already, and it is otherwise than asked for: it is ${same.status} and is called ${same.nickname === null ? 'nothing' : `"${same.nickname}"`}. Change that one, or delete it first.`,
          retryable: false,
        };
  },
  send: async ({ target, input, environment: { provider, context } }) => {
    const { deviceId, secret, keyUri } = await provider.mfaWrites.pairDevice(
      target.externalId,
      {
        type: input.type,
        contact: input.contact ?? null,
        nickname: input.nickname ?? null,
        policyId: input.policyId ?? null,
        activationRequired: input.activationRequired === true,
      },
      context,
    );
    return {
      createdId: `${target.externalId}/${deviceId}`,
      facts: { deviceId },
      ...(secret === null && keyUri === null ? {} : { once: JSON.stringify({ secret, keyUri }) }),
    };
  },
  confirms: (after, { before, input }, sent) => {
    if (after === null) return null;
    const known = new Set(before?.devices.map(({ externalId }) => externalId));
    const made = after.devices.filter(({ externalId }) => !known.has(externalId));
    if (sent !== null) return after.paired !== null;
    return made.some((device) => device.type === input.type && isReachedAt(device, input));
  },
  forget: (loaders, target, after) => {
    const userId = idsOf(target)?.userId ?? target.externalId;
    forgetUser(loaders, { externalId: userId }, after?.user ?? null);
  },
};

/** The device that is the same one, if its user has it. Every seed makes another TOTP device. */
function alike(devices: readonly MfaDevice[], { type, contact }: PairDeviceInput): MfaDevice | undefined {
  return typeof contact === 'string' ? deviceAt(devices, type, contact) : undefined;
}

function equals(device: MfaDevice, { nickname, activationRequired }: PairDeviceInput): boolean {
  const begun = activationRequired === true && device.status === 'ACTIVATION_REQUIRED';
  return (
    (device.status === 'ACTIVE' || begun) && (typeof nickname !== 'string' || device.nickname === nickname)
  );
}

function isReachedAt({ type, contact }: MfaDevice, input: PairDeviceInput): boolean {
  if (typeof input.contact !== 'string') return true;
  return contact !== null && isSameContact(type, contact, input.contact);
}
