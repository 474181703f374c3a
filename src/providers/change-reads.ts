import type { CallContext } from '../upstream/call.ts';

/** Objects that were changed at the provider, by whomever. */
export interface ChangedObjects {
  /** Users to be read again: a read of one that was removed answers null, or DEPROVISIONED. */
  readonly userIds: ReadonlySet<string>;
  /** The same for groups, with their members, parents and roles. */
  readonly groupIds: ReadonlySet<string>;
  readonly applicationIds: ReadonlySet<string>;
  /**
   * Why a whole sweep is due instead, in words: something was changed that cannot be read again alone, or the record does not
   * reach back to the mark. Null: what is named is all there is.
   */
  readonly sweepDue: string | null;
}

/** What was changed since a mark. */
export interface Changes extends ChangedObjects {
  /** Where the next question goes on. */
  readonly mark: string;
  /** Up to this moment everything is in. */
  readonly until: Date;
}

/** How a provider tells what was changed, so that a sweep can be kept fresh without being taken again. */
export interface ChangeReads {
  /** Kinds of facts whose changes are told too; what is not covered is as old as it was read. Left out: all that a sweep holds. */
  readonly covers?: { readonly devices: boolean };
  /** A mark for now. What is changed from here on is told by `since`; taken before a sweep begins, so that nothing falls between. */
  mark(context: CallContext): Promise<string>;
  /** @throws {UpstreamError} as every read: then nothing is known of what was changed. */
  since(mark: string, context: CallContext): Promise<Changes>;
}

/** What a provider's notifications (webhooks) are about. */
export interface EventReads {
  /**
   * The objects that a notification names. Its sender may be anybody who holds the secret of the address: nothing of it counts but the
   * ids. Null: it is no notification of this provider.
   */
  changedIn(body: unknown): ChangedObjects | null;
}
