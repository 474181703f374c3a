import { type MfaDevice, type MfaDeviceStatus, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import type { Row } from '../rows.ts';
import { instant, object, text } from '../rows.ts';

const TYPES: ReadonlyMap<string, MfaDeviceType> = new Map([
  ['FIDO2', 'FIDO2'],
  // Before FIDO2 was one type, PingOne told security keys and built-in authenticators apart.
  ['SECURITY_KEY', 'FIDO2'],
  ['PLATFORM', 'FIDO2'],
  ['MOBILE', 'MOBILE_PUSH'],
  ['TOTP', 'TOTP'],
  ['OATH_TOKEN', 'OATH_TOKEN'],
  ['SMS', 'SMS'],
  ['VOICE', 'VOICE'],
  ['EMAIL', 'EMAIL'],
  ['WHATSAPP', 'WHATSAPP'],
]);

/** Type in both languages, and how much a device of it is worth. */
export function deviceKind(rawType: string): Pick<MfaDevice, 'type' | 'rawType' | 'tier'> {
  const type = TYPES.get(rawType) ?? (rawType.startsWith('PINGID_DESKTOP') ? 'DESKTOP' : 'UNKNOWN');
  return { type, rawType, tier: tierOfType[type] };
}

export function deviceStatus(rawStatus: string): MfaDeviceStatus {
  const known: readonly MfaDeviceStatus[] = ['ACTIVE', 'ACTIVATION_REQUIRED', 'BLOCKED', 'LOCKED'];
  return known.find((status) => status === rawStatus) ?? 'UNKNOWN';
}

/** A row of a user's `devices`. */
export function toMfaDevice(row: Row, directory: string, userId: string): MfaDevice {
  const device = row.members;
  return {
    directory,
    userId,
    externalId: row.id,
    ...deviceKind(text(device, 'type') ?? ''),
    ...statusOf(row),
    nickname: text(device, 'nickname'),
    contact: text(device, 'phone') ?? text(object(device, 'phone') ?? {}, 'number') ?? text(device, 'email'),
    createdAt: instant(device, 'createdAt'),
    updatedAt: instant(device, 'updatedAt'),
  };
}

/** `block` and `lock` stay beside `status: ACTIVE`. Only an explicit UNBLOCKED or UNLOCKED says that they are over. */
function statusOf({ members }: Row): Pick<MfaDevice, 'status' | 'rawStatus'> {
  const status = text(members, 'status') ?? '';
  const block = object(members, 'block');
  const lock = object(members, 'lock');
  const blocked = block !== null && text(block, 'status') !== 'UNBLOCKED';
  const locked = lock !== null && text(lock, 'status') !== 'UNLOCKED';
  const rawStatus = [
    status,
    ...(block === null ? [] : [`block=${text(block, 'status') ?? '?'}`]),
    ...(lock === null ? [] : [`lock=${text(lock, 'status') ?? '?'}`]),
  ].join(' ');
  return { status: blocked ? 'BLOCKED' : locked ? 'LOCKED' : deviceStatus(status), rawStatus };
}
