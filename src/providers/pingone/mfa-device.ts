import { type MfaDevice, type MfaDeviceStatus, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import type { Origin } from '../bad-response.ts';
import type { Members, Row } from '../rows.ts';
import { instant, isObject, object, text } from '../rows.ts';
import { expectShape, type Shape } from './shape.ts';

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

/** Where a device answers tells whose it is; whether it is shut out, whether it counts. */
const deviceShape: Shape = { texts: ['status', 'email'], parts: { block: {}, lock: {} } };

/** @throws {UpstreamError} `BAD_RESPONSE` naming the member that cannot be read. */
export function expectDevice({ members }: Row, origin: Origin): void {
  expectShape(members, deviceShape, origin);
  const { phone } = members;
  expectShape(
    members,
    isObject(phone) ? { parts: { phone: { texts: ['number'] } } } : { texts: ['phone'] },
    origin,
  );
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

/**
 * `block` and `lock` stay beside `status: ACTIVE`. Only an explicit UNBLOCKED or UNLOCKED says that they are over; a word that is not known
 * says nothing.
 */
function statusOf({ members }: Row): Pick<MfaDevice, 'status' | 'rawStatus'> {
  const status = text(members, 'status') ?? '';
  const block = object(members, 'block');
  const lock = object(members, 'lock');
  const blocked = isShut(block, 'BLOCKED', 'UNBLOCKED');
  const locked = isShut(lock, 'LOCKED', 'UNLOCKED');
  const rawStatus = [
    status,
    ...(block === null ? [] : [`block=${text(block, 'status') ?? '?'}`]),
    ...(lock === null ? [] : [`lock=${text(lock, 'status') ?? '?'}`]),
  ].join(' ');
  if (blocked === true || locked === true)
    return { status: blocked === true ? 'BLOCKED' : 'LOCKED', rawStatus };
  const isUnclear = blocked === null || locked === null;
  return { status: isUnclear ? 'UNKNOWN' : deviceStatus(status), rawStatus };
}

/** Null: it does not say so in words that are known. */
function isShut(part: Members | null, shut: string, open: string): boolean | null {
  if (part === null) return false;
  const word = part['status'] ?? shut;
  return word === shut ? true : word === open ? false : null;
}
