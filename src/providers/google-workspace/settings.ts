/** What the adapter has to know of one Google Workspace customer; the configuration is structurally the same. */
export interface GoogleWorkspaceSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** The customer's id (`C01abc234`), or `my_customer`: that of the administrator whom the service account acts as. */
  readonly customerId: string;
  /** The base of the API with `/admin/directory/v1`. */
  readonly apiUrl: string;
  /** The administrator as whom the service account acts; what it may see and do is what this administrator may. */
  readonly adminEmail: string;
  readonly writable: boolean;
  /**
   * Whether somebody who never signed in and never accepted the terms counts as PENDING. Google has no word for it; where
   * accounts are made long before they are used, ACTIVE says more.
   */
  readonly pendingUntilFirstSignIn: boolean;
  /** The `customType` of the entry of `externalIds` in which another directory's id is kept; left out: there is none. */
  readonly sourceIdType?: string;
}
