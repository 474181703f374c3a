import type { Ground } from './ground.ts';
import { isAnotherName, surnameDiffers } from './person-name.ts';

const DAY_MS = 86_400_000;

/**
 * Whether accounts that would be one identity cannot be one person's: more accounts than one person has, two employee numbers,
 * a person's account and a machine's, two people of one directory, two accounts that the operator keeps apart, or an address that
 * was handed on. `parts` are held together by more than addresses: within one, an address cannot have been handed on.
 */
export function contradicts(ground: Ground, parts: readonly (readonly number[])[]): boolean {
  const slots = parts.flat();
  return (
    slots.length > ground.settings.crowdSize ||
    several(slots.map((slot) => ground.employee(slot)).filter((number) => number !== null)) ||
    several(slots.map((slot) => ground.keys(slot).isService)) ||
    holdsTwoOfOneDirectory(ground, slots) ||
    holdsPairKeptApart(ground, slots) ||
    holdsAddressHandedOn(ground, parts)
  );
}

/** Whether two accounts of one directory are one person's: by the operator's word, or by number, unless the names are others. */
function isSamePerson(ground: Ground, one: number, other: number): boolean {
  if (ground.mates(one).includes(other)) return true;
  const number = ground.employee(one);
  return (
    number !== null &&
    number === ground.employee(other) &&
    ground.keys(one).isService === ground.keys(other).isService &&
    !isAnotherName(ground.user(one), ground.user(other))
  );
}

function several(values: readonly unknown[]): boolean {
  return new Set(values).size > 1;
}

/** Whether accounts of one directory are among them that are not all one person's. */
export function holdsTwoOfOneDirectory(ground: Ground, slots: readonly number[]): boolean {
  const byDirectory = new Map<string, number[]>();
  for (const slot of slots) {
    const { directory } = ground.user(slot);
    const others = byDirectory.get(directory) ?? [];
    if (others.some((other) => !isSamePerson(ground, other, slot))) return true;
    byDirectory.set(directory, [...others, slot]);
  }
  return false;
}

function holdsPairKeptApart(ground: Ground, slots: readonly number[]): boolean {
  const members = new Set(slots);
  return slots.some((slot) => ground.different(slot).some((other) => members.has(other)));
}

function holdsAddressHandedOn(ground: Ground, parts: readonly (readonly number[])[]): boolean {
  const gapMs = ground.settings.recycleGapDays * DAY_MS;
  return parts.some((part, index) =>
    parts.slice(index + 1).some((later) =>
      part.some((one) =>
        later.some((other) => {
          const [a, b] = [ground.user(one), ground.user(other)];
          if (a.createdAt === null || b.createdAt === null) return false;
          const apartMs = Math.abs(a.createdAt.getTime() - b.createdAt.getTime());
          return apartMs > gapMs && surnameDiffers(a, b) === true;
        }),
      ),
    ),
  );
}
