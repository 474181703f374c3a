import { filter as testerOf, type Filter, parse } from 'scim2-parse-filter';
import type { JsonObject } from '../../resources/resource.ts';
import { scimError } from './scim-error.ts';

/** Attributes that are compared with regard to case (RFC 7643: `caseExact` true). */
const EXACT: ReadonlySet<string> = new Set([
  'id',
  'externalid',
  'members.value',
  'groups.value',
  'meta.version',
]);

/** Whether a resource fits a filter; @throws {PeerError} 400 `invalidFilter` for what is none. */
export function filterOf(text: string, caseExact: boolean): (resource: JsonObject) => boolean {
  let filter: Filter;
  try {
    filter = parse(text);
  } catch {
    throw scimError(400, 'invalidFilter', 'The filter cannot be read.');
  }
  if (caseExact) return testerOf(filter);
  const test = testerOf(lowered(filter));
  const wanted = new Set(attributesIn(filter));
  return (resource) =>
    test(
      comparable(
        Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name.toLowerCase()))),
      ),
    );
}

/** Attributes that a filter looks at; a long list of large resources is compared by them only. */
function attributesIn(filter: Filter): readonly string[] {
  if ('filters' in filter) return filter.filters.flatMap(attributesIn);
  if ('filter' in filter) return attributesIn(filter.filter);
  const path = filter.attrPath.toLowerCase();
  const urn = path.lastIndexOf(':');
  return [urn < 0 ? (path.split('.')[0] ?? path) : path.slice(0, urn)];
}

function lowered(filter: Filter): Filter {
  if ('filters' in filter) return { ...filter, filters: filter.filters.map(lowered) };
  if ('filter' in filter) return { ...filter, filter: lowered(filter.filter) };
  if ('valFilter' in filter) return { ...filter, valFilter: lowered(filter.valFilter) };
  if (!('compValue' in filter) || typeof filter.compValue !== 'string') return filter;
  return EXACT.has(filter.attrPath.toLowerCase())
    ? filter
    : { ...filter, compValue: filter.compValue.toLowerCase() };
}

function comparable(value: unknown, path = ''): unknown {
  if (typeof value === 'string') return EXACT.has(path) ? value : value.toLowerCase();
  if (Array.isArray(value)) return value.map((one: unknown) => comparable(one, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      comparable(member, path === '' ? name.toLowerCase() : `${path}.${name.toLowerCase()}`),
    ]),
  );
}
