import type { JsonObject } from '../../model/action.ts';
import type { RoleAssignment, ScopeType } from '../../model/role.ts';
import { sameId } from '../guards/same-id.ts';
import type { ActionInput, Target } from '../action.ts';

/** What a role can be assigned over. */
export type AssignableScope = Exclude<ScopeType, 'UNKNOWN'>;

/** A role over a scope, whoever holds it. */
export interface Grant {
  readonly roleId: string;
  /** `rawType` is the vendor's word for what it is over, and `type` ours, which a request may have said instead. */
  readonly scope: Pick<RoleAssignment['scope'], 'rawType' | 'externalId'> & { readonly type?: ScopeType };
}

/** A role over a scope, as a caller says it. */
export interface GrantInput {
  readonly role: Target;
  readonly scope: {
    readonly type: AssignableScope;
    /** The provider's id; of an environment it may be left out: the directory itself is meant. */
    readonly externalId?: string | null | undefined;
  };
}

/** What actions on a role that somebody holds accept: the role and its scope, or the assignment that is meant. */
export interface HeldRoleInput extends ActionInput {
  readonly role?: Target | null | undefined;
  readonly scope?: GrantInput['scope'] | null | undefined;
  readonly assignment?: NamedAssignment | null | undefined;
}

/**
 * An assignment by its id. It remembers what it was found to be: afterwards it is not there any more to be asked which role it
 * was of. Requests that are stored name role and scope instead.
 */
export class NamedAssignment {
  readonly externalId: string;
  #grant: Grant | null = null;

  constructor(externalId: string) {
    this.externalId = externalId;
  }

  /** Null: there is none. `lookUp` is asked when the list lacks it, which may lag behind. */
  async grant(
    held: readonly RoleAssignment[],
    lookUp: (assignmentId: string) => Promise<RoleAssignment | null>,
  ): Promise<Grant | null> {
    if (this.#grant !== null) return this.#grant;
    // Some vendors' ids differ in case alone.
    const listed =
      held.find(({ externalId }) => externalId === this.externalId) ??
      held.find(({ externalId }) => sameId(externalId, this.externalId));
    const found = listed ?? (await lookUp(this.externalId));
    return (this.#grant = found);
  }
}

/** What is wrong with how a held role is named; null: nothing. */
export function heldRoleProblem(input: HeldRoleInput): string | null {
  const { role, scope, assignment } = input;
  const byGrant = [role, scope].filter((one) => one !== undefined && one !== null).length;
  const byId = assignment !== undefined && assignment !== null;
  if (byId ? byGrant > 0 : byGrant < 2)
    return 'Expected either `assignment`, or `role` and `scope` together.';
  return byId || scope === undefined || scope === null ? null : scopeProblem(scope);
}

export function scopeProblem({ type, externalId }: GrantInput['scope']): string | null {
  return type === 'ENVIRONMENT' || (typeof externalId === 'string' && externalId !== '')
    ? null
    : `scope: expected the id of the ${type.toLowerCase()}; only that of an environment may be left out.`;
}

/** `directoryId`: the provider's id of the directory, which an environment's may be left out for. */
export function grantOf({ role, scope }: GrantInput, directoryId: string): Grant {
  return {
    roleId: role.externalId,
    scope: { type: scope.type, rawType: scope.type, externalId: scope.externalId ?? directoryId },
  };
}

/** The same, as plain JSON to be kept. */
export function grantInputOf(state: JsonObject | null): GrantInput | null {
  const { roleId, scope } = (state ?? {}) as Partial<{ roleId: string; scope: Grant['scope'] }>;
  if (typeof roleId !== 'string' || scope === undefined || scope === null) return null;
  const type = assignableScopes.find((known) => known === (scope.type ?? scope.rawType));
  return type === undefined
    ? null
    : { role: { externalId: roleId }, scope: { type, externalId: scope.externalId } };
}

const assignableScopes: readonly AssignableScope[] = [
  'ORGANIZATION',
  'ENVIRONMENT',
  'POPULATION',
  'APPLICATION',
  'GROUP',
];

export function isOf(grant: Grant, { roleId, scope }: RoleAssignment): boolean {
  return (
    sameId(roleId, grant.roleId) &&
    isSameKind(scope, grant.scope) &&
    sameId(scope.externalId, grant.scope.externalId)
  );
}

/** What one vendor calls an organization is another's environment: either may stand for a directory as a whole. */
const whole: ReadonlySet<string> = new Set(['ORGANIZATION', 'ENVIRONMENT']);

function isSameKind({ type, rawType }: RoleAssignment['scope'], asked: Grant['scope']): boolean {
  if (rawType === asked.rawType) return true;
  const wanted = asked.type ?? 'UNKNOWN';
  return wanted !== 'UNKNOWN' && (type === wanted || (whole.has(type) && whole.has(wanted)));
}

/** Whether an assignment of the same role reaches further: an organization holds environments, and this one all the rest. */
export function isBroader(row: RoleAssignment, grant: Grant, directoryId: string): boolean {
  const { roleId, scope } = row;
  if (!sameId(roleId, grant.roleId) || scope.rawType === grant.scope.rawType || isOf(grant, row))
    return false;
  if (scope.type === 'ORGANIZATION') return true;
  return (
    scope.type === 'ENVIRONMENT' &&
    sameId(scope.externalId, directoryId) &&
    (grant.scope.type ?? grant.scope.rawType) !== 'ORGANIZATION'
  );
}
