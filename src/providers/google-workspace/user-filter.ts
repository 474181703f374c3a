import type { UserFilter } from '../../model/user-filter.ts';
import type { UserFilterPlan } from '../provider.ts';
import { onlyGroup, takeGroups } from '../user-filter.ts';

/**
 * Which list of Google's answers a filter. Its search is never used: it may trail a change by an hour, in the worst case by 36
 * (Directory API, "Search for users"), and somebody whom it misses would be a "no". Reading one user by address and the members
 * of a group are exact; all else is checked on the rows.
 */
type UserSource =
  | { readonly kind: 'EVERYBODY' }
  | { readonly kind: 'GROUP'; readonly groupId: string }
  /** Who has this address as the primary one or an alias. */
  | { readonly kind: 'ADDRESS'; readonly address: string };

/** @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`, and for members of two groups at once. */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const place = { directory, route: 'GET /users' };
  const { groupIds, residual } = takeGroups(withoutSingleOr(filter), place);
  const groupId = onlyGroup(groupIds, place);
  if (groupId !== undefined) return { providerFilter: write({ kind: 'GROUP', groupId }), residual };
  const address = addressOf(filter);
  return {
    providerFilter: address === null ? null : write({ kind: 'ADDRESS', address }),
    residual,
  };
}

function write(source: Exclude<UserSource, { kind: 'EVERYBODY' }>): string {
  return source.kind === 'GROUP' ? `group ${source.groupId}` : `address ${source.address}`;
}

/** The reverse of what a plan holds. */
export function sourceOf(providerFilter: string | null): UserSource {
  if (providerFilter === null) return { kind: 'EVERYBODY' };
  const [kind = '', ...rest] = providerFilter.split(' ');
  const value = rest.join(' ');
  return kind === 'group' ? { kind: 'GROUP', groupId: value } : { kind: 'ADDRESS', address: value };
}

/** An address that whoever fits must have; only such as Google can be asked for. */
function addressOf({ username, email, and = [] }: UserFilter): string | null {
  const own = [username?.equals, email?.equals].find((value) => value !== undefined && isAddress(value));
  if (own !== undefined) return own;
  for (const part of and) {
    const found = addressOf(part);
    if (found !== null) return found;
  }
  return null;
}

/** User names of Google are addresses; anything else belongs to nobody, or would be taken for an id. */
export function isAddress(text: string): boolean {
  return text.length <= 256 && /^[^\s/\\@]+@[^\s/\\@]+$/.test(text);
}

/** An "or" of one is that one. */
function withoutSingleOr({ and = [], or, ...own }: UserFilter): UserFilter {
  const [only, ...others] = or ?? [];
  const single = only !== undefined && others.length === 0;
  const parts = [...and, ...(single ? [only] : [])].map(withoutSingleOr);
  return {
    ...own,
    ...(parts.length === 0 ? {} : { and: parts }),
    ...(or === undefined || single ? {} : { or }),
  };
}
