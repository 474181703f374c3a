import type { Listing } from '../../../model/coverage.ts';
import type { Role, RoleAssignment } from '../../../model/role.ts';
import type { CallContext } from '../../../upstream/call.ts';
import { wholeListing } from '../../listing.ts';
import type { LdapApi } from '../directory-api.ts';
import { findUser } from './lookups.ts';
import { requestError } from '../request-error.ts';
import { primaryGroupSid } from './nesting.ts';
import { type PrivilegedGroups, readPrivilegedGroups } from './privileged-groups.ts';

type Principal = RoleAssignment['principal'];

/** Administrators are members of well-known groups: a role is such a group, and an assignment is a membership. */
export class ActiveDirectoryRoles {
  readonly #api: LdapApi;
  /** Which groups give power is the same for all users whom one request asks about. */
  readonly #known = new WeakMap<CallContext, Promise<PrivilegedGroups>>();

  constructor(api: LdapApi) {
    this.#api = api;
  }

  async roles(context: CallContext): Promise<Listing<Role>> {
    const { roles, observedAt } = await this.privileged(context);
    const rows = roles.map(({ roleId, name, description, tier, custom }): Role => ({
      directory: this.#api.directory,
      externalId: roleId,
      name,
      description,
      custom,
      permissions: [],
      applicableTo: ['USER', 'GROUP'],
      canAssignRoleIds: [],
      tier,
    }));
    return complete(rows, observedAt);
  }

  /** Also what comes through groups in groups, and through the primary group. */
  async ofUser(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const [privileged, user] = await Promise.all([
      this.privileged(context),
      findUser(this.#api, userId, ['memberOf', 'objectSid', 'primaryGroupID'], context),
    ]);
    if (user === null)
      throw requestError(
        this.#api.directory,
        'NOT_FOUND',
        { method: 'GET', route: 'read user' },
        context,
        'no such user under the base, or it is not visible to the account',
      );
    const primary = primaryGroupSid(user);
    const direct = [
      ...user.texts('memberOf').map((dn) => privileged.byDn(dn)),
      primary === null ? undefined : privileged.bySid(primary),
    ];
    const principal: Principal = { kind: 'USER', externalId: userId };
    return complete(this.#through(principal, direct, privileged), this.#api.now());
  }

  async ofGroup(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const privileged = await this.privileged(context);
    const group = privileged.byId(groupId);
    if (group === undefined) return complete([], privileged.observedAt);
    const principal: Principal = { kind: 'GROUP', externalId: groupId };
    const itself = privileged.roleOf(group);
    const rows = [
      // What a well-known group is, nobody can take from it.
      ...(itself === undefined
        ? []
        : [{ ...this.#row(principal, itself.roleId, null), groupIsRole: true as const, readOnly: true }]),
      ...this.#through(
        principal,
        group.memberOf.map((dn) => privileged.byDn(dn)),
        privileged,
      ),
    ];
    return complete(rows, privileged.observedAt);
  }

  privileged(context: CallContext): Promise<PrivilegedGroups> {
    const known = this.#known.get(context);
    if (known !== undefined) return known;
    const reading = readPrivilegedGroups(this.#api, context);
    this.#known.set(context, reading);
    reading.catch(() => this.#known.delete(context));
    return reading;
  }

  #through(
    principal: Principal,
    direct: readonly (ReturnType<PrivilegedGroups['byDn']> | undefined)[],
    privileged: PrivilegedGroups,
  ): readonly RoleAssignment[] {
    return direct.flatMap((group) =>
      group === undefined
        ? []
        : privileged
            .powersOf(group)
            .map(({ roleId, id }) => this.#row(principal, roleId, id === group.id ? null : group.id)),
    );
  }

  #row(principal: Principal, roleId: string, through: string | null): RoleAssignment {
    const { key, baseDn } = this.#api.settings;
    return {
      directory: key,
      externalId: assignmentId({ holderId: principal.externalId, roleId, through }),
      principal,
      roleId,
      scope: { type: 'ORGANIZATION', rawType: 'DOMAIN', externalId: baseDn },
      inheritedFromGroupId: through,
      inherited: through !== null,
      readOnly: false,
    };
  }
}

/** What an assignment is: a membership has no id of its own. */
interface AssignmentKey {
  readonly holderId: string;
  readonly roleId: string;
  /** The group through which it comes; null: the holder is directly in the group that is the role. */
  readonly through: string | null;
}

function assignmentId({ holderId, roleId, through }: AssignmentKey): string {
  return [holderId, roleId, ...(through === null ? [] : [through])].join(':');
}

/** Null: no assignment has such an id. */
export function readAssignmentId(id: string): AssignmentKey | null {
  const [holderId, roleId, through = null, ...rest] = id.split(':');
  return holderId === undefined || roleId === undefined || rest.length > 0
    ? null
    : { holderId, roleId, through };
}

function complete<T>(rows: readonly T[], observedAt: Date): Listing<T> {
  return wholeListing(rows, observedAt);
}
