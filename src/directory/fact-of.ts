import { known, unknown, type Fact, type FactSource, type UnknownReason } from '../model/fact.ts';
import type { Listing } from '../model/coverage.ts';
import { unknownReasonOf } from '../upstream/unknown-reason.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

/** A list of which a part is missing, where the rest of it is still to be given out. */
export class IncompleteList extends Error {
  readonly reason: UnknownReason;

  constructor(reason: UnknownReason, message: string) {
    super(message);
    this.name = 'IncompleteList';
    this.reason = reason;
  }
}

/** Why a read failed, as the reason of an unknown fact. Faults of our own are not facts: they are thrown on. */
export function reasonOf(error: unknown): UnknownReason {
  if (error instanceof UpstreamError) return unknownReasonOf(error);
  if (error instanceof IncompleteList) return error.reason;
  throw error;
}

/** A read as a fact: a failure of the provider becomes UNKNOWN with its reason, anything else is thrown on. */
export async function factOf<T>(
  read: Promise<T>,
  source: FactSource = 'DIRECT',
  now: () => Date = () => new Date(),
): Promise<Fact<T>> {
  try {
    return known(await read, now(), source);
  } catch (error) {
    return unknown(reasonOf(error), messageOf(error));
  }
}

/** A listing that failed altogether: no rows, not complete, and why. */
export function failedListing<T>(error: unknown): Listing<T> {
  return {
    rows: [],
    complete: false,
    reason: reasonOf(error),
    message: messageOf(error),
    observedAt: new Date(),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
