/** Attributes that people usually may change in their own profile. */
const selfWritable = new Set([
  'nickname',
  'locale',
  'preferredlanguage',
  'timezone',
  'mobilephone',
  'primaryphone',
  'phonenumbers',
  'address',
  'title',
]);

/** Attributes that only the directory or an administrator's own action sets, never a profile. */
const kept = new Set([
  'id',
  'population',
  'enabled',
  'account',
  'lifecycle',
  'memberofgroups',
  'identityprovider',
  'mfaenabled',
  'verifystatus',
  'createdat',
  'updatedat',
  'lastsignon',
]);

export type Editability = 'SELF' | 'UNCERTAIN' | 'KEPT';

/** Who may change an attribute of a filter, by its first name (`address.countryCode` counts as `address`). */
export function editabilityOf(attribute: string): Editability {
  const root = (attribute.toLowerCase().split('.')[0] ?? '').replace(/\[.*$/, '');
  if (selfWritable.has(root)) return 'SELF';
  return kept.has(root) ? 'KEPT' : 'UNCERTAIN';
}

const text = String.raw`"(?:[^"\\]|\\.)*"`;
const comparison = String.raw`\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+(?:${text}|[\w.+:-]+)`;
const term = String.raw`[a-z$_][\w.$:-]*(?:\s*\[|${comparison}|\s+pr(?![\w.$:-]))`;
const token = new RegExp(String.raw`\s*([()\]]|(?:and|or|not)(?![\w.$:-])|${term})`, 'iy');

/**
 * The attributes that a SCIM filter (RFC 7644 section 3.4.2.2) asks about.
 * Null: the text is not such a filter, or uses something that is not known here.
 */
export function filterAttributes(filter: string): readonly string[] | null {
  const attributes: string[] = [];
  let open = 0;
  let at = 0;
  const end = filter.trimEnd().length;
  while (at < end) {
    token.lastIndex = at;
    const found = token.exec(filter)?.[1];
    if (found === undefined) return null;
    at = token.lastIndex;
    if (found === '(') open += 1;
    else if (found === ')' || found === ']') open -= 1;
    else if (!/^(and|or|not)$/i.test(found)) {
      attributes.push(/^[\w.$:-]+/.exec(found)?.[0] ?? found);
      if (found.endsWith('[')) open += 1;
    }
    if (open < 0) return null;
  }
  return open === 0 && attributes.length > 0 ? attributes : null;
}

/** The attributes of a filter that people, or nobody knows who, may change; none of a filter that cannot be read. */
export function attributesThatAre(editability: Editability, filter: string | null): readonly string[] {
  const attributes = filterAttributes(filter ?? '') ?? [];
  return [...new Set(attributes)].filter((attribute) => editabilityOf(attribute) === editability);
}
