import { type Fact, type FactSource, known, unknown } from '../../model/fact.ts';
import { type Address, type PersonName, type SignOn, type User, userOf } from '../../model/user.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, object, objects, presence, text, texts } from '../rows.ts';
import { customAttributes } from './custom-attributes.ts';
import { isEpoch } from './google-time.ts';
import { devicesOfRow } from './mfa-device.ts';
import type { GoogleWorkspaceSettings } from './settings.ts';
import { userState } from './user-state.ts';

interface UserOrigin {
  readonly settings: GoogleWorkspaceSettings;
  readonly observedAt: Date;
  readonly source: FactSource;
  /** Whether it came from the list of those who were deleted. */
  readonly removed?: boolean;
}

/**
 * How a Google user (`projection=full`) becomes a `User`. What would help somebody else to get into the account (recovery
 * address and telephone, codes) is never taken over.
 */
export function toUser(row: Row, origin: UserOrigin): User {
  const { settings, observedAt, source } = origin;
  const user = row.members;
  const primaryEmail = text(user, 'primaryEmail');
  const name = readName(user);
  const organization = primary(objects(user, 'organizations'));
  const phones = objects(user, 'phones');
  return userOf({
    directory: settings.key,
    externalId: row.id,
    username: primaryEmail,
    email: primaryEmail,
    displayName: text(object(user, 'name') ?? {}, 'displayName') ?? name?.formatted ?? null,
    name,
    title: organization === null ? null : text(organization, 'title'),
    preferredLanguage: language(user),
    mobilePhone: phoneOf(phones.filter((phone) => text(phone, 'type') === 'mobile')),
    primaryPhone: phoneOf(phones),
    address: readAddress(user),
    sourceId: idOfType(user, (entry) => isCustom(entry, settings.sourceIdType)),
    employeeNumber: idOfType(user, (entry) => text(entry, 'type') === 'organization'),
    aliases: [...new Set([...texts(user, 'aliases'), ...texts(user, 'nonEditableAliases')])],
    external: flag(user, 'isGuestUser'),
    unread: presence(user, 'isGuestUser') === 'INVALID' ? ['external'] : undefined,
    ...userState(user, settings.pendingUntilFirstSignIn, origin.removed),
    lastSignOn: lastSignOn(user, origin),
    createdAt: instant(user, 'creationTime'),
    // Enforcement asks for a second step of everybody it holds for; there is no switch that turns a user's second factor off.
    mfaEnabled: known(true, observedAt, source),
    listedDevices: devicesOfRow(user, settings.key, row.id),
    customAttributes: customAttributes(user),
    observedAt,
  });
}

function readName(user: Members): PersonName | null {
  const name = object(user, 'name');
  if (name === null) return null;
  return {
    given: text(name, 'givenName'),
    middle: null,
    family: text(name, 'familyName'),
    formatted: text(name, 'fullName'),
  };
}

/** Entries of Google's lists may say which of them is the main one; otherwise the first is. */
function primary(entries: readonly Members[]): Members | null {
  return entries.find((entry) => flag(entry, 'primary') === true) ?? entries[0] ?? null;
}

function phoneOf(phones: readonly Members[]): string | null {
  const phone = primary(phones);
  return phone === null ? null : text(phone, 'value');
}

function language(user: Members): string | null {
  const languages = objects(user, 'languages');
  const chosen = languages.find((entry) => text(entry, 'preference') === 'preferred') ?? languages[0];
  return chosen === undefined ? null : text(chosen, 'languageCode');
}

function readAddress(user: Members): Address | null {
  const address = primary(objects(user, 'addresses'));
  if (address === null) return null;
  return {
    streetAddress: text(address, 'streetAddress'),
    locality: text(address, 'locality'),
    region: text(address, 'region'),
    postalCode: text(address, 'postalCode'),
    countryCode: text(address, 'countryCode'),
  };
}

function idOfType(user: Members, fits: (entry: Members) => boolean): string | null {
  const found = objects(user, 'externalIds').find(fits);
  return found === undefined ? null : text(found, 'value');
}

function isCustom(entry: Members, customType: string | undefined): boolean {
  return (
    customType !== undefined && text(entry, 'type') === 'custom' && text(entry, 'customType') === customType
  );
}

function lastSignOn(user: Members, { observedAt, source }: UserOrigin): Fact<SignOn | null> {
  // Rows of removed people come without it.
  if (presence(user, 'lastLoginTime') === 'ABSENT')
    return unknown('MISSING', 'The row of the user lacks lastLoginTime.');
  if (isEpoch(user['lastLoginTime'])) return known(null, observedAt, source);
  const at = instant(user, 'lastLoginTime');
  if (at === null) return unknown('INVALID_VALUE', 'lastLoginTime holds no RFC 3339 instant.');
  return known({ at, remoteIp: null }, observedAt, source);
}
