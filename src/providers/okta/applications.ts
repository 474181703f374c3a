import type { Application } from '../../model/application.ts';
import type { Origin } from '../bad-response.ts';
import { expectTexts } from '../expect-members.ts';
import type { ApplicationReads } from '../provider.ts';
import { object, type Row } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { toApplication } from './application.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta's largest page of applications. */
const APPLICATIONS_PER_PAGE = 200;

export function createApplicationReads(api: OktaApi, none: Unsupported['applications']): ApplicationReads {
  const { directory } = api;

  function applicationOf(row: Row, observedAt: Date, origin: Origin): Application {
    const client = object(object(row.members, 'settings') ?? {}, 'oauthClient') ?? {};
    for (const name of ['redirect_uris', 'grant_types', 'response_types']) expectTexts(client, name, origin);
    return toApplication(row, directory, observedAt);
  }

  return {
    ...none,
    list: async (context) =>
      await api.list('/api/v1/apps', {}, context, applicationOf, {
        query: { limit: String(APPLICATIONS_PER_PAGE) },
      }),
    get: async (applicationId, context) => {
      const found = await api.find('/api/v1/apps/{appId}', { appId: applicationId }, context);
      return found && applicationOf(found.row, found.answer.observedAt, found.answer.origin);
    },
  };
}
