/** A change that the gateway can make: `SUSPEND_USER`. `actions/registry.ts` lists them all. */
export type ActionName = Uppercase<string>;

/** Whether the caller could carry out an action on a subject just now. */
export interface ActionAvailability {
  readonly action: ActionName;
  readonly allowed: boolean;
  /** What stands in the way: names of guards (`last-administrator`), or `already-done` where there is nothing to do. Empty when allowed. */
  readonly blockedBy: readonly string[];
}

export type ActionSubjectType =
  | 'USER'
  | 'MFA_DEVICE'
  | 'GROUP'
  | 'POPULATION'
  | 'ROLE'
  | 'APPLICATION'
  | 'APPLICATION_GRANT'
  | 'APPLICATION_ATTRIBUTE'
  | 'SIGN_ON_POLICY_ASSIGNMENT'
  | 'SIGN_ON_POLICY'
  | 'SIGN_ON_POLICY_ACTION'
  | 'PASSWORD_POLICY'
  | 'DEVICE_AUTHENTICATION_POLICY'
  | 'IDENTITY_PROVIDER'
  | 'IDENTITY_PROVIDER_ATTRIBUTE'
  | 'CERTIFICATE'
  | 'WEBHOOK'
  | 'DIRECTORY';

/** What an action is done to, by the directory's own id. */
export interface ActionSubject {
  /** Key of the directory. */
  readonly directory: string;
  readonly type: ActionSubjectType;
  /**
   * The directory's id; of what belongs to another object both, as `<parent>/<id>`. Of an object that is yet to be created:
   * empty.
   */
  readonly externalId: string;
}

/** Plain JSON: what a ledger keeps and a database stores. Never a secret. */
export type JsonObject = Readonly<Record<string, unknown>>;
