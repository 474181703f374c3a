import type { Ground } from './ground.ts';
import type { Level } from './levels.ts';

const nobody: readonly number[] = [];

type Find = (ground: Ground, slot: number) => readonly number[];

/** By the strength of the key. */
const finders: Readonly<Record<Level, Find>> = {
  0: (ground, slot) =>
    ground.links.isEmpty ? nobody : ground.mates(slot).filter((mate) => ground.isPrimary(mate)),
  1: native,
  2: byEmployeeNumber,
  3: (ground, slot) => byEmail(ground, slot, true),
  4: byUsername,
  5: (ground, slot) => byEmail(ground, slot, false),
  6: byAlias,
  7: byMappedUsername,
};

/** The accounts of the primary directory to which one key of an account of another directory leads. */
export function candidates(ground: Ground, slot: number, level: Level): readonly number[] {
  return finders[level](ground, slot);
}

/** Either side may carry the other's id. */
function native(ground: Ground, slot: number): readonly number[] {
  const { source, own } = ground.keys(slot);
  if (source !== null) {
    const owners = ground.primaryOwners(source);
    if (owners.length > 0) return owners;
  }
  return own === null ? nobody : ground.inPrimary.source.get(own);
}

function byEmployeeNumber(ground: Ground, slot: number): readonly number[] {
  const employee = ground.employee(slot);
  return employee === null ? nobody : ground.inPrimary.employee.get(employee);
}

/** Somebody's mailbox, or else somebody's sign-in name: where both exist, the mailbox is what was asked for. */
function byEmail(ground: Ground, slot: number, verified: boolean): readonly number[] {
  const { inPrimary } = ground;
  const { email, emailVerified } = ground.keys(slot);
  return email === null || emailVerified !== verified
    ? nobody
    : first(inPrimary.email.get(email), () => inPrimary.username.get(email));
}

function byUsername(ground: Ground, slot: number): readonly number[] {
  const { inPrimary } = ground;
  const { username } = ground.keys(slot);
  return username === null
    ? nobody
    : first(inPrimary.username.get(username), () => inPrimary.email.get(username));
}

function byAlias(ground: Ground, slot: number): readonly number[] {
  const { inPrimary } = ground;
  const { email, username, aliases } = ground.keys(slot);
  const found = new Set<number>();
  for (const address of [email, username]) {
    if (address !== null) addAll(found, inPrimary.alias.get(address));
  }
  for (const alias of aliases) {
    addAll(found, inPrimary.email.get(alias));
    addAll(found, inPrimary.username.get(alias));
  }
  // Only where neither side has it as its first address does one further address stand for another.
  if (found.size === 0) for (const alias of aliases) addAll(found, inPrimary.alias.get(alias));
  return found.size === 0 ? nobody : [...found];
}

function byMappedUsername(ground: Ground, slot: number): readonly number[] {
  const { inPrimary } = ground;
  const { email, username, mapped } = ground.keys(slot);
  const found = new Set<number>();
  if (mapped !== null) {
    for (const postings of [inPrimary.username, inPrimary.email, inPrimary.mapped, inPrimary.alias]) {
      if (found.size === 0) addAll(found, postings.get(mapped));
    }
  }
  for (const address of [email, username]) {
    if (address !== null) addAll(found, inPrimary.mapped.get(address));
  }
  return found.size === 0 ? nobody : [...found];
}

function first(preferred: readonly number[], otherwise: () => readonly number[]): readonly number[] {
  return preferred.length > 0 ? preferred : otherwise();
}

function addAll(found: Set<number>, slots: readonly number[]): void {
  for (const slot of slots) found.add(slot);
}
