import type { CallContext } from '../upstream/call.ts';
import { onAbort } from '../upstream/on-abort.ts';

/**
 * Waits for work that several callers share, for as long as this one does: the work itself goes on.
 * @throws what `givenUp` makes, when the caller goes away or its deadline passes first.
 */
export function waitWithin<T>(
  work: Promise<T>,
  { signal, deadline }: Pick<CallContext, 'signal' | 'deadline'>,
  givenUp: (code: 'TIMED_OUT' | 'CANCELLED') => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer =
      deadline === undefined
        ? undefined
        : setTimeout(() => reject(givenUp('TIMED_OUT')), Math.max(0, deadline - Date.now()));
    const stopListening =
      signal === undefined ? () => {} : onAbort(signal, () => reject(givenUp('CANCELLED')));
    work
      .finally(() => {
        clearTimeout(timer);
        stopListening();
      })
      .then(resolve, reject);
  });
}
