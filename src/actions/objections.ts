import type { AnyAction } from './action.ts';
import type { Objection } from './failures.ts';
import { actionNotSupported } from './guards/action-not-supported.ts';
import { blastRadius } from './guards/blast-radius.ts';
import { directoryNotWritable } from './guards/directory-not-writable.ts';
import type { Attempt, Guard } from './guards/guard.ts';
import { permitted, permittedForSubject } from './guards/permitted.ts';

/** Every guard of an action, in the order in which they are asked. */
export function guardsOf(action: Pick<AnyAction, 'guards'>): readonly Guard[] {
  const own = (stage: Guard['stage']): readonly Guard[] =>
    action.guards.filter((guard) => guard.stage === stage);
  return [
    permitted,
    directoryNotWritable,
    actionNotSupported,
    ...own('DIRECTORY'),
    permittedForSubject,
    ...own('FREE'),
    blastRadius,
    ...own('READING'),
  ];
}

/** What stands against an attempt. Guards that cost calls are asked only when the free ones let it pass. */
export async function objectionsTo(
  action: Pick<AnyAction, 'guards'>,
  attempt: Attempt,
): Promise<readonly Objection[]> {
  const guards = guardsOf(action);
  const free = await objectionsOf(
    guards.filter(({ stage }) => stage !== 'READING'),
    attempt,
  );
  return free.length > 0 ? free : await objectionsAt('READING', action, attempt);
}

export async function objectionsAt(
  stage: Guard['stage'],
  action: Pick<AnyAction, 'guards'>,
  attempt: Attempt,
): Promise<readonly Objection[]> {
  return await objectionsOf(
    guardsOf(action).filter((guard) => guard.stage === stage),
    attempt,
  );
}

async function objectionsOf(guards: readonly Guard[], attempt: Attempt): Promise<readonly Objection[]> {
  const found: Objection[] = [];
  for (const guard of guards) {
    const refusal = await guard.check(attempt);
    if (refusal !== null) found.push({ guard: guard.name, refusal });
  }
  return found;
}

/** The locks under which the guards' answers stay true until the change is done. */
export async function locksFor(
  action: Pick<AnyAction, 'guards'>,
  attempt: Attempt,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const guard of action.guards) {
    const name = await guard.lockName?.(attempt);
    if (name !== undefined && name !== null) names.add(name);
  }
  return [...names].toSorted();
}
