/** Who loses something by a change, and what. */
export interface Withdrawal {
  /** USER: this one. MEMBERS: everybody who is in this group, in whatever way. */
  readonly from: { readonly kind: 'USER' | 'MEMBERS'; readonly externalId: string };
  readonly what: Withdrawn;
}

/**
 * SIGN_IN: the account, and with it all that it may do. ASSIGNMENT: one role assignment of the user's, or the group's, own.
 * THROUGH: what comes through a group, and through those that this group is in.
 */
export type Withdrawn =
  | { readonly kind: 'SIGN_IN' }
  | { readonly kind: 'ASSIGNMENT'; readonly assignmentId: string }
  | { readonly kind: 'THROUGH'; readonly groupId: string };

/** What a change does to who may do what. */
export interface PowerChange {
  /** Null: it takes nothing from anybody. Left out: what a change of the subject as a whole takes; see `withdrawalOf`. */
  readonly takes?: Withdrawal | null;
  /** The group that the subject comes into: it gets what that group gives. */
  readonly joins?: string;
}
