/** Who asks for an action: recorded in the ledger, and the one whose budget and idempotency keys it uses. */
export interface ActorIdentity {
  /** Stable and unique among callers; `local` for the caller on loopback. */
  readonly name: string;
  /** The caller's own account, where it is known to be one of a directory. */
  readonly user?: { readonly directory: string; readonly externalId: string };
}

/** The only caller while there is no authentication: whoever reaches the loopback address. */
export const localActor: ActorIdentity = { name: 'local' };
