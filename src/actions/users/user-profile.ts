import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { UserChanges } from '../../providers/user-writes.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isJsonObject } from '../objects/merge-patch.ts';

type Texts<T> = { readonly [K in keyof T]?: string | null | undefined };

/** Changes as a caller gives them: absent stays as it is, null is cleared, also a whole name or address. */
export interface ProfileInput extends Texts<Omit<UserChanges, 'name' | 'address' | 'customAttributes'>> {
  readonly name?: Texts<NonNullable<UserChanges['name']>> | null | undefined;
  readonly address?: Texts<NonNullable<UserChanges['address']>> | null | undefined;
  readonly customAttributes?: JsonObject | null | undefined;
}

const members = [
  'username',
  'email',
  'nickname',
  'title',
  'employmentType',
  'locale',
  'preferredLanguage',
  'timezone',
  'mobilePhone',
  'primaryPhone',
  'sourceId',
] as const;

const parts = {
  name: ['given', 'middle', 'family', 'formatted'],
  address: ['streetAddress', 'locality', 'region', 'postalCode', 'countryCode'],
} as const;

/** Changes with nothing left out: what is undefined is gone, and a part that is cleared whole is cleared member by member. */
export function wantedProfile(input: ProfileInput): JsonObject {
  const wanted: Record<string, unknown> = {};
  for (const member of members) if (input[member] !== undefined) wanted[member] = input[member];
  for (const part of ['name', 'address'] as const) {
    const given = input[part];
    if (given === undefined) continue;
    const from: JsonObject = given ?? Object.fromEntries(parts[part].map((name) => [name, null]));
    wanted[part] = Object.fromEntries(
      parts[part].flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
    );
  }
  const { customAttributes } = input;
  if (customAttributes !== undefined && customAttributes !== null)
    wanted['customAttributes'] = { ...customAttributes };
  return wanted;
}

/** Those members of a user that `wanted` names, null where the user has none; nothing else of a person is kept by a ledger. */
export function profileOf(user: User, wanted: JsonObject): JsonObject {
  const whole: JsonObject = { ...user };
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => [
      name,
      isJsonObject(value) ? pick(whole[name], value) : (whole[name] ?? null),
    ]),
  );
}

export function hasProfile(user: User, wanted: JsonObject): boolean {
  return canonicalJson(profileOf(user, wanted)) === canonicalJson(wanted);
}

/**
 * What to send. Names and addresses go whole, with what they have already, so that it does not matter whether a provider
 * replaces them or merges what it gets.
 */
export function changesOf(user: User | null, wanted: JsonObject): UserChanges {
  const changes: Record<string, unknown> = { ...wanted };
  for (const part of ['name', 'address'] as const) {
    const given = wanted[part];
    if (!isJsonObject(given)) continue;
    const held = Object.entries(user?.[part] ?? {}).filter(([, value]) => value !== null);
    changes[part] = { ...Object.fromEntries(held), ...given };
  }
  return changes;
}

/** What is wrong with changes, in words; null: nothing. */
export function profileProblem(wanted: JsonObject): string | null {
  if (Object.values(wanted).every((value) => isJsonObject(value) && Object.keys(value).length === 0))
    return 'changes: expected at least one member, received none.';
  const username = wanted['username'];
  if (username === null || username === '') return 'username: expected a text; a user cannot be without one.';
  if (typeof username === 'string' && username.length > 128)
    return `username: expected at most 128 characters, received ${username.length}.`;
  return null;
}

function pick(held: unknown, wanted: JsonObject): JsonObject {
  const from = isJsonObject(held) ? held : {};
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, from[name] ?? null]));
}
