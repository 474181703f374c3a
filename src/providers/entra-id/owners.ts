import type { Listing } from '../../model/coverage.ts';
import type { ListedOwners, Owner } from '../../model/owner.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import type { OwnerReads } from '../owner-reads.ts';
import type { Ids } from '../paths.ts';
import { type Members, text } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { isGuid, isSameGuid } from './guid.ts';
import { joinedOwners, keepsApplicationOwners, keepsGroupOwners, orNotKept, toOwner } from './owner.ts';

const SELECT_OWNER = 'id,displayName';
const SELECT_GROUP = 'id,groupTypes,mailEnabled,onPremisesSyncEnabled';
const SELECT_APPLICATION = 'id,appId,appOwnerOrganizationId,servicePrincipalType';

/** `GET /groups/{id}/owners` takes GroupMember.Read.All, those of applications Application.Read.All. */
export function createOwnerReads(api: GraphApi): OwnerReads {
  return {
    ofGroup: async (groupId, context) => {
      const [{ members }, owners] = await Promise.all([
        api.read('/groups/{groupId}', { groupId }, context, { query: { $select: SELECT_GROUP } }),
        ownersAt(api, '/groups/{groupId}/owners', { groupId }, context),
      ]);
      return withListed(owners, orNotKept(owners, keepsGroupOwners(members)));
    },
    ofApplication: async (applicationId, context) => {
      const ids = { applicationId };
      const [{ members }, own] = await Promise.all([
        api.read('/servicePrincipals/{applicationId}', ids, context, {
          query: { $select: SELECT_APPLICATION },
        }),
        ownersAt(api, '/servicePrincipals/{applicationId}/owners', ids, context),
      ]);
      const registered = await ownersOfRegistration(api, members, context);
      const all = registered === null ? own : joinedOwners(own, registered);
      return withListed(own, orNotKept(all, keepsApplicationOwners(members)));
    },
  };
}

/** Owners of the registration; null: it is none of this tenant. @throws {UpstreamError} */
export async function ownersOfRegistration(
  api: GraphApi,
  application: Members,
  context: CallContext,
): Promise<Listing<Owner> | null> {
  const appId = registeredHere(api, application);
  if (appId === null) return null;
  try {
    return await ownersAt(api, "/applications(appId='{appId}')/owners", { appId }, context);
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** The app id of an enterprise application that is registered in this tenant; null: it is another's, or a resource's. */
export function registeredHere({ settings }: GraphApi, application: Members): string | null {
  const [appId, home] = [text(application, 'appId'), text(application, 'appOwnerOrganizationId')];
  if (appId === null || home === null || !isGuid(appId)) return null;
  return isSameGuid(home, settings.tenantId) ? appId : null;
}

async function ownersAt(
  api: GraphApi,
  template: string,
  ids: Ids,
  context: CallContext,
): Promise<Listing<Owner>> {
  return await api.list(
    template,
    ids,
    context,
    ({ members }, _at, origin) => {
      const owner = toOwner(members);
      if (owner === null) throw badResponse(origin, 'has an owner that does not say what it is');
      return owner;
    },
    { query: { $select: SELECT_OWNER, $top: '999' } },
  );
}

function withListed(list: Listing<Owner>, { rows, complete, reason }: ListedOwners): Listing<Owner> {
  const message =
    reason === 'UNSUPPORTED' ? 'Microsoft Graph does not tell owners of this kind.' : list.message;
  return { ...list, rows, complete, reason, message };
}
