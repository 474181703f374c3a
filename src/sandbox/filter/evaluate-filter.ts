import type { Filter } from './parse-filter.ts';

/** A filter made ready for many rows. */
export type Predicate = (row: Readonly<Record<string, unknown>>) => boolean;

/** Who is a member of a group, asked once when a filter is made ready. */
export type MembersOf = (groupId: string) => ReadonlySet<string>;

/** Compares text without regard to case, as SCIM does by default; ids and enum values are written in one case anyway. */
export function predicateOf(filter: Filter, membersOf?: MembersOf): Predicate {
  switch (filter.kind) {
    case 'and': {
      const terms = filter.terms.map((term) => predicateOf(term, membersOf));
      return (row) => terms.every((term) => term(row));
    }
    case 'or': {
      const terms = filter.terms.map((term) => predicateOf(term, membersOf));
      return (row) => terms.some((term) => term(row));
    }
    case 'not': {
      const term = predicateOf(filter.term, membersOf);
      return (row) => !term(row);
    }
    case 'present': {
      const read = readerOf(filter.attribute);
      return (row) => (read(row) ?? null) !== null;
    }
    case 'within': {
      const { filter: inner } = filter;
      if (filter.attribute !== 'memberOfGroups' || inner.kind !== 'compare' || membersOf === undefined)
        return () => false;
      const members = membersOf(String(inner.value));
      return (row) => members.has(String(row['id']));
    }
    case 'compare':
    default:
      return comparison(filter.attribute, filter.operator, filter.value);
  }
}

function comparison(attribute: string, operator: string, value: unknown): Predicate {
  const read = readerOf(attribute);
  if (typeof value !== 'string') {
    const equal = operator !== 'ne';
    return (row) => (read(row) === value) === equal;
  }
  const wanted = value.toLowerCase();
  const test = textTest(operator, wanted);
  const equality = operator === 'eq';
  return (row) => {
    const held = read(row);
    // Most rows of a large list fail here, before anything is put into lower case.
    if (equality && typeof held === 'string' && held.length !== value.length) return false;
    if (Array.isArray(held)) return held.some((one) => test(String(one).toLowerCase()));
    if (held === undefined || held === null) return operator === 'ne';
    if (typeof held === 'string') return test(held.toLowerCase());
    return (typeof held === 'number' || typeof held === 'boolean') && test(String(held));
  };
}

function textTest(operator: string, wanted: string): (held: string) => boolean {
  switch (operator) {
    case 'eq':
      return (held) => held === wanted;
    case 'ne':
      return (held) => held !== wanted;
    case 'sw':
      return (held) => held.startsWith(wanted);
    case 'ew':
      return (held) => held.endsWith(wanted);
    case 'co':
      return (held) => held.includes(wanted);
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return boundTest(operator, wanted);
    default:
      return () => false;
  }
}

/** Moments are compared as moments; where either side is none, texts are compared as texts. */
function boundTest(operator: 'gt' | 'ge' | 'lt' | 'le', wanted: string): (held: string) => boolean {
  const wantedAt = Date.parse(wanted);
  return (held) => {
    const at = Date.parse(held);
    const difference =
      Number.isNaN(at) || Number.isNaN(wantedAt)
        ? Number(held > wanted) - Number(held < wanted)
        : at - wantedAt;
    if (operator === 'gt') return difference > 0;
    if (operator === 'ge') return difference >= 0;
    return operator === 'lt' ? difference < 0 : difference <= 0;
  };
}

function readerOf(attribute: string): (row: Readonly<Record<string, unknown>>) => unknown {
  const [first = '', ...rest] = attribute.split('.');
  if (rest.length === 0) return (row) => row[first];
  return (row) => {
    let value: unknown = row[first];
    for (const part of rest) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = Reflect.get(value, part);
    }
    return value;
  };
}
