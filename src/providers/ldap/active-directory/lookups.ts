import type { Filter } from 'ldapts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import { withFurtherValues } from '../further-values.ts';
import { requestError } from '../request-error.ts';
import type { Search } from '../search.ts';
import { theOneOf } from '../the-one.ts';
import { isWithin } from '../values/dn.ts';
import type { Entry } from '../values/entry.ts';
import { both, either, equals, not, parseFilter } from '../values/filter.ts';
import { isGuid } from '../values/guid.ts';
import { isDeleted } from './user-state.ts';
import { idOf } from './user.ts';

/** Machines are users too for Active Directory; the account of a trusted domain is so even by its category. */
const PEOPLE = both(
  equals('objectCategory', 'person'),
  equals('objectClass', 'user'),
  not(equals('sAMAccountType', '805306370')),
);

/** Deletion takes the category away. */
export const DELETED_PEOPLE = both(
  equals('isDeleted', 'TRUE'),
  equals('objectClass', 'user'),
  not(equals('objectClass', 'computer')),
);

export function peopleOf(api: LdapApi): Filter {
  const { userFilter } = api.settings;
  return userFilter === null ? PEOPLE : parseFilter(userFilter);
}

export function listedGroups(api: LdapApi): Filter {
  const { groupFilter } = api.settings;
  return groupFilter === null ? equals('objectClass', 'group') : parseFilter(groupFilter);
}

/** An object is found by its id wherever it lies (MS-ADTS, section 3.1.1.3.1.2.4): whether that is in this directory, the caller judges. */
async function byId(
  api: LdapApi,
  id: string,
  { attributes, ...search }: Pick<Search, 'attributes' | 'filter' | 'showDeleted'>,
  route: string,
  context: CallContext,
): Promise<Entry | null> {
  if (!isGuid(id)) return null;
  const call = { method: 'GET', route } as const;
  const wanted = [...new Set([...attributes, 'objectGUID'])];
  const entries = await api.read(
    { base: `<GUID=${id}>`, scope: 'base', attributes: wanted, ...search },
    call,
    context,
  );
  const found = theOneOf({ id, idOf, base: null }, entries, call, api, context);
  return found === null ? null : await withFurtherValues(api, found, context);
}

/** A user by its id, also a deleted one; null: there is none under the base. */
export async function findUser(
  api: LdapApi,
  userId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry | null> {
  const found = await byId(
    api,
    userId,
    {
      attributes: [...attributes, 'isDeleted', 'lastKnownParent'],
      filter: either(peopleOf(api), DELETED_PEOPLE),
      showDeleted: true,
    },
    'read user',
    context,
  );
  return found !== null && belongs(api, found) ? found : null;
}

/** A user who must be there. @throws {UpstreamError} `NOT_FOUND` */
export async function theUser(
  api: LdapApi,
  userId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry> {
  const found = await findUser(api, userId, attributes, context);
  if (found === null || isDeleted(found)) throw gone(api, 'read user', context);
  return found;
}

/** A group by its id, anywhere in the domain: those that give rights lie outside most bases. */
export async function findGroup(
  api: LdapApi,
  groupId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry | null> {
  const search = { attributes, filter: equals('objectClass', 'group') };
  const [domain, found] = await Promise.all([
    domainDn(api, context),
    byId(api, groupId, search, 'read group', context),
  ]);
  return found !== null && isWithin(found.dn, domain) ? found : null;
}

/** A group that must be there. @throws {UpstreamError} `NOT_FOUND` */
export async function theGroup(
  api: LdapApi,
  groupId: string,
  attributes: readonly string[],
  context: CallContext,
): Promise<Entry> {
  const found = await findGroup(api, groupId, attributes, context);
  if (found === null) throw gone(api, 'read group', context);
  return found;
}

/** An id leads anywhere in the forest: people outside the base are not this directory's. */
export function belongs(api: LdapApi, entry: Entry): boolean {
  const { baseDn } = api.settings;
  if (!isDeleted(entry)) return isWithin(entry.dn, baseDn);
  const parent = entry.text('lastKnownParent');
  return parent === null ? isWithin(entry.dn, baseDn) : isWithin(parent, baseDn);
}

function gone(api: LdapApi, route: string, context: CallContext): Error {
  const said = 'no such object under the base, or it is not visible to the account';
  return requestError(api.directory, 'NOT_FOUND', { method: 'GET', route }, context, said);
}

/** The domain that the base lies in. @throws {UpstreamError} `INVALID_REQUEST` when the server holds no such one. */
export async function domainDn(api: LdapApi, context: CallContext): Promise<string> {
  const { namingContext, namingContexts } = await api.rootDse(context);
  if (namingContext !== null) return namingContext;
  throw requestError(
    api.directory,
    'INVALID_REQUEST',
    { method: 'GET', route: 'read rootDSE' },
    context,
    `expected a baseDn within what the server holds (${namingContexts.slice(0, 4).join('; ')}), received ${api.settings.baseDn}`,
  );
}
