import type { Application } from '../../model/application.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectFlag, expectTexts } from '../expect-members.ts';
import { wholeListing } from '../listing.ts';
import type { ApplicationReads } from '../provider.ts';
import { flag, type Row, text } from '../rows.ts';
import { toApplication } from './application.ts';
import { readEveryRow } from './offset-list.ts';
import type { RealmApi } from './realm-api.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { USUAL_PAGE } from './settings.ts';

const ONE = '/clients/{clientUuid}';

/** What a client is for, by which are on. */
const SWITCHES = [
  'bearerOnly',
  'publicClient',
  'standardFlowEnabled',
  'implicitFlowEnabled',
  'directAccessGrantsEnabled',
  'serviceAccountsEnabled',
] as const;

interface KeycloakApplications extends ApplicationReads {
  /** The gateway's own client, by the id that addresses use; null: it was not seen so far. */
  readonly ownId: string | null;
}

export function createApplicationReads(
  api: RealmApi,
  assignments: AssignmentReads,
  others: ApplicationReads,
): KeycloakApplications {
  const { directory, settings } = api;
  let ownId: string | null = null;

  async function rolesOf(clientUuid: string, context: CallContext) {
    const { members, observedAt, origin } = await api.read(ONE, { clientUuid }, context);
    const hasAccount = flag(members, 'serviceAccountsEnabled');
    if (hasAccount === null)
      throw badResponse(origin, 'does not say in serviceAccountsEnabled whether the client works by itself');
    if (hasAccount) return await assignments.ofApplication(clientUuid, context);
    return wholeListing([], observedAt);
  }

  function applicationOf(row: Row, observedAt: Date, origin: Origin): Application {
    expectTexts(row.members, 'redirectUris', origin);
    for (const name of SWITCHES) expectFlag(row.members, name, origin);
    return toApplication(row, directory, observedAt);
  }

  return {
    ...others,
    get ownId() {
      return ownId;
    },
    list: async (context) => {
      const list = { template: '/clients', ids: {}, query: {} };
      const { rows, observedAt } = await readEveryRow(api, list, USUAL_PAGE, context);
      const { origin } = api.target('GET', list.template, list.ids, context);
      ownId = rows.find(({ members }) => text(members, 'clientId') === settings.clientId)?.id ?? ownId;
      // Every realm has clients of its own (account, realm-management): none at all are hidden ones.
      const complete = rows.length > 0;
      return {
        rows: rows.map((row) => applicationOf(row, observedAt, origin)),
        complete,
        reason: complete ? null : 'FORBIDDEN',
        message: complete
          ? null
          : 'Keycloak shows no client, although every realm has some: grant view-clients to the service account.',
        observedAt,
      };
    },
    get: async (clientUuid, context) => {
      const found = await api.find(ONE, { clientUuid }, context);
      return found === null ? null : applicationOf(found.row, found.answer.observedAt, found.answer.origin);
    },
    roleAssignmentsOf: rolesOf,
  };
}
