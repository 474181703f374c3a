import type { OktaGroup } from './org.ts';

/** A group as Okta shows it; with the number of its members where that was asked for. */
export function groupRow(group: OktaGroup, usersCount?: number): object {
  return {
    ...group,
    ...(usersCount === undefined ? {} : { _embedded: { stats: { usersCount, appsCount: 0 } } }),
    _links: {},
  };
}
