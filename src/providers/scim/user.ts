import { type Address, type PersonName, type User, userOf } from '../../model/user.ts';
import { displayNameOf } from '../person-name.ts';
import type { Members, Row } from '../rows.ts';
import { filled, flag, instant, object, objects, text } from '../rows.ts';
import { customAttributes, ENTERPRISE } from './user-attributes.ts';
import { userState } from './user-state.ts';

interface UserOrigin {
  readonly directory: string;
  readonly observedAt: Date;
}

/**
 * How a SCIM user (RFC 7643 sections 4.1 and 4.3) becomes a `User`. Only `id` and `userName` are required there; a member of a
 * wrong type counts as not said. Second factors and the last sign-on are not in the schema: UNKNOWN, for which nothing is asked.
 */
export function toUser({ id, members: user }: Row, { directory, observedAt }: UserOrigin): User {
  const name = readName(user);
  const addresses = addressesOf(user);
  const [email = null, ...aliases] = addresses;
  const meta = object(user, 'meta') ?? {};
  return userOf({
    directory,
    externalId: id,
    username: text(user, 'userName'),
    email,
    displayName: filled(text(user, 'displayName')) ?? displayNameOf(name),
    name,
    nickname: text(user, 'nickName'),
    title: text(user, 'title'),
    employmentType: text(user, 'userType'),
    locale: text(user, 'locale'),
    preferredLanguage: text(user, 'preferredLanguage'),
    timezone: text(user, 'timezone'),
    mobilePhone: phone(user, 'mobile'),
    primaryPhone: phone(user, 'work'),
    address: readAddress(user),
    sourceId: filled(text(user, 'externalId')),
    employeeNumber: filled(text(object(user, ENTERPRISE) ?? {}, 'employeeNumber')),
    aliases,
    ...userState(user),
    createdAt: instant(meta, 'created'),
    updatedAt: instant(meta, 'lastModified'),
    customAttributes: customAttributes(user),
    observedAt,
  });
}

/** The primary address first, else the first one of work, else the first; each once. */
function addressesOf(user: Members): readonly string[] {
  const emails = objects(user, 'emails').filter((email) => filled(text(email, 'value')) !== null);
  const main =
    emails.find((email) => flag(email, 'primary') === true) ??
    emails.find((email) => text(email, 'type')?.toLowerCase() === 'work') ??
    emails[0];
  if (main === undefined) return [];
  const values = [main, ...emails].map((email) => text(email, 'value') ?? '');
  return [...new Set(values)];
}

function readName(user: Members): PersonName | null {
  const name = object(user, 'name');
  if (name === null) return null;
  return {
    given: text(name, 'givenName'),
    middle: text(name, 'middleName'),
    family: text(name, 'familyName'),
    formatted: text(name, 'formatted'),
  };
}

function phone(user: Members, type: 'mobile' | 'work'): string | null {
  const phones = objects(user, 'phoneNumbers');
  const found =
    phones.find((one) => text(one, 'type')?.toLowerCase() === type) ??
    (type === 'work' ? phones.find((one) => flag(one, 'primary') === true) : undefined);
  return found === undefined ? null : filled(text(found, 'value'));
}

function readAddress(user: Members): Address | null {
  const addresses = objects(user, 'addresses');
  const address = addresses.find((one) => flag(one, 'primary') === true) ?? addresses[0];
  if (address === undefined) return null;
  return {
    streetAddress: text(address, 'streetAddress'),
    locality: text(address, 'locality'),
    region: text(address, 'region'),
    postalCode: text(address, 'postalCode'),
    countryCode: text(address, 'country'),
  };
}
