import type { User } from '../../model/user.ts';
import type { PairableDeviceType } from '../../providers/mfa-writes.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import type { JsonObject } from '../../model/action.ts';
import { contactProblem, deviceAt, maskedContact } from './contact.ts';
import { hasActiveDevice, type SecondFactors } from './second-factors.ts';

/** How a user is invited to pair a device. */
export interface Invitation {
  /** MOBILE: a key to type into the mobile application; the others: a code to that number or address. */
  readonly method: Exclude<PairableDeviceType, 'TOTP'> | 'MOBILE';
  /** Default: the address or mobile number of the user's own record. None for MOBILE. */
  readonly contact?: string | null | undefined;
  /** Provider's id of the mobile application; for MOBILE only, and needed there. */
  readonly applicationId?: string | null | undefined;
  /** Provider's id of a device authentication policy. Default: the directory's default one. */
  readonly policyId?: string | null | undefined;
}

/** What is wrong with it, in words; null: nothing. */
export function invitationProblem({ method, contact, applicationId }: Invitation): string | null {
  if (method === 'MOBILE') {
    if (typeof contact === 'string') return 'invite.contact: expected none for MOBILE.';
    return typeof applicationId === 'string' && applicationId !== ''
      ? null
      : 'invite.application: expected the mobile application that the key is for.';
  }
  if (typeof applicationId === 'string') return `invite.application: expected none for ${method}.`;
  const problem = typeof contact === 'string' ? contactProblem(method, contact) : null;
  return problem === null ? null : `invite.contact: ${problem}`;
}

/** What the ledger keeps of it. */
export function describeInvitation({ method, contact, applicationId, policyId }: Invitation): JsonObject {
  return {
    method,
    contact: typeof contact === 'string' ? maskedContact(contact) : null,
    applicationId: applicationId ?? null,
    policyId: policyId ?? null,
  };
}

/** The number or address that it goes to; null: the record has none. */
export function invitedAt({ method, contact }: Invitation, user: User): string | null {
  if (typeof contact === 'string') return contact;
  return method === 'EMAIL' ? user.email : (user.mobilePhone ?? user.primaryPhone);
}

/** Whether nobody needs to be invited any more. Null: it cannot be seen, since keys are not listed. */
export function isInvited(state: SecondFactors, invitation: Invitation): boolean | null {
  if (hasActiveDevice(state)) return true;
  const { method } = invitation;
  if (method === 'MOBILE') return null;
  const contact = invitedAt(invitation, state.user);
  return contact !== null && deviceAt(state.devices, method, contact)?.status === 'ACTIVATION_REQUIRED';
}

/** Why nobody can be invited so; null: it can be tried. */
export function invitationObjection(state: SecondFactors, invitation: Invitation): GuardRefusal | null {
  const { method } = invitation;
  if (method === 'MOBILE' || isInvited(state, invitation) === true) return null;
  const contact = invitedAt(invitation, state.user);
  if (contact === null)
    return refused(`The user's record has nothing to send ${method} to. It passes with invite.contact.`);
  const problem = contactProblem(method, contact);
  if (problem !== null)
    return refused(
      `The user's record cannot be used for ${method}: ${problem} It passes with invite.contact.`,
    );
  const same = deviceAt(state.devices, method, contact);
  return same === undefined
    ? null
    : refused(
        `The user has a device there already, which is ${same.status}. It passes when that one is usable again, or deleted.`,
      );
}

function refused(message: string): GuardRefusal {
  return { code: 'NOT_POSSIBLE', message, retryable: false };
}
