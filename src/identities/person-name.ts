import type { User } from '../model/user.ts';

type Named = Pick<User, 'name' | 'displayName'>;

/** Whether two accounts have surnames without a part in common; null where a surname is missing or in another script. */
export function surnameDiffers(one: Named, other: Named): boolean | null {
  return differs(surname(one), surname(other));
}

/** Whether both the given name and the surname are other ones: a renamed person keeps one of the two. */
export function isAnotherName(one: Named, other: Named): boolean {
  return surnameDiffers(one, other) === true && differs(given(one), given(other)) === true;
}

/** Whether given name and surname are both the same: a name that is missing or in another script is not. */
export function isSameName(one: Named, other: Named): boolean {
  return surnameDiffers(one, other) === false && differs(given(one), given(other)) === false;
}

/** A display name as it is compared: words without marks and punctuation, in any order. Null for none. */
export function nameForm(text: string | null): string | null {
  const words = wordsOf(text ?? '');
  return words.length < 2 ? null : words.toSorted().join(' ');
}

function differs(one: readonly string[], other: readonly string[]): boolean | null {
  if (one.length === 0 || other.length === 0 || isLatin(one) !== isLatin(other)) return null;
  return !one.some((word) => other.includes(word));
}

function surname({ name, displayName }: Named): readonly string[] {
  const family = wordsOf(name?.family ?? '');
  if (family.length > 0) return family;
  const shown = name?.formatted ?? displayName ?? '';
  const comma = shown.indexOf(',');
  const words = wordsOf(comma < 0 ? shown : shown.slice(0, comma));
  if (comma >= 0) return words;
  return words.length < 2 ? [] : words.slice(-1);
}

function given({ name, displayName }: Named): readonly string[] {
  const words = wordsOf(name?.given ?? '');
  if (words.length > 0) return words;
  const shown = name?.formatted ?? displayName ?? '';
  const comma = shown.indexOf(',');
  const all = wordsOf(comma < 0 ? shown : shown.slice(comma + 1));
  if (comma >= 0) return all;
  return all.length < 2 ? [] : all.slice(0, 1);
}

/** Words of letters and digits; `Müller` and `Muller` are one, `King-Lovelace` is two. */
function wordsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isLatin(words: readonly string[]): boolean {
  return words.every((word) => /^[\p{Script=Latin}\p{N}]+$/u.test(word));
}
