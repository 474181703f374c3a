import type { FactSource } from '../../model/fact.ts';
import { known, unknown } from '../../model/fact.ts';
import { type Address, type PersonName, type User, userOf } from '../../model/user.ts';
import { displayNameOf } from '../person-name.ts';
import type { Members, Row } from '../rows.ts';
import { filled, flag, isObject, object, text, texts, whole } from '../rows.ts';
import type { KeycloakSettings } from './settings.ts';
import { type Lock, userState } from './user-state.ts';

export interface UserOrigin {
  readonly settings: KeycloakSettings;
  readonly observedAt: Date;
  readonly source: FactSource;
  readonly lock: Lock;
}

/** User names that Keycloak itself gives to the service accounts of clients; rows do not always say whose it is. */
const SERVICE_ACCOUNT = 'service-account-';

/**
 * How a `UserRepresentation` becomes a `User`. Keycloak keeps no last sign-on. Attributes under the names that its built-in client
 * scopes use (`phoneNumber`, `locale`, `zoneinfo`, `street`, ...) fill the members they mean; all of them are custom attributes too.
 */
export function toUser(row: Row, origin: UserOrigin): User {
  const { settings, observedAt, source, lock } = origin;
  const user = row.members;
  const attributes = object(user, 'attributes') ?? {};
  const attribute = (name: string): string | null => filled(texts(attributes, name)[0] ?? null);
  const name = readName(user, attribute('middleName'));
  const username = text(user, 'username');
  return userOf({
    directory: settings.key,
    externalId: row.id,
    username,
    email: filled(text(user, 'email')),
    emailVerified: flag(user, 'emailVerified'),
    displayName: displayNameOf(name) ?? attribute('nickname'),
    name,
    nickname: attribute('nickname'),
    title: attribute('title'),
    locale: attribute('locale'),
    timezone: attribute('zoneinfo'),
    primaryPhone: attribute('phoneNumber'),
    address: readAddress(attribute),
    sourceId: attribute(settings.sourceIdAttribute ?? 'LDAP_ID'),
    employeeNumber: attribute(settings.employeeNumberAttribute ?? 'employeeNumber'),
    kind: isServiceAccount(user, username) ? 'SERVICE' : null,
    ...userState(user, lock),
    managedElsewhere: isManagedElsewhere(row),
    lastSignOn: unknown('UNSUPPORTED', 'Keycloak keeps no last sign-on with its users.'),
    createdAt: millis(user, 'createdTimestamp'),
    mfaEnabled: known(true, observedAt, source),
    passwordAuthority: passwordAuthority(row),
    customAttributes: isObject(user['attributes']) ? attributes : {},
    observedAt,
  });
}

/** Keycloak's moments are milliseconds since the epoch; 0 stands for none. */
export function millis(members: Members, name: string): Date | null {
  const at = whole(members, name);
  if (at === null || at <= 0) return null;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Whether another store keeps the account; null: what would say so is no text, and it cannot be told. */
export function isManagedElsewhere(row: Row): boolean | null {
  const store = storeOf(row);
  return store === undefined ? null : store !== null;
}

/**
 * `federationLink`: imported from LDAP or another store; an id `f:<store>:<id>` or an `origin`: still there and not imported.
 * Undefined: one of them is no text.
 */
function storeOf({ id, members }: Row): string | null | undefined {
  const said = ['federationLink', 'origin'].map((name) => members[name] ?? null);
  const linked = said.find((link) => typeof link === 'string' && filled(link) !== null);
  if (typeof linked === 'string') return linked;
  if (id.startsWith('f:')) return id.split(':')[1] ?? '';
  return said.every((link) => link === null || typeof link === 'string') ? null : undefined;
}

function passwordAuthority(row: Row): User['passwordAuthority'] {
  const store = storeOf(row);
  if (store === undefined) return { kind: 'UNKNOWN', identityProviderId: null };
  return { kind: store === null ? 'LOCAL' : 'EXTERNAL', identityProviderId: store };
}

function isServiceAccount(user: Members, username: string | null): boolean {
  return (
    filled(text(user, 'serviceAccountClientId')) !== null || (username?.startsWith(SERVICE_ACCOUNT) ?? false)
  );
}

function readName(user: Members, middle: string | null): PersonName | null {
  const [given, family] = [filled(text(user, 'firstName')), filled(text(user, 'lastName'))];
  return given === null && family === null && middle === null
    ? null
    : { given, middle, family, formatted: null };
}

function readAddress(attribute: (name: string) => string | null): Address | null {
  const address = {
    streetAddress: attribute('street'),
    locality: attribute('locality'),
    region: attribute('region'),
    postalCode: attribute('postal_code'),
    countryCode: attribute('country'),
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}
