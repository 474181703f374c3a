import { filter as testerOf, type Filter, parse } from 'scim2-parse-filter';
import type { Members } from '../rows.ts';
import { objects, text } from '../rows.ts';
import { isEncodable } from '../unicode.ts';

/** Text for SCIM's `filter` parameter (RFC 7644 section 3.4.2.2), and the same checked once more on what came back. */

/** Longer filters meet limits of proxies; the whole address has to stay below 8 kB. */
const FILTER_LIMIT = 3_000;

/** Values are JSON texts; no id, name or address has a quote, a backslash or a control character, and not every service can unescape them. */
export function canQuote(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return value !== '' && isEncodable(value) && !/[\u0000-\u001f\u007f\\"]/.test(value);
}

export function compare(attribute: string, operator: 'eq' | 'sw', value: string | boolean): string {
  return `${attribute} ${operator} ${JSON.stringify(value)}`;
}

export function isTooLong(filter: string): boolean {
  return encodeURIComponent(filter).length > FILTER_LIMIT;
}

/** `id eq "a" or id eq "b"` in as few filters as length and number allow. */
export function anyId(ids: readonly string[], most: number): (readonly string[])[] {
  const groups: string[][] = [];
  let current: string[] = [];
  for (const id of ids) {
    const longer = [...current, id];
    if (current.length > 0 && (longer.length > most || isTooLong(idFilter(longer)))) {
      groups.push(current);
      current = [id];
    } else current = longer;
  }
  return current.length === 0 ? groups : [...groups, current];
}

export function idFilter(ids: readonly string[]): string {
  return ids.map((id) => compare('id', 'eq', id)).join(' or ');
}

/**
 * Whether a row fits a filter of ours. Services exist that accept a filter and ignore it. Names and addresses are compared
 * without regard to case (RFC 7643: `caseExact` false), whatever the service does.
 */
export function rowTest(filter: string): (row: Members) => boolean {
  const test = testerOf(lowered(parse(filter)));
  return (row) => test(comparable(row));
}

function lowered(filter: Filter): Filter {
  if ('filters' in filter) return { ...filter, filters: filter.filters.map(lowered) };
  if ('filter' in filter) return { ...filter, filter: lowered(filter.filter) };
  if ('valFilter' in filter) return { ...filter, valFilter: lowered(filter.valFilter) };
  if (!('compValue' in filter) || typeof filter.compValue !== 'string') return filter;
  return { ...filter, compValue: filter.compValue.toLowerCase() };
}

/** The members that our filters speak of. */
function comparable(row: Members): Members {
  const low = (name: string): string | undefined => text(row, name)?.toLowerCase();
  return {
    userName: low('userName'),
    userType: low('userType'),
    active: row['active'],
    emails: objects(row, 'emails').map((email) => ({ value: text(email, 'value')?.toLowerCase() })),
  };
}

/** The group whose members a filter asks for, and the rest of the filter; null: it asks for no group. */
export function groupTerm(
  filter: string,
): { readonly groupId: string; readonly rest: (row: Members) => boolean } | null {
  const parsed = parse(filter);
  const terms = parsed.op === 'and' ? parsed.filters : [parsed];
  const wanted = terms.find(asksForGroup);
  if (wanted === undefined || !('compValue' in wanted) || typeof wanted.compValue !== 'string') return null;
  const others = terms.filter((term) => term !== wanted);
  const test = others.length === 0 ? () => true : testerOf(lowered({ op: 'and', filters: others }));
  return { groupId: wanted.compValue, rest: (row) => test(comparable(row)) };
}

function asksForGroup(term: Filter): boolean {
  return 'compValue' in term && term.attrPath === GROUP_ATTRIBUTE;
}

/** How our own filters ask for the members of a group; no service is asked so, because `groups` is not sent by all. */
export const GROUP_ATTRIBUTE = 'groups.value';
