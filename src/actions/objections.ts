import type { UserActionDefinition } from './action-definition.ts';
import type { Objection } from './failures.ts';
import type { Attempt, Guard } from './guards/guard.ts';

/** What stands against an attempt. Guards that cost calls are asked only when the free ones let it pass. */
export async function objectionsTo(
  definition: UserActionDefinition,
  attempt: Attempt,
): Promise<readonly Objection[]> {
  const free = await objectionsOf([...definition.directoryGuards, ...definition.freeGuards], attempt);
  return free.length > 0 ? free : await objectionsOf(definition.readingGuards, attempt);
}

export async function objectionsOf(
  guards: readonly Guard[],
  attempt: Attempt,
): Promise<readonly Objection[]> {
  const found: Objection[] = [];
  for (const guard of guards) {
    const refusal = await guard.check(attempt);
    if (refusal !== null) found.push({ guard, refusal });
  }
  return found;
}

/** The locks under which the guards' answers stay true until the change is done. */
export async function locksFor(
  definition: UserActionDefinition,
  attempt: Attempt,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const guard of definition.readingGuards) {
    const name = await guard.lockName?.(attempt);
    if (name !== undefined && name !== null) names.add(name);
  }
  return [...names].toSorted();
}
