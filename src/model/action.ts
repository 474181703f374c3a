/** What the gateway can do to a user. One name for the ledger, for `availableActions` and for inverses. */
export type UserActionName = 'SUSPEND_USER' | 'UNSUSPEND_USER';

/** Every kind of change that the ledger may hold. */
export type ActionName = UserActionName;

/** Whether the caller could carry out an action on a subject just now. */
export interface ActionAvailability {
  readonly action: ActionName;
  readonly allowed: boolean;
  /** What stands in the way: names of guards (`last-administrator`), or `already-suspended`, `not-suspended`. Empty when allowed. */
  readonly blockedBy: readonly string[];
}

type ActionSubjectType = 'USER' | 'GROUP' | 'APPLICATION';

/** What an action is done to, by the directory's own id. */
export interface ActionSubject {
  /** Key of the directory. */
  readonly directory: string;
  readonly type: ActionSubjectType;
  readonly externalId: string;
}
