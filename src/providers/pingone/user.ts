import type { Fact, FactSource } from '../../model/fact.ts';
import { known, unknown } from '../../model/fact.ts';
import { type Address, type PersonName, type SignOn, type User, userOf } from '../../model/user.ts';
import { kindOf } from '../bad-response.ts';
import { displayNameOf } from '../person-name.ts';
import type { Members, Row } from '../rows.ts';
import { filled, flag, instant, object, presence, reference, text } from '../rows.ts';
import { isOutside } from './identity-provider.ts';
import { userState } from './user-state.ts';

export interface UserOrigin {
  readonly directory: string;
  readonly observedAt: Date;
  readonly source: FactSource;
  /** Whether records of this directory were seen to carry `lastSignOn`: only then its absence says "never". */
  readonly carriesLastSignOn: boolean;
}

/** How a PingOne user becomes a `User`. Members of a wrong type count as unknown; PingOne may leave out any but the id. */
export function toUser(row: Row, origin: UserOrigin): User {
  const user = row.members;
  const name = readName(user);
  const account = object(user, 'account');
  const nickname = text(user, 'nickname');
  const { status, rawStatus } = userState(user);
  return userOf({
    directory: origin.directory,
    externalId: row.id,
    username: text(user, 'username'),
    email: text(user, 'email'),
    emailVerified: flag(user, 'emailVerified'),
    displayName: displayNameOf(name) ?? filled(nickname),
    name,
    nickname,
    title: text(user, 'title'),
    employmentType: text(user, 'type'),
    locale: text(user, 'locale'),
    preferredLanguage: text(user, 'preferredLanguage'),
    timezone: text(user, 'timezone'),
    mobilePhone: text(user, 'mobilePhone'),
    primaryPhone: text(user, 'primaryPhone'),
    address: readAddress(user),
    sourceId: text(user, 'externalId'),
    status,
    rawStatus,
    enabled: flag(user, 'enabled'),
    canAuthenticate: account === null ? null : flag(account, 'canAuthenticate'),
    lastSignOn: lastSignOn(user, origin),
    createdAt: instant(user, 'createdAt'),
    updatedAt: instant(user, 'updatedAt'),
    populationId: reference(user, 'population'),
    mfaEnabled: mfaEnabled(user, origin),
    endDate: endDate(user),
    passwordAuthority: passwordAuthority(user),
    customAttributes: customAttributes(user),
    pingOne: {
      enabled: flag(user, 'enabled'),
      accountStatus: account === null ? null : text(account, 'status'),
      lockedAt: account === null ? null : instant(account, 'lockedAt'),
      unlockAt: account === null ? null : instant(account, 'unlockAt'),
      verifyStatus: text(user, 'verifyStatus'),
      lifecycleStatus: text(object(user, 'lifecycle') ?? {}, 'status'),
      accountId: text(user, 'accountId'),
    },
    observedAt: origin.observedAt,
  });
}

function readName(user: Members): PersonName | null {
  const name = object(user, 'name');
  if (name === null) return null;
  return {
    given: text(name, 'given'),
    middle: text(name, 'middle'),
    family: text(name, 'family'),
    formatted: text(name, 'formatted'),
  };
}

function readAddress(user: Members): Address | null {
  const address = object(user, 'address');
  if (address === null) return null;
  return {
    streetAddress: text(address, 'streetAddress'),
    locality: text(address, 'locality'),
    region: text(address, 'region'),
    postalCode: text(address, 'postalCode'),
    countryCode: text(address, 'countryCode'),
  };
}

function lastSignOn(user: Members, origin: UserOrigin): Fact<SignOn | null> {
  const signOn = object(user, 'lastSignOn');
  if (signOn === null && presence(user, 'lastSignOn') === 'ABSENT') {
    return origin.carriesLastSignOn
      ? known(null, origin.observedAt, origin.source)
      : unknown('MISSING', 'No record of this directory that was read so far carried lastSignOn.');
  }
  const at = signOn === null ? null : instant(signOn, 'at');
  if (signOn === null || at === null)
    return unknown('INVALID_VALUE', 'lastSignOn holds no RFC 3339 instant.');
  return known({ at, remoteIp: text(signOn, 'remoteIp') }, origin.observedAt, origin.source);
}

function mfaEnabled(user: Members, origin: UserOrigin): Fact<boolean> {
  const enabled = flag(user, 'mfaEnabled');
  if (enabled !== null) return known(enabled, origin.observedAt, origin.source);
  return presence(user, 'mfaEnabled') === 'ABSENT'
    ? unknown('MISSING', 'The record of the user lacks mfaEnabled.')
    : unknown('INVALID_VALUE', 'mfaEnabled is neither true nor false.');
}

/** An attribute of the operator's own, which may be of any type. One that is no text is not none: words that are no date say so. */
function endDate(user: Members): string | null {
  const value = user['endDate'] ?? null;
  return value === null || typeof value === 'string' ? value : `unreadable: ${kindOf(value)}`;
}

/**
 * `{ type: "PING_ONE" }` without an id is a password kept in PingOne; otherwise the provider with that id is asked. Without an id, a type
 * that is not known may be either.
 */
function passwordAuthority(user: Members): User['passwordAuthority'] {
  const provider = object(user, 'identityProvider');
  const identityProviderId = provider === null ? null : text(provider, 'id');
  if (identityProviderId !== null) return { kind: 'EXTERNAL', identityProviderId };
  const type = provider === null ? null : text(provider, 'type');
  if (type === 'PING_ONE') return { kind: 'LOCAL', identityProviderId: null };
  return { kind: isOutside(type) ? 'EXTERNAL' : 'UNKNOWN', identityProviderId: null };
}

/** Members of the built-in schema; all others were added by the operator's. */
const BUILT_IN = new Set([
  '_links',
  '_embedded',
  'id',
  'environment',
  'population',
  'username',
  'email',
  'emailVerified',
  'enabled',
  'account',
  'accountId',
  'lifecycle',
  'mfaEnabled',
  'lastSignOn',
  'identityProvider',
  'verifyStatus',
  'name',
  'nickname',
  'title',
  'type',
  'locale',
  'preferredLanguage',
  'timezone',
  'photo',
  'address',
  'mobilePhone',
  'primaryPhone',
  'externalId',
  'password',
  'memberOfGroupIDs',
  'memberOfGroupNames',
  'createdAt',
  'updatedAt',
]);

/** Whether every user has a member of this name, which makes it no attribute of the operator's own schema. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN.has(name);
}

const NONE: Readonly<Record<string, unknown>> = Object.freeze({});

function customAttributes(user: Members): Readonly<Record<string, unknown>> {
  let found: Record<string, unknown> | null = null;
  for (const name in user) {
    if (BUILT_IN.has(name)) continue;
    found ??= {};
    found[name] = user[name];
  }
  return found ?? NONE;
}
