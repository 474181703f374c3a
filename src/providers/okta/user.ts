import type { Fact, FactSource } from '../../model/fact.ts';
import { known, unknown } from '../../model/fact.ts';
import { type Address, type PersonName, type SignOn, type User, userOf } from '../../model/user.ts';
import type { Members, Row } from '../rows.ts';
import { filled, instant, object, presence, text } from '../rows.ts';
import { authorityOf } from './authority.ts';
import type { OktaSettings } from './settings.ts';
import { userState } from './user-state.ts';

export interface UserOrigin {
  readonly settings: OktaSettings;
  readonly observedAt: Date;
  readonly source: FactSource;
}

/** How an Okta user becomes a `User`. Members of a wrong type count as unknown. */
export function toUser(row: Row, { settings, observedAt, source }: UserOrigin): User {
  const user = row.members;
  const profile = object(user, 'profile') ?? {};
  const name = readName(profile);
  const { sourceIdAttribute } = settings;
  const email = said(profile, 'email');
  return userOf({
    directory: settings.key,
    externalId: row.id,
    username: text(profile, 'login'),
    email,
    displayName: name.formatted,
    name,
    nickname: said(profile, 'nickName'),
    title: said(profile, 'title'),
    employmentType: said(profile, 'userType'),
    locale: said(profile, 'locale'),
    preferredLanguage: said(profile, 'preferredLanguage'),
    timezone: said(profile, 'timezone'),
    mobilePhone: said(profile, 'mobilePhone'),
    primaryPhone: said(profile, 'primaryPhone'),
    address: readAddress(profile),
    sourceId: sourceIdAttribute === undefined ? null : said(profile, sourceIdAttribute),
    employeeNumber: said(profile, 'employeeNumber'),
    aliases: aliasesOf(profile, email),
    ...userState(user),
    ...authorityOf(user),
    lastSignOn: lastSignOn(user, observedAt, source),
    createdAt: instant(user, 'created'),
    updatedAt: instant(user, 'lastUpdated'),
    // Okta has no switch of this kind: its policies decide who is asked for a second factor.
    mfaEnabled: known(true, observedAt, source),
    customAttributes: customAttributes(profile),
    observedAt,
  });
}

function readName(profile: Members): PersonName {
  const given = said(profile, 'firstName');
  const family = said(profile, 'lastName');
  const parts = [given, family].filter((part) => part !== null);
  const formatted = said(profile, 'displayName') ?? (parts.length === 0 ? null : parts.join(' '));
  return { given, middle: said(profile, 'middleName'), family, formatted };
}

function readAddress(profile: Members): Address | null {
  const address: Address = {
    streetAddress: said(profile, 'streetAddress'),
    locality: said(profile, 'city'),
    region: said(profile, 'state'),
    postalCode: said(profile, 'zipCode'),
    countryCode: said(profile, 'countryCode'),
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

function said(members: Members, name: string): string | null {
  return filled(text(members, name));
}

/** `lastLogin: null` is how Okta says never; a record without it says nothing. */
function lastSignOn(user: Members, observedAt: Date, source: FactSource): Fact<SignOn | null> {
  const at = instant(user, 'lastLogin');
  if (at !== null) return known({ at, remoteIp: null }, observedAt, source);
  if (user['lastLogin'] === null) return known(null, observedAt, source);
  return presence(user, 'lastLogin') === 'ABSENT'
    ? unknown('MISSING', 'The record of the user lacks lastLogin.')
    : unknown('INVALID_VALUE', 'lastLogin holds no RFC 3339 instant.');
}

/** Attributes of Okta's base schema; all others were added by the operator's. */
const BASE = new Set([
  'login',
  'email',
  'secondEmail',
  'firstName',
  'lastName',
  'middleName',
  'honorificPrefix',
  'honorificSuffix',
  'title',
  'displayName',
  'nickName',
  'profileUrl',
  'primaryPhone',
  'mobilePhone',
  'streetAddress',
  'city',
  'state',
  'zipCode',
  'countryCode',
  'postalAddress',
  'preferredLanguage',
  'locale',
  'timezone',
  'userType',
  'employeeNumber',
  'costCenter',
  'organization',
  'division',
  'department',
  'managerId',
  'manager',
]);

function customAttributes(profile: Members): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(profile).filter(([name]) => !BASE.has(name)));
}

/** The second address is the person's as well, although nobody signs on with it. */
function aliasesOf(profile: Members, email: string | null): readonly string[] {
  const second = said(profile, 'secondEmail');
  return second === null || second === email ? [] : [second];
}
