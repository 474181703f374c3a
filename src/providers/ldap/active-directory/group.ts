import type { Group } from '../../../model/group.ts';
import type { ListedOwners } from '../../../model/owner.ts';
import type { Entry } from '../values/entry.ts';
import { generalizedTime } from '../values/generalized-time.ts';
import { idOf, sidOf } from './user.ts';

/** A security group gives rights; others are lists of addresses (MS-ADTS, section 2.2.12). */
const SECURITY = 0x8000_0000;

/** How a group of Active Directory becomes a `Group`; undefined: an entry without an id is none. */
export function toGroup(
  entry: Entry,
  directory: string,
  observedAt: Date,
  listedOwners?: ListedOwners,
): Group | undefined {
  const externalId = idOf(entry);
  if (externalId === null) return undefined;
  const type = entry.whole('groupType');
  const sid = sidOf(entry);
  return {
    directory,
    externalId,
    name: entry.text('cn') ?? entry.text('sAMAccountName') ?? externalId,
    description: entry.text('description'),
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    // Members are not in the row: a group may have tens of thousands.
    directMemberCount: null,
    customData: {
      distinguishedName: entry.dn,
      ...(sid === null ? {} : { objectSid: sid }),
      ...(type === null ? {} : { securityGroup: (type & SECURITY) !== 0 }),
    },
    ...(listedOwners && { listedOwners }),
    // Made by the system itself, and needed by it (MS-ADA1, isCriticalSystemObject).
    ...(entry.flag('isCriticalSystemObject') === true ? { vendorsOwn: true } : {}),
    createdAt: generalizedTime(entry.text('whenCreated')),
    updatedAt: generalizedTime(entry.text('whenChanged')),
    observedAt,
  };
}
