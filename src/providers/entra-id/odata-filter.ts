import { isEncodable } from '../unicode.ts';

/** Longer conditions, and more terms, are refused by Graph sooner or later; no figure is documented for all of them. */
const MOST_TERMS = 15;
const LONGEST = 2_000;

/** A text in `$filter`: in single quotes, one within it doubled (OData 4.01, 5.1.1.6.1). */
export function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function compare(property: string, quoted: string): string {
  return `${property} eq ${quoted}`;
}

/** A comparison; null for a text that cannot be sent, or an empty one, which Graph takes for a mistake. */
export function mayBe(
  property: string,
  value: string,
  build: (property: string, quoted: string) => string,
): string | null {
  return value === '' || !isEncodable(value) ? null : build(property, quote(value));
}

/** All of them hold; null where nothing is said. */
export function everyOf(terms: readonly (string | null)[]): string | null {
  const said = [...new Set(terms.filter((term) => term !== null))];
  return said.length === 0 ? null : said.join(' and ');
}

/** One of them holds; a branch about which nothing can be said makes that of the whole. */
export function anyOf(terms: readonly (string | null)[]): string | null {
  const said = terms.filter((term) => term !== null);
  if (said.length === 0 || said.length < terms.length) return null;
  return `(${[...new Set(said)].map((term) => (term.includes(' and ') ? `(${term})` : term)).join(' or ')})`;
}

/** Whether Graph may be asked so; else everybody is read. */
export function canAsk(where: string): boolean {
  return where.length <= LONGEST && where.split(/ (?:and|or) /).length <= MOST_TERMS;
}
