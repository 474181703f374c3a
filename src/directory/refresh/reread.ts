import type { UnknownReason } from '../../model/fact.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { messageOf, reasonOf } from '../fact-of.ts';

/** What could not be read again: the old state of it stays. */
export interface Unreadable {
  readonly what: string;
  readonly reason: UnknownReason;
  readonly message: string | null;
}

/** Reads of one refresh, and those of them that failed. */
export class Rereads {
  readonly failed: Unreadable[] = [];

  /**
   * A read whose failure is noted; undefined: it failed.
   * @param isHeld false: the snapshot does not have the object. That its id is refused then says that it is none, and nothing is missing.
   * @throws what is no answer of the provider, and the end of the refresh itself.
   */
  async try<T>(what: string, read: () => Promise<T>, isHeld = true): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'CANCELLED') throw error;
      if (!isHeld && error instanceof UpstreamError && error.code === 'INVALID_REQUEST') return undefined;
      this.fail({ what, reason: reasonOf(error), message: messageOf(error) });
      return undefined;
    }
  }

  fail(unreadable: Unreadable): void {
    this.failed.push(unreadable);
  }

  /**
   * Of two answers about the same thing, the one that the snapshot is to hold: a new one that knows nothing takes the place of an old one
   * only where that knew nothing either; otherwise it is a failure.
   */
  better<T>(
    what: string,
    old: T | undefined,
    fresh: T,
    whyUnknown: (answer: T) => Omit<Unreadable, 'what'> | null,
  ): T {
    const unknown = whyUnknown(fresh);
    if (unknown === null || unknown.reason === 'UNSUPPORTED') return fresh;
    if (unknown.reason === 'CANCELLED') throw cancelled();
    if (old !== undefined && whyUnknown(old) !== null) return fresh;
    this.fail({ what, ...unknown });
    return old ?? fresh;
  }
}

function cancelled(): UpstreamError {
  return new UpstreamError({
    code: 'CANCELLED',
    message: 'The refresh of the snapshot was ended before it was done.',
    directory: '',
    route: 'refresh',
  });
}
