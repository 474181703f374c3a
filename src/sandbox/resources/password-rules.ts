import { valueAt } from '../serve/body.ts';
import type { JsonObject } from './resource.ts';

/** A few of those that every list of leaked passwords starts with. */
const COMMON = new Set([
  'password',
  'password1',
  'passw0rd',
  '12345678',
  '123456789',
  'qwertyuiop',
  'letmein1',
]);
const PROFILE = ['username', 'email', 'name.given', 'name.family', 'nickname'];

/** Why a policy forbids a password, or nothing. The rules that need more than the password itself are left to the caller. */
export function passwordMistake(value: string, policy: JsonObject, user: JsonObject): string | undefined {
  const limit = (path: string) => {
    const found = valueAt(policy, path);
    return typeof found === 'number' ? found : undefined;
  };
  const [least, most] = [limit('length.min'), limit('length.max')];
  if (least !== undefined && value.length < least) return `The password is shorter than ${least} characters.`;
  if (most !== undefined && value.length > most) return `The password is longer than ${most} characters.`;
  const unique = limit('minUniqueCharacters');
  if (unique !== undefined && new Set(value).size < unique) return `Expected ${unique} different characters.`;
  const repeated = limit('maxRepeatedCharacters');
  if (repeated !== undefined && longestRun(value) > repeated)
    return `A character is repeated more than ${repeated} times.`;
  for (const [set, count] of characterSets(policy)) {
    const found = Array.from(value).filter((character) => set.includes(character)).length;
    if (found < count) return `Expected ${count} characters of ${set}.`;
  }
  if (policy['excludesCommonlyUsed'] === true && COMMON.has(value.toLowerCase()))
    return 'The password is a common one.';
  if (policy['excludesProfileData'] === true && hasProfileData(value, user))
    return 'The password contains data of the profile.';
  return undefined;
}

/** `minCharacters` is keyed by the character sets themselves. */
function characterSets(policy: JsonObject): (readonly [string, number])[] {
  const sets = policy['minCharacters'];
  if (typeof sets !== 'object' || sets === null) return [];
  return Object.entries(sets).map(([set, count]) => [set, Number(count)] as const);
}

function longestRun(value: string): number {
  return Math.max(0, ...[...value.matchAll(/(.)\1*/gsu)].map(([run]) => run.length));
}

function hasProfileData(value: string, user: JsonObject): boolean {
  const text = value.toLowerCase();
  return PROFILE.some((path) => {
    const part = valueAt(user, path);
    return typeof part === 'string' && part.length > 3 && text.includes(part.toLowerCase());
  });
}
