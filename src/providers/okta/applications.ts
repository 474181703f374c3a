import type { Application } from '../../model/application.ts';
import type { Origin } from '../bad-response.ts';
import { expectFlag, expectObject, expectObjects, expectText, expectTexts } from '../expect-members.ts';
import type { ApplicationReads } from '../provider.ts';
import { type Members, object, objects, type Row } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { toApplication } from './application.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta's largest page of applications. */
const APPLICATIONS_PER_PAGE = 200;

export function createApplicationReads(api: OktaApi, none: Unsupported['applications']): ApplicationReads {
  const { directory } = api;

  function applicationOf(row: Row, observedAt: Date, origin: Origin): Application {
    checked(row.members, origin);
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

/** By these it is told what an application is, and how it is guarded: of another type, they would be taken for left out. */
function checked(application: Members, origin: Origin): void {
  for (const name of ['signOnMode', 'status', 'name']) expectText(application, name, origin);
  const settings = memberOf(application, 'settings', origin);
  expectText(memberOf(settings, 'notes', origin), 'admin', origin);
  const client = memberOf(settings, 'oauthClient', origin);
  for (const name of ['redirect_uris', 'grant_types', 'response_types']) expectTexts(client, name, origin);
  for (const name of ['application_type', 'wildcard_redirect']) expectText(client, name, origin);
  const credentials = memberOf(memberOf(application, 'credentials', origin), 'oauthClient', origin);
  expectText(credentials, 'token_endpoint_auth_method', origin);
  expectFlag(credentials, 'pkce_required', origin);
  const signOn = memberOf(settings, 'signOn', origin);
  expectText(signOn, 'ssoAcsUrl', origin);
  expectObjects(signOn, 'acsEndpoints', origin);
  for (const endpoint of objects(signOn, 'acsEndpoints')) expectText(endpoint, 'url', origin);
  expectText(memberOf(signOn, 'slo', origin), 'logoutUrl', origin);
  for (const name of ['assertionSigned', 'responseSigned']) expectFlag(signOn, name, origin);
}

function memberOf(members: Members, name: string, origin: Origin): Members {
  expectObject(members, name, origin);
  return object(members, name) ?? {};
}
