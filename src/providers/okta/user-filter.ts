import type { TextFilter, UserFilter } from '../../model/user-filter.ts';
import type { UserStatus } from '../../model/user.ts';
import type { UserFilterPlan } from '../provider.ts';
import { isEncodable } from '../unicode.ts';
import { onlyGroup, refusedGroup, takeGroups } from '../user-filter.ts';
import { rawStatusesOf } from './user-state.ts';

/** Longer ones are left to the rows: Okta bounds the length of an address. */
const LONGEST = 1_500;

const GROUP = /^group ([A-Za-z0-9_-]+)$/;

/** The group whose members a part for the provider means; null: it is a search. */
export function groupOf(providerFilter: string): string | null {
  return GROUP.exec(providerFilter)?.[1] ?? null;
}

/**
 * Divides a filter. Okta's search (`profile.login`, `profile.email`, `profile.userType`: eq, sw; `status`: eq) reads an index
 * that follows after a while, and states are ours and not Okta's: it only narrows down who is looked at, and every row is
 * checked again. Members of a group are a list of their own, which takes no search.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`, and for several groups.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const place = { directory, route: 'GET /api/v1/users' };
  const { groupIds, residual } = takeGroups(filter, place);
  const group = onlyGroup(groupIds, place);
  if (group !== undefined) {
    if (!GROUP.test(`group ${group}`)) throw refusedGroup(place);
    return { providerFilter: `group ${group}`, residual };
  }
  const search = residual === null ? null : searchOf(residual);
  return { providerFilter: search === null || search.length > LONGEST ? null : search, residual };
}

/** A search that everybody fits who fits the filter; null: only one that finds everybody would do. */
function searchOf(filter: UserFilter): string | null {
  const terms = [
    statusTerm(filter.status),
    ...textTerms('profile.login', filter.username),
    ...textTerms('profile.email', filter.email),
    ...textTerms('profile.userType', filter.employmentType),
    ...(filter.and ?? []).map(searchOf),
    orTerm(filter.or),
  ].filter((term) => term !== null);
  const [only, ...others] = terms;
  if (only === undefined) return null;
  return others.length === 0 ? only : `(${terms.join(' and ')})`;
}

function statusTerm(wanted: readonly UserStatus[] | undefined): string | null {
  // A state that we do not know has no word that could be asked for.
  if (wanted === undefined || wanted.length === 0 || wanted.includes('UNKNOWN')) return null;
  return anyOf(wanted.flatMap(rawStatusesOf).map((raw) => compare('status', 'eq', raw)));
}

function textTerms(attribute: string, wanted: TextFilter | undefined): readonly string[] {
  const { equals, startsWith } = wanted ?? {};
  return [
    ...(equals === undefined || !canAsk(equals) ? [] : [compare(attribute, 'eq', equals)]),
    ...(startsWith === undefined || !canAsk(startsWith) ? [] : [compare(attribute, 'sw', startsWith)]),
  ];
}

/** All branches or none: one that cannot be asked for may fit anybody. */
function orTerm(branches: readonly UserFilter[] | undefined): string | null {
  if (branches === undefined || branches.length === 0) return null;
  const terms = branches.map(searchOf);
  return terms.some((term) => term === null) ? null : anyOf(terms.filter((term) => term !== null));
}

function anyOf(terms: readonly string[]): string {
  const [only, ...others] = new Set(terms);
  return others.length === 0 ? (only ?? '') : `(${[...new Set(terms)].join(' or ')})`;
}

/** Whether a text can be asked for at all: control characters and lone surrogates are in no attribute. */
export function canAsk(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return value !== '' && isEncodable(value) && !/[\u0000-\u001f\u007f]/.test(value);
}

/** Text is compared without regard to case (API reference, "List all users", `search`). */
export function compare(attribute: string, operator: 'eq' | 'sw', value: string): string {
  return `${attribute} ${operator} "${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
