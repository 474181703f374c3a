import { reasonOf } from '../directory/fact-of.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Listing } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { ListedOwners, Owner } from '../model/owner.ts';
import type { OwnedRow } from './facts.ts';
import type { ListFact } from './kleene.ts';
import { disabled } from './predicates/account.ts';
import type { FindingSources } from './sources.ts';

type OwnerSources = Required<Pick<FindingSources, 'groupOwners' | 'applicationOwners' | 'listedOwners'>>;

/** Owners of a subject by a call where its row does not tell, each with its account; of all others what rows tell. */
export function ownerSources(loaders: DirectoryLoaders): OwnerSources {
  const { directory, groupOwners, applicationOwners } = loaders;
  const of = async (
    listed: ListedOwners | undefined,
    read: () => Promise<Listing<Owner>>,
  ): Promise<ListFact<Owner>> => await withAccounts(loaders, isEnough(listed) ? listed : await asFact(read));
  return {
    groupOwners: async (id, listed) => await of(listed, () => groupOwners.load(id)),
    applicationOwners: async (id, listed) => await of(listed, () => applicationOwners.load(id)),
    listedOwners: async (asset) => listedOwners(asset, (capability) => directory.can(capability)),
  };
}

/** What the rows of a sweep tell, and nothing else: a call for each group would cost more than the sweep. */
export function sweptOwnerSources(
  { directory }: DirectoryLoaders,
  row: (kind: OwnedRow['kind'], id: string) => OwnedRow | null,
): OwnerSources {
  const listed = async (asset: OwnedRow | null): Promise<ListFact<Owner>> =>
    asset === null ? nothing('NOT_FOUND') : listedOwners(asset, (capability) => directory.can(capability));
  return {
    groupOwners: async (id) => await listed(row('GROUP', id)),
    applicationOwners: async (id) => await listed(row('APPLICATION', id)),
    listedOwners: listed,
  };
}

/** A row may carry the first few only: the list has all. */
function isEnough(listed: ListedOwners | undefined): listed is ListedOwners {
  return listed !== undefined && listed.reason !== 'PARTIAL';
}

function listedOwners(
  { kind, row }: OwnedRow,
  can: (capability: 'GROUP_OWNERS' | 'APPLICATION_OWNERS') => boolean,
): ListFact<Owner> {
  const isKept = can(kind === 'GROUP' ? 'GROUP_OWNERS' : 'APPLICATION_OWNERS');
  return row.listedOwners ?? nothing(isKept ? 'NOT_REQUESTED' : 'UNSUPPORTED');
}

function nothing(reason: UnknownReason): ListFact<never> {
  return { rows: [], complete: false, reason };
}

async function asFact(read: () => Promise<Listing<Owner>>): Promise<ListFact<Owner>> {
  try {
    const { rows, complete, reason } = await read();
    return { rows, complete, reason };
  } catch (error) {
    return nothing(reasonOf(error));
  }
}

/** Owners are few: whether their accounts can still be used is read one by one. One that cannot be read may be switched off. */
async function withAccounts(loaders: DirectoryLoaders, owners: ListFact<Owner>): Promise<ListFact<Owner>> {
  let gap: UnknownReason | null = null;
  const rows = await Promise.all(
    owners.rows.map(async (owner): Promise<readonly Owner[]> => {
      if (owner.kind !== 'USER' || owner.usable !== undefined) return [owner];
      try {
        const user = await loaders.user.load(owner.externalId);
        const isOff = user === null || disabled(user);
        return typeof isOff === 'boolean' ? [{ ...owner, usable: !isOff }] : [owner];
      } catch (error) {
        gap = reasonOf(error);
        return [];
      }
    }),
  );
  return gap === null
    ? { ...owners, rows: rows.flat() }
    : { rows: rows.flat(), complete: false, reason: gap };
}
