import type { ListedOwners, Owner } from '../../model/owner.ts';
import { isObject, type Members, text, texts, flag } from '../rows.ts';
import { isSameGuid } from './guid.ts';
import { objectKind } from './object-kind.ts';

/** Who owns it comes along with the row ("group resource type", "servicePrincipal resource type": `owners` supports `$expand`). */
export const EXPAND_OWNERS = 'owners($select=id,displayName)';

/** So many related objects are sent along at most, without a word that there are more ("Use query parameters", `$expand`). */
const MOST_EXPANDED = 20;

/** Tenants that Microsoft's own applications belong to ("Verify first-party Microsoft applications in sign-in reports"). */
const MICROSOFT = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'];

const NOT_KEPT: ListedOwners = { rows: [], complete: false, reason: 'UNSUPPORTED' };

/** Null: it does not say who it is. Without the right to read users an owner comes with its type and id alone. */
export function toOwner(owner: Members): Owner | null {
  const [id, kind] = [text(owner, 'id'), objectKind(owner)];
  if (id === null || id === '' || kind === null) return null;
  return { kind: kind === 'APPLICATION' ? 'OTHER' : kind, externalId: id, name: text(owner, 'displayName') };
}

/** Owners that were sent along with a row; undefined: they were not asked for. */
export function expandedOwners(row: Members): ListedOwners | undefined {
  const sent = row['owners'];
  if (sent === undefined) return undefined;
  if (!Array.isArray(sent)) return { rows: [], complete: false, reason: 'BAD_RESPONSE' };
  const entries: readonly unknown[] = sent;
  const rows = entries.flatMap((entry) => (isObject(entry) ? (toOwner(entry) ?? []) : []));
  if (rows.length < entries.length) return { rows, complete: false, reason: 'BAD_RESPONSE' };
  return entries.length < MOST_EXPANDED
    ? { rows, complete: true, reason: null }
    : { rows, complete: false, reason: 'PARTIAL' };
}

/**
 * Owners of groups that were made in Exchange, of distribution groups, and of groups from a directory on the premises are not available
 * in Graph ("List group owners"): that none are sent says nothing.
 */
export function keepsGroupOwners(group: Members): boolean {
  if (flag(group, 'onPremisesSyncEnabled') === true) return false;
  return flag(group, 'mailEnabled') !== true || texts(group, 'groupTypes').includes('Unified');
}

export function ownersOfGroup(group: Members): ListedOwners | undefined {
  return keepsGroupOwners(group) ? expandedOwners(group) : NOT_KEPT;
}

/** `servicePrincipalType` of what people, or Graph itself, made in a directory ("servicePrincipal resource type"). */
const MADE_HERE: ReadonlySet<string> = new Set(['Application', 'Legacy', 'SocialIdp']);

/**
 * A managed identity belongs to a resource of Azure, whose owners Graph does not know: that it has none says nothing. Null: it is of a
 * type that is new, of which nobody could say where its owners are.
 */
export function keepsApplicationOwners(application: Members): boolean | null {
  const type = text(application, 'servicePrincipalType') ?? '';
  return MADE_HERE.has(type) ? true : type === 'ManagedIdentity' ? false : null;
}

export function isMicrosofts(application: Members): boolean {
  const home = text(application, 'appOwnerOrganizationId');
  return home !== null && MICROSOFT.some((tenant) => isSameGuid(tenant, home));
}

/** Who owns an enterprise application owns it, and so does who owns its registration. */
export function joinedOwners(one: ListedOwners, other: ListedOwners): ListedOwners {
  const known = new Set(one.rows.map(({ externalId }) => externalId));
  const rows = [...one.rows, ...other.rows.filter(({ externalId }) => !known.has(externalId))];
  const partial = [one, other].find(({ complete }) => !complete);
  return { rows, complete: partial === undefined, reason: partial?.reason ?? null };
}

/** Nothing is known of what is nobody's there. @param isKept null: it is not known whether owners are told there. */
export function orNotKept(listed: ListedOwners, isKept: boolean | null): ListedOwners {
  if (isKept === true || listed.rows.length > 0) return listed;
  return isKept === false ? NOT_KEPT : { rows: [], complete: false, reason: 'INVALID_VALUE' };
}
