import type { TextFilter, UserFilter } from '../../model/user-filter.ts';
import type { UserStatus } from '../../model/user.ts';
import type { UserFilterPlan } from '../provider.ts';
import {
  checkBranches,
  type FilterParts,
  joinParts,
  NO_PARTS,
  refusedFilter,
  refusedGroup,
} from '../user-filter.ts';
import { FILTER_LIMIT, canQuote, compare, encodedLength, quote } from './scim.ts';

const ROUTE = 'GET /environments/{environmentId}/users';

/**
 * Divides a filter: PingOne gets what it documents (`username`, `email`, `type`: eq, sw; `population.id`, `enabled`: eq;
 * `memberOfGroups[id eq ""]`), the rest is for the rows. Whoever fits both parts fits the whole.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`, and for a filter longer than PingOne takes.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const { terms, residual } = divide(filter, directory);
  const unique = [...new Set(terms)];
  if (unique.length === 0) return { providerFilter: null, residual };
  const providerFilter = unique.join(' and ');
  const length = encodedLength(providerFilter);
  if (length > FILTER_LIMIT) {
    throw refusedFilter(
      { directory, route: ROUTE },
      `The filter is ${length} characters long when encoded; PingOne takes at most ${FILTER_LIMIT}. ` +
        'Ask for fewer alternatives, or in several requests.',
    );
  }
  return { providerFilter, residual };
}

function divide(filter: UserFilter, directory: string): FilterParts {
  return joinParts([
    divideStatus(filter.status),
    divideText('username', filter.username, (username) => ({ username })),
    divideText('email', filter.email, (email) => ({ email })),
    divideText('type', filter.employmentType, (employmentType) => ({ employmentType })),
    dividePopulation(filter.populationId),
    divideGroup(filter.groupId, directory),
    ...(filter.and ?? []).map((part) => divide(part, directory)),
    divideOr(filter.or, directory),
  ]);
}

/** Texts that cannot be sent stay with the rows. */
function divideText(
  attribute: string,
  wanted: TextFilter | undefined,
  member: (rest: TextFilter) => UserFilter,
): FilterParts {
  if (wanted === undefined) return NO_PARTS;
  const { equals, startsWith } = wanted;
  const terms: string[] = [];
  const rest: { equals?: string; startsWith?: string } = {};
  if (equals !== undefined) {
    if (canQuote(equals)) terms.push(compare(attribute, 'eq', equals));
    else rest.equals = equals;
  }
  if (startsWith !== undefined) {
    if (canQuote(startsWith)) terms.push(compare(attribute, 'sw', startsWith));
    else rest.startsWith = startsWith;
  }
  // An empty text filter asks for a value to be there at all: PingOne has no `pr` for users.
  const left = Object.keys(rest).length > 0 || (equals === undefined && startsWith === undefined);
  return { terms, residual: left ? member(rest) : null };
}

function dividePopulation(populationId: string | undefined): FilterParts {
  if (populationId === undefined) return NO_PARTS;
  if (!canQuote(populationId)) return { terms: [], residual: { populationId } };
  return { terms: [compare('population.id', 'eq', populationId)], residual: null };
}

function divideGroup(groupId: string | undefined, directory: string): FilterParts {
  if (groupId === undefined) return NO_PARTS;
  if (!canQuote(groupId)) throw refusedGroup({ directory, route: ROUTE });
  return { terms: [`memberOfGroups[id eq ${quote(groupId)}]`], residual: null };
}

const ENABLED_ONES: ReadonlySet<UserStatus> = new Set(['ACTIVE', 'PENDING', 'LOCKED']);

/** Only `enabled` can be asked for; locks and verification are on the rows. A record without `enabled` is in neither half. */
function divideStatus(wanted: readonly UserStatus[] | undefined): FilterParts {
  if (wanted === undefined) return NO_PARTS;
  if (wanted.length > 0 && wanted.every((status) => status === 'SUSPENDED')) {
    return { terms: ['enabled eq false'], residual: null };
  }
  const residual = { status: wanted };
  const enabledOnly = wanted.length > 0 && wanted.every((status) => ENABLED_ONES.has(status));
  return { terms: enabledOnly ? ['enabled eq true'] : [], residual };
}

/** An `or` goes to PingOne whole or not at all: a branch that it checked in part would lose people of the others. */
function divideOr(branches: readonly UserFilter[] | undefined, directory: string): FilterParts {
  if (branches === undefined) return NO_PARTS;
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return divide(only, directory);
  checkBranches(branches, { directory, route: ROUTE });
  const divided = branches.map((branch) => divide(branch, directory));
  if (divided.length === 0 || divided.some((branch) => branch.residual !== null)) {
    return { terms: [], residual: { or: branches } };
  }
  // A branch without a condition fits everybody, and so does the whole.
  if (divided.some((branch) => branch.terms.length === 0)) return NO_PARTS;
  const alternatives = new Set(divided.map((branch) => joined(branch.terms)));
  return { terms: [`(${[...alternatives].join(' or ')})`], residual: null };
}

function joined(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join('') : `(${terms.join(' and ')})`;
}
