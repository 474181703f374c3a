import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { RoleHolder } from '../membership-writes.ts';
import type { Ids } from '../paths.ts';
import type { OktaApi } from './okta-api.ts';
import { checkRoleAssignment, toRoleAssignment, WITH_TARGETS } from './role-assignment.ts';
import type { RoleHolders } from './role-holders.ts';
import { organisationOf } from './settings.ts';

/** Who holds which role. */
export interface RoleReader {
  readonly ofUser: (userId: string, context: CallContext) => Promise<Listing<RoleAssignment>>;
  readonly ofGroup: (groupId: string, context: CallContext) => Promise<Listing<RoleAssignment>>;
}

/** Where a holder's assignments are. */
export function assignmentsOf({
  kind,
  externalId,
}: Pick<RoleHolder, 'kind' | 'externalId'>): readonly [template: string, ids: Ids] {
  return kind === 'GROUP'
    ? ['/api/v1/groups/{groupId}/roles', { groupId: externalId }]
    : ['/api/v1/users/{userId}/roles', { userId: externalId }];
}

/** A user's roles hold those that groups give, marked as such. */
export function createRoleReader(api: OktaApi, holders: RoleHolders): RoleReader {
  async function read(
    principal: { readonly kind: 'USER' | 'GROUP'; readonly externalId: string },
    context: CallContext,
  ): Promise<Listing<RoleAssignment>> {
    const [template, ids] = assignmentsOf(principal);
    const organisation = organisationOf(api.settings);
    return await api.list(
      template,
      ids,
      context,
      (row, _, origin) => {
        checkRoleAssignment(row, origin);
        return toRoleAssignment(row, principal, organisation, origin);
      },
      { query: WITH_TARGETS },
    );
  }

  return {
    ofUser: async (externalId, context) =>
      (await holders.none(externalId, context)) ?? (await read({ kind: 'USER', externalId }, context)),
    ofGroup: async (externalId, context) => await read({ kind: 'GROUP', externalId }, context),
  };
}
