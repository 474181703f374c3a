import { isSameName, surnameDiffers } from './person-name.ts';
import { candidates } from './candidates.ts';
import type { Ground } from './ground.ts';
import { inUse, isUsable } from './in-use.ts';
import type { MatchConfidence } from './identity.ts';
import { confidenceOf, firstAddressLevel, type Level, levels, oneStepLower } from './levels.ts';
import { type Ambiguous, type Matched, open, type Outcome, type RecycleDoubt } from './outcome.ts';

const DAY_MS = 86_400_000;
const NATIVE_ID: Level = 1;
const EMPLOYEE_NUMBER: Level = 2;

/** The primary accounts of one person, by any of them: itself, and its twins where it has any. */
export type PersonOf = (slot: number) => readonly number[];

/**
 * What the keys of an account lead to in the primary directory: the first key that leads to anybody decides. Where it leads to
 * several, weaker keys may choose among them, never add to them. It does not say whether somebody could have been overlooked.
 */
export function findMatch(ground: Ground, personOf: PersonOf, slot: number): Outcome {
  const allowed = notExcluded(ground, personOf, slot);
  for (const level of levels) {
    const found = allowed(candidates(ground, slot, level));
    if (found.length === 0) continue;
    const person = onePerson(personOf, found);
    if (person === null) return breakTie(ground, personOf, slot, level, found, allowed);
    const isClaimed = level === NATIVE_ID || level === EMPLOYEE_NUMBER;
    const others = isClaimed ? elsewhereByAddress(ground, slot, person, allowed) : nobody;
    if (others.length > 0) return { kind: 'AMBIGUOUS', veto: null, level, candidates: [...found, ...others] };
    return confirm(ground, slot, level, choose(ground, found, person), null);
  }
  return open;
}

/**
 * An id or a number that was typed in wrong, given to two, or claimed, leads to somebody, while the addresses lead to others: who those are. Nobody
 * where the whole name fits, or where the addresses say the same as the number or nothing.
 */
function elsewhereByAddress(
  ground: Ground,
  slot: number,
  person: readonly number[],
  allowed: Filter,
): readonly number[] {
  const found = new Set<number>();
  for (const level of levels) {
    if (level < firstAddressLevel) continue;
    const led = allowed(candidates(ground, slot, level));
    if (led.some((each) => person.includes(each))) return nobody;
    for (const each of led) found.add(each);
  }
  if (found.size === 0) return nobody;
  // Names last: to compare them costs more than to look up every address.
  const user = ground.user(slot);
  return person.some((each) => isSameName(user, ground.user(each))) ? nobody : [...found];
}

const everybody: Filter = (slots) => slots;

type Filter = (slots: readonly number[]) => readonly number[];

/** Takes out everybody of whom the operator said that it is not this person. */
function notExcluded(ground: Ground, personOf: PersonOf, slot: number): Filter {
  if (ground.links.isEmpty) return everybody;
  const excluded = new Set(
    ground
      .different(slot)
      .filter((other) => ground.isPrimary(other))
      .flatMap((other) => personOf(other)),
  );
  return excluded.size === 0 ? everybody : (slots) => slots.filter((each) => !excluded.has(each));
}

/** All accounts of the person to whom every candidate belongs; null: they are several people. */
function onePerson(personOf: PersonOf, found: readonly number[]): readonly number[] | null {
  const [first] = found;
  if (first === undefined) return null;
  const person = personOf(first);
  return found.length === 1 || found.every((slot) => person.includes(slot)) ? person : null;
}

const nobody: readonly number[] = [];

interface Choice {
  readonly target: number;
  readonly twins: readonly number[];
}

/** The account to go by: one that the key leads to, unless none of those can be used and another of the person can. */
function choose(ground: Ground, found: readonly number[], person: readonly number[]): Choice {
  const [only] = person;
  if (only !== undefined && person.length === 1) return { target: only, twins: nobody };
  const nearest = inUse(ground, found);
  const target = isUsable(ground, nearest) ? nearest : inUse(ground, [nearest, ...person]);
  return { target, twins: person.filter((slot) => slot !== target) };
}

function breakTie(
  ground: Ground,
  personOf: PersonOf,
  slot: number,
  level: Level,
  found: readonly number[],
  allowed: Filter,
): Outcome {
  const tie: Ambiguous = { kind: 'AMBIGUOUS', veto: null, level, candidates: found };
  let left = found;
  for (const weaker of levels) {
    if (weaker <= level) continue;
    const others = allowed(candidates(ground, slot, weaker));
    // A key that the account lacks, or that leads nowhere, says nothing about those who are left.
    if (others.length === 0) continue;
    left = common(left, others);
    const person = onePerson(personOf, left);
    if (person !== null) return confirm(ground, slot, level, choose(ground, left, person), weaker);
    if (left.length === 0) return tie;
  }
  return tie;
}

function common(one: readonly number[], other: readonly number[]): readonly number[] {
  const [few, many] = one.length < other.length ? [one, other] : [other, one];
  const known = new Set(few);
  return many.filter((slot) => known.has(slot));
}

function confirm(
  ground: Ground,
  slot: number,
  level: Level,
  { target, twins }: Choice,
  brokenBy: Level | null,
): Outcome {
  const veto = vetoOf(ground, slot, level, [target, ...twins]);
  if (veto !== null) return { kind: 'AMBIGUOUS', veto, level, candidates: [target] };
  const full = confidenceOf(level);
  const confidence: MatchConfidence = brokenBy === null ? full : oneStepLower(full);
  const recycle = recycleDoubt(ground, slot, level, target);
  const matched: Matched = {
    kind: 'MATCHED',
    target,
    level,
    confidence,
    twins,
    brokenBy,
    recycle,
    through: null,
  };
  return matched;
}

function vetoOf(
  ground: Ground,
  slot: number,
  level: Level,
  person: readonly number[],
): 'EMPLOYEE_NUMBER' | 'KIND' | null {
  // An operator's word needs no confirmation.
  if (level === 0) return null;
  const own = ground.employee(slot);
  if (own !== null) {
    const theirs = person.map((each) => ground.employee(each)).filter((each) => each !== null);
    if (theirs.length > 0 && !theirs.includes(own)) return 'EMPLOYEE_NUMBER';
  }
  const [target] = person;
  return target !== undefined && ground.keys(slot).isService !== ground.keys(target).isService
    ? 'KIND'
    : null;
}

function recycleDoubt(ground: Ground, slot: number, level: Level, target: number): RecycleDoubt {
  if (level < firstAddressLevel) return 'NO_ADDRESS';
  const [user, primary] = [ground.user(slot), ground.user(target)];
  if (user.createdAt === null || primary.createdAt === null) return 'UNKNOWN';
  const gapMs = primary.createdAt.getTime() - user.createdAt.getTime();
  if (gapMs <= ground.settings.recycleGapDays * DAY_MS) return 'NONE';
  return surnameDiffers(user, primary) === true ? 'SUSPECTED' : 'GAP';
}
