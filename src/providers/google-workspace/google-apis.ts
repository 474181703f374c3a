import type { Upstream } from '../../upstream/upstream.ts';
import { RestApi } from '../rest-api.ts';
import { type Part, SCOPES } from './scopes.ts';
import type { GoogleWorkspaceSettings } from './settings.ts';

/** The Directory API, once for each set of scopes; all of them go through one scheduler, since Google counts them together. */
export interface GoogleApis extends Readonly<Record<Part, RestApi>> {
  readonly settings: GoogleWorkspaceSettings;
  readonly upstream: Upstream;
}

export function createGoogleApis(settings: GoogleWorkspaceSettings, upstream: Upstream): GoogleApis {
  const api = (part: Part): RestApi => new RestApi(settings.key, withScope(upstream, SCOPES[part]));
  return {
    settings,
    upstream,
    readUsers: api('readUsers'),
    readGroups: api('readGroups'),
    readRoles: api('readRoles'),
    writeUsers: api('writeUsers'),
    writeMembers: api('writeMembers'),
    userSecurity: api('userSecurity'),
    writeRoles: api('writeRoles'),
  };
}

function withScope(upstream: Upstream, scope: string): Upstream {
  return {
    directory: upstream.directory,
    call: async (call, context) => await upstream.call({ ...call, scope }, context),
    get rateLimit() {
      return upstream.rateLimit;
    },
    close: async () => await upstream.close(),
  };
}
