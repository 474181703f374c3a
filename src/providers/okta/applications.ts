import type { ApplicationReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import { toApplication } from './application.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta's largest page of applications. */
const APPLICATIONS_PER_PAGE = 200;

export function createApplicationReads(api: OktaApi, none: Unsupported['applications']): ApplicationReads {
  const { directory } = api;
  return {
    ...none,
    list: async (context) =>
      await api.list('/api/v1/apps', {}, context, (row, at) => toApplication(row, directory, at), {
        query: { limit: String(APPLICATIONS_PER_PAGE) },
      }),
    get: async (applicationId, context) => {
      const found = await api.find('/api/v1/apps/{appId}', { appId: applicationId }, context);
      return found && toApplication(found.row, directory, found.answer.observedAt);
    },
  };
}
