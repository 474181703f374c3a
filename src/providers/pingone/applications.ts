import type { Application } from '../../model/application.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectObject, expectReferences, expectTexts } from '../expect-members.ts';
import type { ApplicationReads } from '../provider.ts';
import { type Members, object, type Row, text } from '../rows.ts';
import { toAttribute, toPolicyAssignment, toSecretState } from './application-parts.ts';
import { readUsage } from './application-usage.ts';
import { toApplication } from './application.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { createGrantReader } from './grants.ts';
import { toRoleAssignment } from './role-assignments.ts';

/** What an application may do and where it sends people, by what stands in them. */
const LISTS = ['redirectUris', 'acsUrls', 'grantTypes', 'responseTypes'] as const;

export function createApplicationReads(api: EnvironmentApi, clock: () => Date): ApplicationReads {
  const directory = api.settings.key;
  const one = 'applications/{applicationId}';

  function applicationOf(row: Row, observedAt: Date, origin: Origin): Application {
    for (const name of LISTS) expectTexts(row.members, name, origin);
    checkAccess(row.members, origin);
    return toApplication(row, directory, observedAt);
  }

  return {
    list: async (context) => await api.list('applications', {}, 'applications', context, applicationOf),
    get: async (applicationId, context) => {
      const found = await api.find(one, { applicationId }, context);
      return found === null ? null : applicationOf(found.row, found.answer.observedAt, found.answer.origin);
    },
    grants: createGrantReader(api),
    attributes: async (applicationId, context) =>
      await api.list(`${one}/attributes`, { applicationId }, 'attributes', context, toAttribute),
    signOnPolicyAssignments: async (applicationId, context) => {
      const collection = 'signOnPolicyAssignments';
      const listing = await api.list(
        `${one}/${collection}`,
        { applicationId },
        collection,
        context,
        toPolicyAssignment,
      );
      return { ...listing, rows: listing.rows.toSorted((a, b) => a.priority - b.priority) };
    },
    roleAssignmentsOf: async (applicationId, context) =>
      await api.list(
        `${one}/roleAssignments`,
        { applicationId },
        'roleAssignments',
        context,
        (row, _, origin) => toRoleAssignment(row, { kind: 'APPLICATION', externalId: applicationId }, origin),
      ),
    secretState: async (applicationId, context) => {
      const { members } = await api.read(`${one}/secret`, { applicationId }, context);
      return toSecretState(members);
    },
    flowPolicyAssigned: async (applicationId, context) => {
      const collection = 'flowPolicyAssignments';
      const listing = await api.list(
        `${one}/${collection}`,
        { applicationId },
        collection,
        context,
        (row) => row.id,
      );
      return listing.rows.length > 0;
    },
    usage: async (days, context) => await readUsage(api, days, clock, context),
  };
}

/** Whoever may sign on: read as nothing, what cannot be read would open the application to everybody. */
function checkAccess(application: Members, origin: Origin): void {
  expectObject(application, 'accessControl', origin);
  const control = object(application, 'accessControl') ?? {};
  for (const name of ['role', 'group']) expectObject(control, name, origin);
  const role = object(control, 'role');
  if (role !== null && text(role, 'type') === null)
    throw badResponse(origin, 'was expected to name the kind of role in accessControl');
  expectReferences(object(control, 'group') ?? {}, 'groups', origin);
}
