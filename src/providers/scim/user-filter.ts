import type { TextFilter, UserFilter } from '../../model/user-filter.ts';
import type { UserFilterPlan } from '../provider.ts';
import {
  checkBranches,
  type FilterParts,
  joinParts,
  NO_PARTS,
  onlyGroup,
  refusedFilter,
  refusedGroup,
} from '../user-filter.ts';
import { canQuote, compare, GROUP_ATTRIBUTE, isTooLong } from './filter.ts';

const ROUTE = 'GET /Users';

/**
 * Divides a filter: a service gets `userName`, `emails.value`, `userType` (eq, sw) and `active` (eq), joined by `and`; the rest
 * is for the rows. `or` always is: some services take nothing but a single `eq`. What a service refuses is read without it and
 * checked here, so no more is lost than time.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const { terms, residual } = divide(filter, directory);
  const unique = [...new Set(terms)];
  const place = { directory, route: ROUTE };
  onlyGroup(
    unique.filter((term) => term.startsWith(`${GROUP_ATTRIBUTE} `)),
    place,
  );
  if (unique.length === 0) return { providerFilter: null, residual };
  const providerFilter = unique.join(' and ');
  if (isTooLong(providerFilter))
    throw refusedFilter(place, 'The filter is too long for an address: ask for less at once.');
  return { providerFilter, residual };
}

function divide(filter: UserFilter, directory: string): FilterParts {
  return joinParts([
    divideStatus(filter),
    divideText('userName', filter.username, (username) => ({ username })),
    // Any address of a user answers to the service; which of them is the primary one, the rows say.
    alsoOnRows(
      divideText('emails.value', filter.email, (email) => ({ email })),
      filter.email && { email: filter.email },
    ),
    divideText('userType', filter.employmentType, (employmentType) => ({ employmentType })),
    filter.populationId === undefined
      ? NO_PARTS
      : { terms: [], residual: { populationId: filter.populationId } },
    divideGroup(filter.groupId, directory),
    ...(filter.and ?? []).map((part) => divide(part, directory)),
    divideOr(filter.or, directory),
  ]);
}

/** Of the states only `active` can be asked for. */
function divideStatus({ status }: UserFilter): FilterParts {
  if (status === undefined) return NO_PARTS;
  const possible = status.filter((one) => one === 'ACTIVE' || one === 'SUSPENDED' || one === 'UNKNOWN');
  const [only, ...others] = new Set(possible);
  if (others.length > 0 || (only !== 'ACTIVE' && only !== 'SUSPENDED'))
    return { terms: [], residual: { status } };
  return { terms: [compare('active', 'eq', only === 'ACTIVE')], residual: null };
}

function divideText(
  attribute: string,
  wanted: TextFilter | undefined,
  member: (rest: TextFilter) => UserFilter,
): FilterParts {
  if (wanted === undefined) return NO_PARTS;
  const { equals, startsWith } = wanted;
  const terms: string[] = [];
  if (equals !== undefined && canQuote(equals)) terms.push(compare(attribute, 'eq', equals));
  // One condition is enough for the service: with `eq` there, `sw` is for the rows.
  else if (startsWith !== undefined && canQuote(startsWith)) terms.push(compare(attribute, 'sw', startsWith));
  const whole = terms.length === 1 && (equals === undefined || startsWith === undefined);
  return { terms, residual: whole ? null : member(wanted) };
}

function alsoOnRows(parts: FilterParts, residual: UserFilter | undefined): FilterParts {
  return residual === undefined ? parts : { ...parts, residual };
}

function divideGroup(groupId: string | undefined, directory: string): FilterParts {
  if (groupId === undefined) return NO_PARTS;
  if (!canQuote(groupId)) throw refusedGroup({ directory, route: ROUTE });
  return { terms: [compare(GROUP_ATTRIBUTE, 'eq', groupId)], residual: null };
}

function divideOr(branches: readonly UserFilter[] | undefined, directory: string): FilterParts {
  if (branches === undefined) return NO_PARTS;
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return divide(only, directory);
  checkBranches(branches, { directory, route: ROUTE });
  return { terms: [], residual: { or: branches } };
}
