import { Random } from '../../generate/prng.ts';
import type { PeerPerson } from '../people.ts';

export interface ScimUserRecord {
  readonly id: string;
  readonly person: PeerPerson;
  active: boolean;
  version: number;
  updatedAt: string;
}

export interface ScimGroupRecord {
  readonly id: string;
  readonly displayName: string;
  readonly createdAt: string;
  readonly memberIds: Set<string>;
  /** Groups that are members of this one. */
  readonly groupIds: Set<string>;
  version: number;
  updatedAt: string;
}

export interface ScimState {
  /** By id, in the order in which they are listed. */
  readonly users: Map<string, ScimUserRecord>;
  readonly groups: Map<string, ScimGroupRecord>;
  readonly random: Random;
}

/**
 * Puts people into the service. It knows `active` only: who is locked out, or has to choose another password, is active to it,
 * and who was removed is not there at all (RFC 7644 section 3.6).
 */
export function settle(people: readonly PeerPerson[], seed: number): ScimState {
  const random = new Random(seed, 'scim peer');
  const users = new Map<string, ScimUserRecord>();
  const groups = new Map<string, ScimGroupRecord>();
  for (const person of people) {
    if (person.status === 'DEPROVISIONED') continue;
    const id = random.uuid();
    const active = person.status !== 'SUSPENDED' && person.status !== 'PENDING';
    users.set(id, { id, person, active, version: 1, updatedAt: person.statusChangedAt });
    for (const name of person.groups) groupNamed(name, person.createdAt, groups, random).memberIds.add(id);
  }
  const [outer, inner] = ['VPN', 'On call'].map((name) =>
    [...groups.values()].find(({ displayName }) => displayName === name),
  );
  if (outer !== undefined && inner !== undefined) outer.groupIds.add(inner.id);
  return { users, groups, random };
}

function groupNamed(
  displayName: string,
  createdAt: string,
  groups: Map<string, ScimGroupRecord>,
  random: Random,
): ScimGroupRecord {
  const found = [...groups.values()].find((group) => group.displayName === displayName);
  if (found !== undefined) return found;
  const id = random.uuid();
  const none = { memberIds: new Set<string>(), groupIds: new Set<string>() };
  const group = { id, displayName, createdAt, ...none, version: 1, updatedAt: createdAt };
  groups.set(id, group);
  return group;
}
