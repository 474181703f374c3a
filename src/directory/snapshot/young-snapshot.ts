import type { DevicesFact } from '../mfa-plan.ts';
import type { Directory } from '../directory.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Sweep } from '../sweep/sweep.ts';

/**
 * The snapshot of a directory, where the caller said how old an answer may be and it is younger: nobody is given one unasked.
 * Its age counts from the moment that all of it surely holds for.
 */
export function youngSnapshot(
  { sweeper }: Directory,
  { maxAgeMs, changes }: Pick<RequestScope, 'maxAgeMs' | 'changes'>,
  now = Date.now(),
): Sweep | null {
  const sweep = sweeper.current;
  // Zero asks for what holds now, which nothing in memory is sure to be.
  if (sweep === null || maxAgeMs === null || maxAgeMs === 0 || changes === true) return null;
  return now - holdsFrom(sweep).getTime() <= maxAgeMs ? sweep : null;
}

/** A sweep lasts: until changes were put into it, only its beginning is sure. */
export function holdsFrom({ startedAt, wholeAt, takenAt }: Sweep): Date {
  return takenAt > wholeAt ? takenAt : startedAt;
}

/**
 * A user's devices as the snapshot has them, with the moment that they hold for; null: it does not know them, or not as of a
 * moment that is young enough. A report that it rests on may be older than the snapshot, and where the provider does not tell of
 * changes of devices, they are as old as they were read.
 */
export function devicesInSnapshot(
  { provider }: Pick<Directory, 'provider'>,
  sweep: Sweep,
  userId: string,
  { maxAgeMs }: Pick<RequestScope, 'maxAgeMs'>,
  now = Date.now(),
): (DevicesFact & { readonly state: 'KNOWN' }) | null {
  const fact = sweep.devices.get(userId);
  if (fact === undefined || fact.state === 'UNKNOWN' || maxAgeMs === null) return null;
  const isCovered = fact.source !== 'REPORT' && provider.changes.covers?.devices !== false;
  const held = holdsFrom(sweep);
  const observedAt = isCovered && held > fact.observedAt ? held : fact.observedAt;
  return now - observedAt.getTime() <= maxAgeMs ? { ...fact, observedAt, source: 'SNAPSHOT' } : null;
}
