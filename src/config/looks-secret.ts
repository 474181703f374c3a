/** Shorter texts are misspelt regions, ports, names: to show them helps, and what they tell of a secret is little. */
const SHORT = 24;

/** What says of itself that it is a credential, however short. */
const DECLARED: readonly RegExp[] = [
  /-----BEGIN /,
  /^\s*(?:bearer|basic|ssws|token|apikey)\s+\S/i,
  // A JSON Web Token, and an Okta API token.
  /^\s*eyJ[\w-]+\./,
  /^\s*00[\w-]{40}\s*$/,
  /(?:secret|password|passwd|pwd|api[_-]?key|private[_-]?key|token|assertion)["']?\s*[=:]\s*\S/i,
  // An address with a user name or password in it.
  /:\/\/[^/\s]*@/,
];

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Names, addresses, paths and sentences hold nothing else. */
const ORDINARY = /^[\w ./:@,='"-]*$/;

/** A part or two that are no words stand in many names and addresses; in keys that are written in groups there are more. */
const MOST_STRANGE = { parts: 2, letters: 10, inOne: 7 } as const;

/**
 * Whether a text may be a credential that was pasted where none belongs: it says so itself, or it is long and not made of words,
 * numbers and UUIDs. Errs towards yes.
 */
export function looksSecret(text: string): boolean {
  if (DECLARED.some((pattern) => pattern.test(text))) return true;
  if (text.trim().length < SHORT) return false;
  const rest = text.replaceAll(UUID, ' ');
  if (!ORDINARY.test(rest)) return true;
  const strange = rest.split(/[^A-Za-z0-9]+/).filter((part) => part !== '' && !isWord(part));
  return (
    strange.length > MOST_STRANGE.parts ||
    strange.join('').length > MOST_STRANGE.letters ||
    strange.some((part) => part.length > MOST_STRANGE.inOne)
  );
}

/** `factorsMayBeHidden`, `workforce2`, `PINGONE`, `8080`. Of random letters hardly any look so. */
function isWord(part: string): boolean {
  if (/^\d{1,12}$/.test(part)) return true;
  const [letters = ''] = /^[A-Za-z]+(?=\d{0,4}$)/.exec(part) ?? [];
  if (letters === '' || letters.length > 40) return false;
  if (/^[A-Z]+$/.test(letters)) return letters.length <= 20;
  if (!/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(letters)) return false;
  const words = letters.split(/(?=[A-Z])/);
  if (words.length > 1 && letters.length / words.length < 3) return false;
  return words.every((word) => word.length <= 20 && (words.length === 1 || isSpoken(word)));
}

function isSpoken(word: string): boolean {
  return word.length < 3 || /[aeiouy]/i.test(word);
}

/** Names of settings whose values are secrets, and of none that only tell where or how one is used. */
const SECRET_NAME = /secret|token|passw|passphrase|assertion|credential|key$/i;
const HARMLESS_NAME = /(?:url|uri|method|file|id|endpoint|directory_?key)$/i;

/** Whether a setting's name suggests that its value is a secret. */
export function namesSecret(setting: string): boolean {
  const name = setting.split('.').at(-1) ?? setting;
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** Every text in a value as it was written, keys among them, that looks like a secret. */
export function secretLookalikes(value: unknown, seen: Set<unknown> = new Set()): readonly string[] {
  if (typeof value === 'string') return looksSecret(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const parts: readonly unknown[] =
    value instanceof Map ? [...value].flat() : Array.isArray(value) ? value : Object.values(value);
  return parts.flatMap((part) => secretLookalikes(part, seen));
}
