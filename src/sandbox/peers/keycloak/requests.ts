import { PeerError, type PeerAnswer, type PeerRequest, type PeerRoute } from '../peer-server.ts';
import type { RealmGroup, RealmState, RealmUser } from './realm-state.ts';

/** `Constants.DEFAULT_MAX_RESULTS`. */
export const DEFAULT_MAX = 100;
export const NO_CONTENT: PeerAnswer = { status: 204 };

/** Routes are written below the realm; `base` is what comes before. */
export type RouteMaker = (
  method: string,
  below: string,
  handle: (request: PeerRequest) => PeerAnswer,
) => PeerRoute;

export function ok(body: unknown): PeerAnswer {
  return { status: 200, body, headers: { 'Content-Type': 'application/json' } };
}

export function failure(status: number, body: object): PeerError {
  return new PeerError({ status, body });
}

export function notFound(what: string): PeerError {
  return failure(404, { error: `${what} not found` });
}

export function demand(state: RealmState, ...rights: readonly string[]): void {
  if (!rights.every((right) => state.may(right))) throw failure(403, { error: 'HTTP 403 Forbidden' });
}

/** The window that `first` and `max` name; `fallback` undefined: everything, where `max` is not said. */
export function windowed<T>(rows: readonly T[], query: URLSearchParams, fallback?: number): readonly T[] {
  const first = Number(query.get('first') ?? '0');
  const max = query.has('max') ? Number(query.get('max')) : (fallback ?? rows.length);
  return rows.slice(first, first + max);
}

export function isBrief(query: URLSearchParams, fallback: boolean): boolean {
  return (query.get('briefRepresentation') ?? String(fallback)) === 'true';
}

/** Without a right to query at all, who is not there and who may not be seen look alike. */
export function userOf(state: RealmState, { params }: PeerRequest): RealmUser {
  const user = state.users.get(params['userId'] ?? '');
  if (user !== undefined) return user;
  if (!state.may('query-users')) throw failure(403, { error: 'HTTP 403 Forbidden' });
  throw notFound('User');
}

export function groupOf(state: RealmState, { params }: PeerRequest): RealmGroup {
  const group = state.groups.get(params['groupId'] ?? '');
  if (group === undefined) throw failure(404, { error: 'Could not find group by id' });
  return group;
}
