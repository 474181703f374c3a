import type { ApplicationReads } from '../provider.ts';
import type { GraphApi } from './graph-api.ts';
import { SELECT_APPLICATION, toApplication } from './application.ts';
import { isGuid } from './guid.ts';
import type { RoleAssignments } from './role-assignments.ts';

/** Enterprise applications: what people sign on to, and what machines act as. */
export function createApplicationReads(
  api: GraphApi,
  assignments: RoleAssignments,
): Pick<ApplicationReads, 'list' | 'get' | 'roleAssignmentsOf'> {
  const { directory } = api;
  return {
    list: async (context) =>
      await api.list('/servicePrincipals', {}, context, (row, at) => toApplication(row, directory, at), {
        query: { $select: SELECT_APPLICATION, $top: '999' },
      }),
    get: async (applicationId, context) => {
      if (!isGuid(applicationId)) return null;
      const query = { $select: SELECT_APPLICATION };
      const found = await api.find('/servicePrincipals/{applicationId}', { applicationId }, context, {
        query,
      });
      return found === null ? null : toApplication(found.row, directory, found.answer.observedAt);
    },
    roleAssignmentsOf: async (applicationId, context) =>
      await assignments.of('APPLICATION', applicationId, context),
  };
}
