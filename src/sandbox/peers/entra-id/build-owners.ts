import type { Random } from '../../generate/prng.ts';
import type { GraphGroup, GraphObject, GraphTenant } from './tenant.ts';

/** The tenant that Microsoft's own applications are at home in. */
export const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Every third group belongs to nobody; the others have one or two owners among these. */
export function ownGroups(groups: ReadonlyMap<string, GraphGroup>, people: readonly string[]): void {
  for (const [at, { owners }] of [...groups.values()].entries()) {
    if (at % 3 === 2) continue;
    for (const id of [people[at], ...(at % 2 === 0 ? [people[at + 7]] : [])])
      if (id !== undefined) owners.add(id);
  }
}

/**
 * The first application is at home here and owned at its registration, the second by its service principal, the third is another
 * organisation's and owned by nobody; besides there is one of Microsoft's.
 */
export function buildOwned(
  servicePrincipals: Map<string, GraphObject>,
  tenantId: string,
  people: readonly string[],
  random: Random,
): Pick<GraphTenant, 'applications' | 'applicationOwners'> {
  const applications = new Map<string, GraphObject>();
  const applicationOwners = new Map<string, Set<string>>();
  const own = (id: string, owner: string | undefined): void =>
    void applicationOwners.set(id, new Set(owner === undefined ? [] : [owner]));
  for (const [at, [id, row]] of [...servicePrincipals].entries()) {
    const isHere = at < 2;
    servicePrincipals.set(id, { ...row, appOwnerOrganizationId: isHere ? tenantId : random.uuid() });
    own(id, at === 1 ? people[1] : undefined);
    if (!isHere) continue;
    const registration = random.uuid();
    applications.set(registration, {
      id: registration,
      appId: row['appId'],
      displayName: row['displayName'],
    });
    own(registration, at === 0 ? people[0] : undefined);
  }
  return { applications, applicationOwners };
}
