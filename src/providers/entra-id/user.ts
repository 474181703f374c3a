import type { FactSource, Unknown } from '../../model/fact.ts';
import { known } from '../../model/fact.ts';
import { type Address, type PersonName, type User, userOf } from '../../model/user.ts';
import type { Members, Row } from '../rows.ts';
import { filled, flag, instant, object, text, texts } from '../rows.ts';
import { sourceIdOf } from './guid.ts';
import { lastSignOn } from './sign-in-activity.ts';
import { userState } from './user-state.ts';

export interface UserOrigin {
  readonly directory: string;
  readonly observedAt: Date;
  readonly source: FactSource;
  /** Why the row does not tell of sign-ins; null: they were asked for. */
  readonly signInMissing: Unknown | null;
  /** Whether it came from the directory's deleted items. */
  readonly removed?: boolean;
}

/** How a Graph user becomes a `User`. Members of a wrong type count as unknown. */
export function toUser(row: Row, origin: UserOrigin): User {
  const user = row.members;
  const removed = origin.removed === true;
  const username = nameOf(row, removed);
  const email = filled(text(user, 'mail'));
  const synchronised = isSynchronised(user);
  const external = isExternal(user);
  const authority = authorityOf(external, synchronised);
  const immutableId = filled(text(user, 'onPremisesImmutableId'));
  const { observedAt, source, signInMissing } = origin;
  const state = userState(user, removed);
  return userOf({
    directory: origin.directory,
    externalId: row.id,
    username,
    email,
    displayName: filled(text(user, 'displayName')),
    name: readName(user),
    title: text(user, 'jobTitle'),
    employmentType: text(user, 'employeeType'),
    preferredLanguage: text(user, 'preferredLanguage'),
    mobilePhone: text(user, 'mobilePhone'),
    primaryPhone: texts(user, 'businessPhones')[0] ?? null,
    address: readAddress(user),
    sourceId: immutableId === null ? null : sourceIdOf(immutableId),
    employeeNumber: filled(text(user, 'employeeId')),
    aliases: aliasesOf(user, [username, email]),
    external,
    ...state,
    enabled: removed ? false : flag(user, 'accountEnabled'),
    canAuthenticate: removed ? false : null,
    managedElsewhere: synchronised,
    stateChangedAt: changedAt(user, removed, state.status),
    lastSignOn: lastSignOn(user, signInMissing, observedAt, source),
    createdAt: instant(user, 'createdDateTime'),
    // There is no switch for a single account: who is asked for a second factor follows from policies.
    mfaEnabled: known(true, observedAt, source),
    endDate: instant(user, 'employeeLeaveDateTime')?.toISOString().slice(0, 10) ?? null,
    passwordAuthority: { kind: authority, identityProviderId: null },
    unread: external === null && user['userType'] !== null ? TOLD_BY_TYPE : undefined,
    customAttributes: customAttributes(user),
    observedAt,
  });
}

/** A removed user's name is put behind its id without dashes, so that somebody else can have it. */
function nameOf({ id, members }: Row, removed: boolean): string | null {
  const name = filled(text(members, 'userPrincipalName'));
  const mark = id.replaceAll('-', '').toLowerCase();
  return removed && name?.toLowerCase().startsWith(mark) === true ? filled(name.slice(mark.length)) : name;
}

/** What rests on `userType`, which is `Member`, `Guest`, or null where it was never set. */
const TOLD_BY_TYPE = ['external', 'passwordAuthority'] as const;

/** Null in a selected property says "never synchronised"; only a row without it, or with something else, does not say. */
function isSynchronised(user: Members): boolean | null {
  return user['onPremisesSyncEnabled'] === null ? false : flag(user, 'onPremisesSyncEnabled');
}

function isExternal(user: Members): boolean | null {
  const type = text(user, 'userType');
  if (type === 'Guest') return true;
  return type === 'Member' ? false : null;
}

/** Guests sign in at home. Of a synchronised account it depends on the tenant whether Entra ID checks the password. */
function authorityOf(
  external: boolean | null,
  synchronised: boolean | null,
): User['passwordAuthority']['kind'] {
  if (external === true) return 'EXTERNAL';
  return external === false && synchronised === false ? 'LOCAL' : 'UNKNOWN';
}

function changedAt(user: Members, removed: boolean, status: User['status']): Date | null {
  if (removed) return instant(user, 'deletedDateTime');
  return status === 'PENDING' ? instant(user, 'externalUserStateChangeDateTime') : null;
}

function readName(user: Members): PersonName | null {
  const given = text(user, 'givenName');
  const family = text(user, 'surname');
  const formatted = text(user, 'displayName');
  if (given === null && family === null && formatted === null) return null;
  return { given, middle: null, family, formatted };
}

function readAddress(user: Members): Address | null {
  const country = text(user, 'country');
  const address = {
    streetAddress: text(user, 'streetAddress'),
    locality: text(user, 'city'),
    region: text(user, 'state'),
    postalCode: text(user, 'postalCode'),
    // `country` is free text; only a code is one.
    countryCode: country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null,
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

/** `proxyAddresses` are written `smtp:jane@example.com`, the main one with SMTP in capitals; other kinds are no mail addresses. */
function aliasesOf(user: Members, own: readonly (string | null)[]): readonly string[] {
  const proxies = texts(user, 'proxyAddresses').flatMap((proxy) => /^smtp:(.+)$/i.exec(proxy)?.[1] ?? []);
  const seen = new Set(own.flatMap((one) => one?.toLowerCase() ?? []));
  return [...proxies, ...texts(user, 'otherMails')].filter((address) => {
    const isNone = seen.has(address.toLowerCase()) || address.trim() === '';
    seen.add(address.toLowerCase());
    return !isNone;
  });
}

/** The fifteen attributes that a synchronised directory may fill as it likes. */
function customAttributes(user: Members): Readonly<Record<string, unknown>> {
  const attributes = object(user, 'onPremisesExtensionAttributes') ?? {};
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => (value ?? null) !== null));
}
