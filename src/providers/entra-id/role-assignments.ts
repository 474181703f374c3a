import { createHash } from 'node:crypto';
import type { Listing } from '../../model/coverage.ts';
import type { PrincipalKind, RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { object, type Row, text } from '../rows.ts';
import { SharedRead } from '../shared-read.ts';
import type { GraphApi } from './graph-api.ts';
import { odataType } from './graph-api.ts';
import { isSameGuid } from './guid.ts';
import { objectKind } from './object-kind.ts';

/** Long enough for everybody of a batch, too short for a guard to judge by what was. */
const KEPT_MS = 5_000;

interface Snapshot {
  readonly listing: Listing<RoleAssignment>;
  /** Ids of the users in each group that holds a role; an error where they could not be read. */
  readonly members: ReadonlyMap<string, ReadonlySet<string> | UpstreamError>;
}

/** Somebody who holds roles, and a digest of what they hold: another one when that is another. */
export interface RoleHolder {
  readonly kind: PrincipalKind;
  readonly id: string;
  readonly digest: string;
}

/** All role assignments of the tenant: a few hundred at most, walked once for everybody who asks at about the same time. */
export class RoleAssignments {
  readonly #api: GraphApi;
  readonly #shared: SharedRead<Snapshot>;

  constructor(api: GraphApi, clock: Clock) {
    this.#api = api;
    this.#shared = new SharedRead(api.directory, (context) => this.#load(context), clock);
  }

  forget(): void {
    this.#shared.forget();
  }

  /** What a principal holds of its own. */
  async of(kind: PrincipalKind, externalId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const { listing } = await this.#snapshot(context);
    const rows = listing.rows.filter(({ principal }) => isSameGuid(principal.externalId, externalId));
    return { ...listing, rows: rows.map((row) => ({ ...row, principal: { kind, externalId } })) };
  }

  /** What a user holds, through groups too; incomplete where the members of such a group could not be read. */
  async ofUser(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const own = await this.of('USER', userId, context);
    const { listing, members } = await this.#snapshot(context);
    const inherited = listing.rows.flatMap((row) => {
      const group = row.principal.kind === 'GROUP' ? row.principal.externalId : null;
      const found = group === null ? undefined : members.get(group);
      if (group === null || !(found instanceof Set) || !found.has(userId.toLowerCase())) return [];
      const principal = { kind: 'USER' as const, externalId: userId };
      return [{ ...row, principal, inheritedFromGroupId: group, inherited: true }];
    });
    const rows = [...own.rows, ...inherited];
    const failed = [...members.values()].find((found) => found instanceof UpstreamError);
    if (failed === undefined) return { ...own, rows };
    const message = `Members of a group that holds a role could not be read: ${failed.message}`;
    const reason = failed.code === 'FORBIDDEN' ? 'FORBIDDEN' : 'PARTIAL';
    return { ...own, rows, complete: false, reason, message };
  }

  /** Everybody who holds a role of their own, as it is now. */
  async holders(
    context: CallContext,
  ): Promise<{ readonly holders: readonly RoleHolder[]; readonly observedAt: Date }> {
    const listing = await this.#list(context);
    const held = new Map<string, { kind: PrincipalKind; id: string; assignments: string[] }>();
    for (const { principal, roleId, scope, externalId } of listing.rows) {
      const id = principal.externalId.toLowerCase();
      const key = `${principal.kind} ${id}`;
      const holder = held.get(key) ?? { kind: principal.kind, id, assignments: [] };
      holder.assignments.push(JSON.stringify([externalId, roleId, scope]));
      held.set(key, holder);
    }
    const holders = [...held.values()].map(({ kind, id, assignments }) => ({
      kind,
      id,
      digest: createHash('sha256').update(assignments.toSorted().join('\n')).digest('base64url').slice(0, 16),
    }));
    return { holders, observedAt: listing.observedAt };
  }

  /** One assignment by its id; null: there is none. */
  async get(roleAssignmentId: string, context: CallContext): Promise<RoleAssignment | null> {
    const template = '/roleManagement/directory/roleAssignments/{roleAssignmentId}';
    const query = { $expand: 'principal' };
    const found = await this.#api.find(template, { roleAssignmentId }, context, { query });
    return found === null ? null : this.#toModel(found.row, found.answer.origin);
  }

  /** A read under way is joined however long it takes: a slow tenant is not to be walked several times at once. */
  async #snapshot(context: CallContext): Promise<Snapshot> {
    return await this.#shared.read(context, KEPT_MS, Number.POSITIVE_INFINITY);
  }

  async #list(context: CallContext): Promise<Listing<RoleAssignment>> {
    const template = '/roleManagement/directory/roleAssignments';
    const query = { $expand: 'principal' };
    return await this.#api.list(template, {}, context, (row, _at, origin) => this.#toModel(row, origin), {
      query,
    });
  }

  async #load(context: CallContext): Promise<Snapshot> {
    const listing = await this.#list(context);
    const groups = new Set(
      listing.rows.flatMap(({ principal }) => (principal.kind === 'GROUP' ? [principal.externalId] : [])),
    );
    const members = await Promise.all(
      [...groups].map(async (group) => [group, await this.#membersOf(group, context)] as const),
    );
    return { listing, members: new Map(members) };
  }

  /** Groups that hold roles have no groups within them ("Use groups to manage role assignments"): direct members are all. */
  async #membersOf(groupId: string, context: CallContext): Promise<ReadonlySet<string> | UpstreamError> {
    try {
      const query = { $select: 'id', $top: '999' };
      const template = '/groups/{groupId}/members';
      const { rows, origin } = await this.#api.rows(template, { groupId }, context, { query });
      return new Set(identified(rows, origin).map(({ id }) => id.toLowerCase()));
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code === 'CANCELLED' || error.code === 'TIMED_OUT')
        throw error;
      return error;
    }
  }

  #toModel({ id, members }: Row, origin: Origin): RoleAssignment {
    const principalId = text(members, 'principalId');
    const roleId = text(members, 'roleDefinitionId');
    if (principalId === null || roleId === null)
      throw badResponse(origin, 'has a role assignment that does not name its role and who holds it');
    return {
      directory: this.#api.directory,
      externalId: id,
      principal: { kind: kindOf(members, origin), externalId: principalId },
      roleId,
      scope: this.#scopeOf(text(members, 'directoryScopeId') ?? ''),
      inheritedFromGroupId: null,
      inherited: false,
      readOnly: false,
    };
  }

  /** `/` is the whole tenant, `/administrativeUnits/{id}` a part of its people, `/{id}` one object, mostly an application. */
  #scopeOf(scopeId: string): RoleAssignment['scope'] {
    if (scopeId === '/')
      return { type: 'ORGANIZATION', rawType: 'directory', externalId: this.#api.settings.tenantId };
    const [, kind = '', id] = scopeId.split('/');
    if (id !== undefined) return { type: 'UNKNOWN', rawType: kind, externalId: id };
    return { type: kind === '' ? 'UNKNOWN' : 'APPLICATION', rawType: 'directoryObject', externalId: kind };
  }
}

/**
 * Of a principal that was deleted nothing is sent along; it is nobody's assignment any more.
 * @throws {UpstreamError} `BAD_RESPONSE` for one that does not say what it is: taken for a user, a group would give its role to nobody.
 */
function kindOf(assignment: Row['members'], origin: Origin): PrincipalKind {
  if ((assignment['principal'] ?? null) === null) return 'USER';
  const principal = object(assignment, 'principal') ?? {};
  if (odataType(principal) === null)
    throw badResponse(origin, 'has a role assignment whose principal does not say what it is');
  const kind = objectKind(principal);
  // One of a kind that is new may be a group: where its members cannot be read, nobody's roles are all known.
  return kind === null ? 'GROUP' : kind === 'OTHER' ? 'APPLICATION' : kind;
}
