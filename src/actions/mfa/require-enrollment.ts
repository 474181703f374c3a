import type { Action, Change, Sent } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { Step } from '../steps.ts';
import { takeoverRefusal } from '../users/takeover.ts';
import type { UserActionInput } from '../users/user-target.ts';
import { contactDigest } from './contact.ts';
import {
  describeInvitation,
  invitationObjection,
  invitationProblem,
  invitedAt,
  isInvited,
  type Invitation,
} from './invitation.ts';
import { ownSecondFactorRefusal } from './own-second-factor.ts';
import { hasActiveDevice, onSecondFactors, readSecondFactors, type SecondFactors } from './second-factors.ts';

interface RequireEnrollmentInput extends UserActionInput {
  /** Default: nobody is invited. */
  readonly invite?: Invitation | null | undefined;
}

type EnrollmentChange = Change<RequireEnrollmentInput, SecondFactors>;

/**
 * Makes a user show a second factor from the next sign-on that asks for one. PingOne has no such call: the factor is switched
 * on, a bypass is ended and, where the input says how, a pairing is begun. Whether a sign-on asks is decided by its policy,
 * and by what that does with users who have no device (`noDevicesMode`). Whoever has an active device is not invited.
 * May be repeated: an invitation that is open is not sent again; of pairing keys, which are not listed, another is made.
 */
export const requireMfaEnrollment: Action<RequireEnrollmentInput, SecondFactors> = {
  ...onSecondFactors,
  name: 'REQUIRE_MFA_ENROLLMENT',
  summary: 'Require a second factor.',
  mutation: 'requireMfaEnrollment',
  effect: 'SET',
  offered: true,
  inverse: null,
  guards: [breakGlass],
  problem: ({ invite }) => (invite ? invitationProblem(invite) : null),
  parameters: ({ invite }) => (invite ? { invite: describeInvitation(invite) } : null),
  fingerprint: async ({ invite, idempotencyKey }) => ({
    contact: await contactDigest(invite?.contact, idempotencyKey),
  }),
  read: (target, _input, environment) => readSecondFactors(target, environment, true),
  objection: async ({ before, input: { invite }, environment: { directory, reads } }, caller) => {
    if (before === null || !invite || isInvited(before, invite) === true) return null;
    const { user } = before;
    const subject = { directory: directory.key, type: 'USER', externalId: user.externalId } as const;
    // Whoever chooses where the code goes, or sees the key, can pair a device of their own.
    const told = invite.method === 'MOBILE' || typeof invite.contact === 'string';
    const refusal = told
      ? (ownSecondFactorRefusal(caller, user) ??
        (await takeoverRefusal({ action: 'REQUIRE_MFA_ENROLLMENT', caller, subject, user, reads })))
      : null;
    return refusal ?? invitationObjection(before, invite);
  },
  foresee: (before) =>
    before && {
      ...onSecondFactors.describe(before),
      mfaEnabled: true,
      ...(before.bypass === null ? {} : { bypassUntil: null }),
    },
  holds: (state, { invite }) => state && isRequired(state, invite ? isInvited(state, invite) : true),
  confirms: (after, { input: { invite } }, sent) => {
    const keyMade = sent?.facts?.['invited'] === 'MOBILE';
    return after && isRequired(after, invite && !keyMade ? isInvited(after, invite) : true);
  },
  plan: (before, input) =>
    partsOf(before, input).map(({ step, needed }) =>
      needed === null ? step : { ...step, outcome: 'SKIPPED', message: needed },
    ),
  send: async (change) => {
    const { before, input, steps } = change;
    let sent: Sent = {};
    for (const { step, needed } of before === null ? [] : partsOf(before, input)) {
      if (needed === null) steps.note(step.name, step.outcome, step.message);
      else
        await steps.run(step.name, async () => {
          sent = { ...sent, ...(await sendPart(step.name, change)) };
        });
    }
    return sent;
  },
};

function isRequired({ user, bypass }: SecondFactors, invited: boolean | null): boolean | null {
  const { mfaEnabled } = user;
  if (mfaEnabled.state === 'KNOWN' && !mfaEnabled.value) return false;
  if ((bypass?.until ?? null) !== null || invited === false) return false;
  return mfaEnabled.state === 'KNOWN' ? invited : null;
}

type PartName = 'enable-mfa' | 'end-bypass' | 'invite';

interface Part {
  /** What is to be said of it when it needs nothing to be done. */
  readonly step: Step & { readonly name: PartName };
  /** What has to be done; null: nothing. */
  readonly needed: string | null;
}

function partsOf(before: SecondFactors, input: RequireEnrollmentInput): readonly Part[] {
  const { user, bypass } = before;
  const isOn = user.mfaEnabled.state === 'KNOWN' && user.mfaEnabled.value;
  return [
    {
      step: { name: 'enable-mfa', outcome: 'ALREADY', message: null },
      needed: isOn ? null : 'The second factor would be switched on.',
    },
    {
      step:
        bypass === null
          ? { name: 'end-bypass', outcome: 'SKIPPED', message: 'This directory has no bypasses.' }
          : { name: 'end-bypass', outcome: 'ALREADY', message: 'There is none.' },
      needed: (bypass?.until ?? null) === null ? null : 'The bypass would be ended.',
    },
    invitePart(before, input.invite ?? null),
  ];
}

function noInvitation(outcome: 'ALREADY' | 'SKIPPED', message: string): Part {
  return { step: { name: 'invite', outcome, message }, needed: null };
}

function invitePart(before: SecondFactors, invitation: Invitation | null): Part {
  if (hasActiveDevice(before)) return noInvitation('ALREADY', 'The user has an active device, and is done.');
  if (invitation === null)
    return noInvitation(
      'SKIPPED',
      'No invitation was asked for: the user pairs a device at the next sign-on whose policy asks for one.',
    );
  if (isInvited(before, invitation) === true) return noInvitation('ALREADY', 'An invitation is open.');
  return {
    step: { name: 'invite', outcome: 'DONE', message: null },
    needed: `The user would be invited by ${invitation.method}.`,
  };
}

async function sendPart(name: PartName, change: EnrollmentChange): Promise<Sent> {
  const {
    target: { externalId },
    environment: { provider, context },
  } = change;
  if (name === 'invite') return await sendInvitation(change);
  if (name === 'enable-mfa') await provider.mfaWrites.setMfaEnabled(externalId, true, context);
  else await provider.mfaWrites.setBypassUntil(externalId, new Date(), context);
  return {};
}

async function sendInvitation({
  target,
  before,
  input,
  environment: { provider, context },
}: EnrollmentChange): Promise<Sent> {
  const invitation = input.invite ?? null;
  if (invitation === null || before === null) return {};
  const { method, applicationId } = invitation;
  const policyId = invitation.policyId ?? null;
  if (method === 'MOBILE') {
    const key = await provider.mfaWrites.makePairingKey(
      target.externalId,
      { applicationId: applicationId ?? '', policyId },
      context,
    );
    const keyExpiresAt = key.expiresAt?.toISOString() ?? null;
    return { facts: { invited: method, keyExpiresAt }, once: key.code };
  }
  const contact = invitedAt(invitation, before.user);
  const { deviceId } = await provider.mfaWrites.pairDevice(
    target.externalId,
    { type: method, contact, nickname: null, policyId, activationRequired: true },
    context,
  );
  return { facts: { invited: method, deviceId } };
}
