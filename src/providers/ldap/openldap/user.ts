import { type Fact, type FactSource, known, unknown } from '../../../model/fact.ts';
import { type Address, type SignOn, type User, userOf } from '../../../model/user.ts';
import type { LdapSettings } from '../settings.ts';
import type { Entry } from '../values/entry.ts';
import { generalizedTime } from '../values/generalized-time.ts';
import { isGuid } from '../values/guid.ts';
import { userState } from './account.ts';

export interface UserOrigin {
  readonly settings: LdapSettings;
  readonly observedAt: Date;
  readonly source: FactSource;
  readonly hasPolicy: boolean;
  /** Whether users of this directory were seen to carry the time of a bind: only then its absence says "never". */
  readonly carriesLastSignOn: boolean;
}

const USER = [
  'entryUUID',
  'uid',
  'cn',
  'sn',
  'givenName',
  'displayName',
  'mail',
  'title',
  'employeeType',
  'employeeNumber',
  'departmentNumber',
  'preferredLanguage',
  'telephoneNumber',
  'mobile',
  'street',
  'l',
  'st',
  'postalCode',
  'c',
  'createTimestamp',
  'modifyTimestamp',
  'pwdAccountLockedTime',
  'pwdReset',
  'pwdLastSuccess',
  'authTimestamp',
] as const;

/** Attributes that the server keeps itself come only when they are named. */
export function userAttributes(settings: LdapSettings): readonly string[] {
  const { usernameAttribute, emailAttribute, employeeNumberAttribute, customAttributes } = settings;
  const own = [usernameAttribute, emailAttribute, employeeNumberAttribute].filter((name) => name !== null);
  return [...new Set([...USER, ...own, ...customAttributes])];
}

/** The id of an entry (RFC 4530); null: the server keeps none, or does not show it. */
export function idOf(entry: Entry): string | null {
  const id = entry.text('entryUUID')?.toLowerCase() ?? null;
  return id !== null && isGuid(id) ? id : null;
}

/** When somebody last bound: of the overlay for password policies, or of the one called lastbind. */
export function lastBind(entry: Entry): string | null {
  return entry.text('pwdLastSuccess') ?? entry.text('authTimestamp');
}

/** How an `inetOrgPerson` (RFC 2798) becomes a `User`; undefined: an entry without an id is none. */
export function toUser(entry: Entry, origin: UserOrigin): User | undefined {
  const externalId = idOf(entry);
  if (externalId === null) return undefined;
  const { settings, observedAt } = origin;
  const [username = null, ...otherNames] = entry.texts(settings.usernameAttribute ?? 'uid');
  const [email = null, ...otherAddresses] = entry.texts(settings.emailAttribute ?? 'mail');
  return userOf({
    directory: settings.key,
    externalId,
    username,
    email,
    displayName: entry.text('displayName') ?? entry.text('cn'),
    name: {
      given: entry.text('givenName'),
      middle: null,
      family: entry.text('sn'),
      formatted: entry.text('displayName') ?? entry.text('cn'),
    },
    title: entry.text('title'),
    employmentType: entry.text('employeeType'),
    preferredLanguage: entry.text('preferredLanguage'),
    mobilePhone: entry.text('mobile'),
    primaryPhone: entry.text('telephoneNumber'),
    address: addressOf(entry),
    employeeNumber: entry.text(settings.employeeNumberAttribute ?? 'employeeNumber'),
    aliases: [...new Set([...otherAddresses, ...otherNames])],
    ...userState(entry, origin.hasPolicy),
    managedElsewhere: false,
    lastSignOn: lastSignOn(entry, origin),
    createdAt: generalizedTime(entry.text('createTimestamp')),
    updatedAt: generalizedTime(entry.text('modifyTimestamp')),
    customAttributes: ownAttributes(entry, settings),
    observedAt,
  });
}

function addressOf(entry: Entry): Address | null {
  const address = {
    streetAddress: entry.text('street'),
    locality: entry.text('l'),
    region: entry.text('st'),
    postalCode: entry.text('postalCode'),
    countryCode: entry.text('c'),
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

function lastSignOn(entry: Entry, origin: UserOrigin): Fact<SignOn | null> {
  const text = lastBind(entry);
  if (text === null)
    return origin.carriesLastSignOn
      ? known(null, origin.observedAt, origin.source)
      : unknown(
          'MISSING',
          'No user of this directory that was read so far carried pwdLastSuccess: it takes "lastbind on" in the database.',
        );
  const at = generalizedTime(text);
  if (at === null) return unknown('INVALID_VALUE', 'The time of the last bind is no generalized time.');
  return known({ at, remoteIp: null }, origin.observedAt, origin.source);
}

function ownAttributes(entry: Entry, settings: LdapSettings): Readonly<Record<string, unknown>> {
  const department = entry.text('departmentNumber');
  return {
    distinguishedName: entry.dn,
    ...(department === null ? {} : { departmentNumber: department }),
    ...Object.fromEntries(
      settings.customAttributes.flatMap((name): readonly (readonly [string, unknown])[] => {
        const values = entry.texts(name);
        if (values.length === 0) return [];
        return [[name, values.length === 1 ? values[0] : values]];
      }),
    ),
  };
}
