import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Row } from '../rows.ts';
import { type AncestorGroups, readUserGroups } from './group-tree.ts';
import type { RealmApi } from './realm-api.ts';
import { type MappedRole, readMappings } from './role-mappings.ts';
import { administeredRealm, scopeOf } from './role-tier.ts';
import type { KeycloakSettings } from './settings.ts';
import type { Visibility } from './visibility.ts';

type Principal = RoleAssignment['principal'];

interface AssignmentParts {
  readonly api: RealmApi;
  readonly groups: AncestorGroups;
  readonly visibility: Visibility;
}

export interface AssignmentReads {
  ofUser(userId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  ofGroup(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  ofApplication(clientUuid: string, context: CallContext): Promise<Listing<RoleAssignment>>;
}

/**
 * Who holds which role. Keycloak has no object for it: the id of an assignment is that of its role, with the group after an `@` where a
 * group gives it. Mappings show what was given directly; a group's members also have the roles of every group above it.
 *
 * Left out are plain roles of clients that administrate nothing: what they mean only their application knows.
 */
export function createAssignmentReads({ api, groups, visibility }: AssignmentParts): AssignmentReads {
  const { settings } = api;
  const direct = async (
    principal: Principal & { kind: 'USER' | 'GROUP' | 'APPLICATION' },
    context: CallContext,
  ) => {
    const { roles, observedAt } = await readMappings(api, principal, context);
    return { rows: rowsOf(roles, principal, settings, null), observedAt };
  };

  async function through(
    starts: readonly Row[],
    principal: Principal,
    context: CallContext,
  ): Promise<{ readonly rows: readonly RoleAssignment[]; readonly gap: string | null }> {
    const { reached, gap } = await groups.above(starts, context);
    const rows = await Promise.all(
      reached.map(async (group) =>
        rowsOf(await groups.rolesOf(group, context), principal, settings, group.id),
      ),
    );
    return { rows: rows.flat(), gap };
  }

  return {
    ofUser: async (userId, context) => {
      const principal = { kind: 'USER', externalId: userId } as const;
      const [own, memberOf, hidden] = await Promise.all([
        direct(principal, context),
        readUserGroups(api, userId, context),
        whatIsHidden(visibility, context),
      ]);
      const given = await through(memberOf.rows, principal, context);
      return listing([...own.rows, ...given.rows], own.observedAt, hidden, given.gap);
    },
    ofGroup: async (groupId, context) => {
      const principal = { kind: 'GROUP', externalId: groupId } as const;
      const [own, parent, hidden] = await Promise.all([
        direct(principal, context),
        groups.parentOf(groupId, context),
        whatIsHidden(visibility, context),
      ]);
      const given = await through(parent.row === null ? [] : [parent.row], principal, context);
      return listing([...own.rows, ...given.rows], own.observedAt, hidden, parent.gap ?? given.gap);
    },
    ofApplication: async (clientUuid, context) => {
      const principal = { kind: 'APPLICATION', externalId: clientUuid } as const;
      const [own, hidden] = await Promise.all([
        direct(principal, context),
        whatIsHidden(visibility, context),
      ]);
      return listing(own.rows, own.observedAt, hidden, null);
    },
  };
}

function rowsOf(
  roles: readonly MappedRole[],
  principal: Principal,
  { key, realm }: KeycloakSettings,
  groupId: string | null,
): readonly RoleAssignment[] {
  return roles
    .filter(
      ({ container, composite }) =>
        container === null || composite || administeredRealm(realm, container) !== null,
    )
    .map(({ id, container }) => ({
      directory: key,
      externalId: groupId === null ? id : `${id}@${groupId}`,
      principal,
      roleId: id,
      scope: scopeOf(realm, container),
      inheritedFromGroupId: groupId,
      inherited: groupId !== null,
      readOnly: false,
    }));
}

/** Mappings leave out roles that the credential may not view. Only that is told in a list; other failures are thrown. */
async function whatIsHidden(visibility: Visibility, context: CallContext): Promise<string | null> {
  try {
    await visibility.everyRole(context);
    return null;
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'FORBIDDEN') return error.message;
    throw error;
  }
}

function listing(
  rows: readonly RoleAssignment[],
  observedAt: Date,
  hidden: string | null,
  gap: string | null,
): Listing<RoleAssignment> {
  if (hidden !== null) {
    const message = `Roles may be missing, because Keycloak leaves out those that the credential may not view: ${hidden}`;
    return { rows, complete: false, reason: 'FORBIDDEN', message, observedAt };
  }
  return { rows, complete: gap === null, reason: gap === null ? null : 'PARTIAL', message: gap, observedAt };
}
