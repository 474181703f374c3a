import type { JsonObject } from '../../model/action.ts';
import type { ActionInput, Undo } from '../action.ts';
import type { ActionRequest } from '../action-request.ts';
import type { Known } from '../failures.ts';
import type { TimedGrant } from './timed-grant.ts';

/**
 * Grants that are not over yet, of the very access that a request is about: those that the same action gave (GIVES), or those
 * that it takes back (TAKES). The next to end comes first.
 */
export async function liveGrants<I extends ActionInput, S>(
  { action, services, loaders }: ActionRequest<I, S>,
  { subject, state }: Known,
  by: 'GIVES' | 'TAKES',
): Promise<readonly TimedGrant[]> {
  const access = accessIn(state);
  if (services.timed === null || access === null) return [];
  const { key, provider } = loaders.directory;
  const live = await services.timed.live(key, subject.externalId);
  return live.filter(
    (grant) =>
      grant.subject.type === subject.type &&
      (by === 'GIVES' ? grant.action : grant.inverse.action) === action.name &&
      accessOf(grant.inverse, provider.externalId) === access,
  );
}

/** What access a state is of, in one spelling, as memberships and roles are described; null: it is of something else. */
function accessIn(state: JsonObject | null): string | null {
  const { groupId, roleId, scope } = (state ?? {}) as Partial<{
    groupId: string;
    roleId: string;
    scope: { readonly rawType: string; readonly externalId: string } | null;
  }>;
  if (typeof roleId === 'string' && scope) return role(roleId, scope.rawType, scope.externalId);
  return typeof groupId === 'string' ? membership(groupId) : null;
}

/** The same of what takes access back. `environmentId`: what is meant where a scope leaves the environment out. */
function accessOf({ input }: Undo, environmentId: string): string | null {
  const {
    group,
    role: given,
    scope,
  } = input as Partial<{
    group: { readonly externalId: string };
    role: { readonly externalId: string };
    scope: { readonly type: string; readonly externalId?: string | null };
  }>;
  // First: a role that a group holds has both.
  if (given && scope) return role(given.externalId, scope.type, scope.externalId ?? environmentId);
  return group ? membership(group.externalId) : null;
}

function role(roleId: string, scope: string, scopeId: string): string {
  return ['role', roleId, scope, scopeId].join('\n').toLowerCase();
}

function membership(groupId: string): string {
  return ['group', groupId].join('\n').toLowerCase();
}
