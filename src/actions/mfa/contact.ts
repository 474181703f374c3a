import type { MfaDevice, MfaDeviceType } from '../../model/mfa.ts';
import { secretDigest } from '../secret-digest.ts';

const byPhone: ReadonlySet<MfaDeviceType> = new Set(['SMS', 'VOICE', 'WHATSAPP']);

/**
 * What people may see of the number or address of a device: the last two digits, or the first letter and the domain. Enough
 * to tell one's own devices apart, too little to call somebody.
 */
export function maskedContact(contact: string): string {
  const at = contact.lastIndexOf('@');
  if (at > 0) return `${Array.from(contact)[0] ?? ''}…${contact.slice(at)}`;
  const digits = contact.replaceAll(/\D/g, '');
  return digits.length < 5 ? '…' : `…${digits.slice(-2)}`;
}

/** Whether two texts are one number or address, however they are written. */
export function isSameContact(type: MfaDeviceType, one: string, other: string): boolean {
  const plain = (text: string): string =>
    byPhone.has(type) ? text.replaceAll(/\D/g, '') : text.trim().toLowerCase();
  return plain(one) === plain(other);
}

/** The device that is reached at a number or address in one way. */
export function deviceAt(
  devices: readonly MfaDevice[],
  type: MfaDeviceType,
  contact: string,
): MfaDevice | undefined {
  return devices.find(
    (device) =>
      device.type === type && device.contact !== null && isSameContact(type, device.contact, contact),
  );
}

/** Why a device of this kind cannot be reached there; null: it can. The text itself is not repeated. */
export function contactProblem(type: MfaDeviceType, contact: string): string | null {
  if (byPhone.has(type))
    return /^\+\d[\d.\-() ]{5,30}$/.test(contact)
      ? null
      : 'expected a telephone number in international format, such as +1.5125550100.';
  return /^[^\s@]{1,128}@[^\s@]{1,255}$/.test(contact) ? null : 'expected an e-mail address.';
}

/** See `secretDigest`; another one for each idempotency key. Null where there is no number or address. */
export async function contactDigest(
  contact: string | null | undefined,
  key: string | null | undefined,
): Promise<string | null> {
  return typeof contact === 'string' ? await secretDigest(contact, `contact\n${key ?? ''}`) : null;
}
