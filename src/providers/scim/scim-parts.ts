import type { Upstream } from '../../upstream/upstream.ts';
import { ByIds } from './by-ids.ts';
import { Everybody } from './everybody.ts';
import { GroupMembers } from './group-members.ts';
import { Memberships } from './memberships.ts';
import { ScimLists } from './list-pages.ts';
import { ScimApi } from './scim-api.ts';
import type { ScimSettings } from './settings.ts';

/** What the reads and writes of one service share. */
export interface ScimParts {
  readonly api: ScimApi;
  readonly lists: ScimLists;
  readonly byIds: ByIds;
  readonly members: GroupMembers;
  readonly everybody: Everybody;
  readonly memberships: Memberships;
}

export function createScimParts(settings: ScimSettings, upstream: Upstream, clock: () => Date): ScimParts {
  const api = new ScimApi(settings, upstream, clock);
  const lists = new ScimLists(api, clock);
  const members = new GroupMembers(api);
  return {
    api,
    lists,
    byIds: new ByIds(api, clock),
    members,
    everybody: new Everybody(lists),
    memberships: new Memberships(api, lists, members, clock),
  };
}
