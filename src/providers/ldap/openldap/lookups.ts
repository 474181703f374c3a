import type { Filter } from 'ldapts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found } from '../search.ts';
import { requestError } from '../request-error.ts';
import { theOneOf } from '../the-one.ts';
import type { Entry } from '../values/entry.ts';
import { both, either, equals, parseFilter } from '../values/filter.ts';
import { isGuid } from '../values/guid.ts';
import { idOf } from './user.ts';

const PEOPLE = equals('objectClass', 'inetOrgPerson');
const GROUPS = either(
  equals('objectClass', 'groupOfNames'),
  equals('objectClass', 'groupOfUniqueNames'),
  equals('objectClass', 'posixGroup'),
);

export function peopleOf(api: LdapApi): Filter {
  const { userFilter } = api.settings;
  return userFilter === null ? PEOPLE : parseFilter(userFilter);
}

export function groupsOf(api: LdapApi): Filter {
  const { groupFilter } = api.settings;
  return groupFilter === null ? GROUPS : parseFilter(groupFilter);
}

export async function searchBelow(
  api: LdapApi,
  filter: Filter,
  attributes: readonly string[],
  route: string,
  context: CallContext,
): Promise<Found> {
  return await api.search({ base: api.settings.baseDn, scope: 'sub', filter, attributes }, route, context);
}

export async function findUser(
  api: LdapApi,
  userId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry | null> {
  return await byId(api, peopleOf(api), userId, attributes, 'read user', context);
}

/** A user who must be there. @throws {UpstreamError} `NOT_FOUND` */
export async function theUser(
  api: LdapApi,
  userId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry> {
  return (await findUser(api, userId, attributes, context)) ?? gone(api, 'read user', context);
}

export async function findGroup(
  api: LdapApi,
  groupId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry | null> {
  return await byId(api, groupsOf(api), groupId, attributes, 'read group', context);
}

/** A group that must be there. @throws {UpstreamError} `NOT_FOUND` */
export async function theGroup(
  api: LdapApi,
  groupId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry> {
  return (await findGroup(api, groupId, attributes, context)) ?? gone(api, 'read group', context);
}

/** `entryUUID` is indexed where the documentation is followed; without an index the server looks at every entry. */
async function byId(
  api: LdapApi,
  kind: Filter,
  id: string,
  attributes: readonly string[],
  route: string,
  context: CallContext,
): Promise<Entry | null> {
  if (!isGuid(id)) return null;
  const filter = both(kind, equals('entryUUID', id));
  const wanted = [...new Set([...attributes, 'entryUUID'])];
  const { entries } = await searchBelow(api, filter, wanted, route, context);
  const { baseDn } = api.settings;
  return theOneOf({ id, idOf, base: baseDn }, entries, { method: 'GET', route }, api, context);
}

function gone(api: LdapApi, route: string, context: CallContext): never {
  const said = 'no such entry under the base, or it is not visible to the account';
  throw requestError(api.directory, 'NOT_FOUND', { method: 'GET', route }, context, said);
}
