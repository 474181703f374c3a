import { type Fact, type FactSource, known, unknown } from '../../../model/fact.ts';
import { type Address, type SignOn, type User, userOf } from '../../../model/user.ts';
import type { LdapSettings } from '../settings.ts';
import type { Entry } from '../values/entry.ts';
import { filetime } from '../values/filetime.ts';
import { generalizedTime } from '../values/generalized-time.ts';
import { guidText } from '../values/guid.ts';
import { sidText } from '../values/sid.ts';
import { hasBit, needsSmartCard, PASSWORD_NEVER_EXPIRES } from './account-control.ts';
import { userState } from './user-state.ts';

export interface UserOrigin {
  readonly settings: LdapSettings;
  readonly now: Date;
  readonly observedAt: Date;
  readonly source: FactSource;
  /** Whether users of this directory were seen to carry `lastLogonTimestamp`: only then its absence says "never". */
  readonly carriesLastSignOn: boolean;
}

/** Accounts that a machine keeps the password of. */
const SERVICE_CLASSES = new Set([
  'msds-managedserviceaccount',
  'msds-groupmanagedserviceaccount',
  'msds-delegatedmanagedserviceaccount',
]);

/** The id of a user or group; null: the entry has none. */
export function idOf(entry: Entry): string | null {
  const bytes = entry.buffers('objectGUID')[0];
  return bytes === undefined ? null : guidText(bytes);
}

export function sidOf(entry: Entry): string | null {
  const bytes = entry.buffers('objectSid')[0];
  return bytes === undefined ? null : sidText(bytes);
}

/** How a user of Active Directory becomes a `User`; undefined: an entry without an id is none. */
export function toUser(entry: Entry, origin: UserOrigin): User | undefined {
  const externalId = idOf(entry);
  if (externalId === null) return undefined;
  const { settings, now, observedAt } = origin;
  const username = usernameOf(entry, settings);
  const email = settings.emailAttribute === null ? entry.text('mail') : entry.text(settings.emailAttribute);
  return userOf({
    directory: settings.key,
    externalId,
    username,
    email,
    // The name of a deleted entry ends with a line feed, `DEL:` and its id (MS-ADTS, section 3.1.1.5.5).
    displayName: entry.text('displayName') ?? entry.text('cn')?.split('\n')[0] ?? null,
    name: {
      given: entry.text('givenName'),
      middle: entry.text('middleName'),
      family: entry.text('sn'),
      formatted: entry.text('displayName'),
    },
    title: entry.text('title'),
    employmentType: entry.text('employeeType'),
    preferredLanguage: entry.text('preferredLanguage'),
    mobilePhone: entry.text('mobile'),
    primaryPhone: entry.text('telephoneNumber'),
    address: addressOf(entry),
    employeeNumber: employeeNumberOf(entry, settings),
    aliases: aliasesOf(entry, [username, email]),
    kind: entry.texts('objectClass').some((name) => SERVICE_CLASSES.has(name.toLowerCase()))
      ? 'SERVICE'
      : null,
    ...userState(entry, now),
    managedElsewhere: false,
    lastSignOn: lastSignOn(entry, origin),
    createdAt: generalizedTime(entry.text('whenCreated')),
    updatedAt: generalizedTime(entry.text('whenChanged')),
    passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
    customAttributes: ownAttributes(entry, settings),
    observedAt,
  });
}

function usernameOf(entry: Entry, { usernameAttribute }: LdapSettings): string | null {
  if (usernameAttribute !== null) return entry.text(usernameAttribute);
  return entry.text('userPrincipalName') ?? entry.text('sAMAccountName');
}

function employeeNumberOf(entry: Entry, { employeeNumberAttribute }: LdapSettings): string | null {
  if (employeeNumberAttribute !== null) return entry.text(employeeNumberAttribute);
  return entry.text('employeeID') ?? entry.text('employeeNumber');
}

/** Other names to sign in with, and other addresses: `smtp:` before an address, in capitals before the first one (MS-OXOABK). */
function aliasesOf(entry: Entry, used: readonly (string | null)[]): readonly string[] {
  const addresses = entry.texts('proxyAddresses').flatMap((text) => /^smtp:(.+)$/i.exec(text)?.[1] ?? []);
  const names = [entry.text('userPrincipalName'), entry.text('sAMAccountName'), entry.text('mail')];
  const seen = new Set(used.flatMap((text) => text?.toLowerCase() ?? []));
  return [...addresses, ...names].filter((text): text is string => {
    if (text === null || seen.has(text.toLowerCase())) return false;
    seen.add(text.toLowerCase());
    return true;
  });
}

function addressOf(entry: Entry): Address | null {
  const address = {
    streetAddress: entry.text('streetAddress'),
    locality: entry.text('l'),
    region: entry.text('st'),
    postalCode: entry.text('postalCode'),
    countryCode: entry.text('c'),
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

/**
 * `lastLogonTimestamp` is the one that all domain controllers know. It is renewed only when it is older than 14 days less a
 * random part (`msDS-LogonTimeSyncInterval`): the provider's `signOnLagMs`.
 */
function lastSignOn(entry: Entry, origin: UserOrigin): Fact<SignOn | null> {
  const time = filetime(entry.text('lastLogonTimestamp'));
  if (time.kind === 'INVALID') return unknown('INVALID_VALUE', 'lastLogonTimestamp holds no FILETIME.');
  if (time.kind === 'AT') return known({ at: time.at, remoteIp: null }, origin.observedAt, origin.source);
  return origin.carriesLastSignOn
    ? known(null, origin.observedAt, origin.source)
    : unknown('MISSING', 'No user of this directory that was read so far carried lastLogonTimestamp.');
}

function ownAttributes(entry: Entry, settings: LdapSettings): Readonly<Record<string, unknown>> {
  const control = entry.whole('userAccountControl');
  const expiry = filetime(entry.text('accountExpires'));
  return {
    distinguishedName: entry.dn,
    ...present('objectSid', sidOf(entry)),
    ...present('sAMAccountName', entry.text('sAMAccountName')),
    ...present('department', entry.text('department')),
    ...present('company', entry.text('company')),
    ...present('lastKnownParent', entry.text('lastKnownParent')),
    // A hint and no proof of a second factor: the bit says how somebody must sign in, and not that a card was ever given out.
    ...(control === null ? {} : { smartCardRequired: needsSmartCard(control) }),
    ...(control === null ? {} : { passwordNeverExpires: hasBit(control, PASSWORD_NEVER_EXPIRES) }),
    ...(expiry.kind === 'AT' ? { accountExpires: expiry.at.toISOString() } : {}),
    ...Object.fromEntries(settings.customAttributes.flatMap((name) => valueOf(entry, name))),
  };
}

function present(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value };
}

function valueOf(entry: Entry, name: string): readonly (readonly [string, unknown])[] {
  const values = entry.texts(name);
  if (values.length === 0) return [];
  return [[name, values.length === 1 ? values[0] : values]];
}
