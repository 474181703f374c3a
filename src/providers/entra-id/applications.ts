import type { ListedOwners } from '../../model/owner.ts';
import type { CallContext } from '../../upstream/call.ts';
import { unknownReasonOf } from '../../upstream/unknown-reason.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectText, expectTexts } from '../expect-members.ts';
import type { ApplicationReads } from '../provider.ts';
import { flag, type Members, type Row, text } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { SELECT_APPLICATION, toApplication } from './application.ts';
import { isGuid } from './guid.ts';
import { EXPAND_OWNERS, expandedOwners, joinedOwners, keepsApplicationOwners, orNotKept } from './owner.ts';
import { ownersOfRegistration, registeredHere } from './owners.ts';
import type { RoleAssignments } from './role-assignments.ts';

const APPLICATION_QUERY = { $select: SELECT_APPLICATION, $expand: EXPAND_OWNERS } as const;

/** Owners of registrations by app id; or why they are not known. */
type Registered = ReadonlyMap<string, ListedOwners> | ListedOwners;

/** Enterprise applications: what people sign on to, and what machines act as. */
export function createApplicationReads(
  api: GraphApi,
  assignments: RoleAssignments,
): Pick<ApplicationReads, 'list' | 'get' | 'roleAssignmentsOf'> {
  const { directory } = api;

  /** Of every application that is registered in this tenant. Its failure leaves owners unknown, and the applications known. */
  async function everyRegistration(context: CallContext): Promise<Registered> {
    try {
      const query = { $select: 'id,appId', $expand: EXPAND_OWNERS, $top: '999' };
      const { rows, origin } = await api.rows('/applications', {}, context, { query });
      return new Map(rows.map((row) => registration(row, origin)));
    } catch (error) {
      return failed(error);
    }
  }

  function ownersOf(row: Members, registered: Registered | null): ListedOwners | undefined {
    const own = expandedOwners(row);
    if (own === undefined) return undefined;
    const appId = registeredHere(api, row);
    const other = appId === null || registered === null ? undefined : at(registered, appId);
    return orNotKept(other === undefined ? own : joinedOwners(own, other), keepsApplicationOwners(row));
  }

  async function ofOne(row: Row, context: CallContext): Promise<ListedOwners | undefined> {
    if (registeredHere(api, row.members) === null) return ownersOf(row.members, null);
    const registered = await ownersOfRegistration(api, row.members, context).catch(failed);
    return ownersOf(row.members, registered);
  }

  return {
    list: async (context) => {
      const query = { ...APPLICATION_QUERY, $top: '999' };
      const listed = api.list(
        '/servicePrincipals',
        {},
        context,
        (row, observedAt, origin) => {
          checked(row, origin);
          return { row, observedAt };
        },
        { query },
      );
      const [found, registered] = await Promise.all([listed, everyRegistration(context)]);
      const rows = found.rows.map(({ row, observedAt }) =>
        toApplication(row, directory, observedAt, ownersOf(row.members, registered)),
      );
      return { ...found, rows };
    },
    get: async (applicationId, context) => {
      if (!isGuid(applicationId)) return null;
      const found = await api.find('/servicePrincipals/{applicationId}', { applicationId }, context, {
        query: APPLICATION_QUERY,
      });
      if (found === null) return null;
      const { row, answer } = found;
      checked(row, answer.origin);
      return toApplication(row, directory, answer.observedAt, await ofOne(row, context));
    },
    roleAssignmentsOf: async (applicationId, context) =>
      await assignments.of('APPLICATION', applicationId, context),
  };
}

function at(registered: Registered, appId: string): ListedOwners | undefined {
  return 'rows' in registered ? registered : registered.get(appId.toLowerCase());
}

/** @throws {UpstreamError} `BAD_RESPONSE` for one that does not say whose it is: its owners would be nobody's. */
function registration(row: Members, origin: Origin): readonly [appId: string, owners: ListedOwners] {
  const [appId, owners] = [text(row, 'appId'), expandedOwners(row)];
  if (appId === null || owners === undefined)
    throw badResponse(origin, 'has a registration without an appId, or without owners');
  return [appId.toLowerCase(), owners];
}

/** By these it is told where it sends people, and whose it is: of another type, they would be taken for left out. */
function checked({ members }: Row, origin: Origin): void {
  expectTexts(members, 'replyUrls', origin);
  for (const name of [
    'appId',
    'appOwnerOrganizationId',
    'servicePrincipalType',
    'description',
    'preferredSingleSignOnMode',
    'logoutUrl',
  ])
    expectText(members, name, origin);
  // Not nullable ("servicePrincipal resource type"): without it, an application would be open to everybody.
  if (flag(members, 'appRoleAssignmentRequired') === null)
    throw badResponse(
      origin,
      'has an application that does not say in appRoleAssignmentRequired who gets in',
    );
}

function failed(error: unknown): ListedOwners {
  if (error instanceof UpstreamError) return { rows: [], complete: false, reason: unknownReasonOf(error) };
  throw error;
}
