import { isEncodable } from '../unicode.ts';

/**
 * Text for PingOne's `filter` parameter: `attribute operator "value"`, joined by `and`, `or` and parentheses
 * (PingOne API reference, "Filtering collections").
 */

/** The request's headers may have 6 KB in all; encoded filters are kept below this many characters. */
export const FILTER_LIMIT = 4_000;

/** A value between quotes, quotes and backslashes escaped. */
export function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Whether a value can be sent at all: nothing is documented for empty texts and control characters, and lone surrogates have no encoding. */
export function canQuote(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return value !== '' && isEncodable(value) && !/[\u0000-\u001f\u007f]/.test(value);
}

export function compare(attribute: string, operator: 'eq' | 'sw' | 'ge', value: string): string {
  return `${attribute} ${operator} ${quote(value)}`;
}

export function encodedLength(filter: string): number {
  return encodeURIComponent(filter).length;
}

/** `id eq "a" or id eq "b"` in as few filters as the length allows. */
export function anyOf(attribute: string, values: readonly string[], limit: number = FILTER_LIMIT): string[] {
  const filters: string[] = [];
  let current = '';
  for (const value of values) {
    const term = compare(attribute, 'eq', value);
    const longer = current === '' ? term : `${current} or ${term}`;
    if (current !== '' && encodedLength(longer) > limit) {
      filters.push(current);
      current = term;
    } else {
      current = longer;
    }
  }
  return current === '' ? filters : [...filters, current];
}
