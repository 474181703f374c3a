import type { Secret } from '../model/secret.ts';
import type { Address, PersonName } from '../model/user.ts';
import type { CallContext } from '../upstream/call.ts';

/** What of a user's record may be changed: absent stays as it is, null is cleared. */
export interface UserChanges {
  readonly username?: string;
  readonly email?: string | null;
  readonly name?: Partial<PersonName>;
  readonly nickname?: string | null;
  readonly title?: string | null;
  readonly employmentType?: string | null;
  readonly locale?: string | null;
  readonly preferredLanguage?: string | null;
  readonly timezone?: string | null;
  readonly mobilePhone?: string | null;
  readonly primaryPhone?: string | null;
  readonly address?: Partial<Address>;
  /** The id that another system gives this account. */
  readonly sourceId?: string | null;
  /** Attributes of the operator's own schema, by their names. */
  readonly customAttributes?: Readonly<Record<string, unknown>>;
}

/** What a user begins with; the rest is set afterwards. */
export interface NewUser extends UserChanges {
  readonly username: string;
  /** The provider's id; left out: the directory's default population. */
  readonly populationId?: string;
}

/**
 * What changes a user. A method sends, and resolves when the provider accepted; whoever calls reads back. Names say whether
 * sending twice equals sending once (`set...`, `delete...`) or not. All throw `UpstreamError`; none of its errors holds a
 * password.
 */
export interface UserWrites {
  /** Allows or blocks sign-in. */
  setEnabled(userId: string, enabled: boolean, context: CallContext): Promise<void>;
  /** Shuts the account until then; null: until somebody unlocks it. */
  lock(userId: string, until: Date | null, context: CallContext): Promise<void>;
  unlock(userId: string, context: CallContext): Promise<void>;
  /** From now on the user must choose another password at the next sign-on. */
  forcePasswordChange(userId: string, context: CallContext): Promise<void>;
  setPassword(
    userId: string,
    password: { readonly value: Secret; readonly forceChange: boolean },
    context: CallContext,
  ): Promise<void>;
  /** Ends the lock that too many wrong tries brought. */
  unlockPassword(userId: string, context: CallContext): Promise<void>;
  /** Ends one session; `false`: it was gone already. */
  deleteSession(userId: string, sessionId: string, context: CallContext): Promise<boolean>;
  /**
   * Ends sessions until none is left that the provider shows, or it has shown enough of them; `onEnded` is told of each that
   * was alive. Whether any is left is for the caller to read.
   */
  endSessions(userId: string, onEnded: () => void, context: CallContext): Promise<void>;
  /** Answers the provider's id of it. */
  create(user: NewUser, context: CallContext): Promise<string>;
  setProfile(userId: string, changes: UserChanges, context: CallContext): Promise<void>;
  delete(userId: string, context: CallContext): Promise<void>;
  setPopulation(userId: string, populationId: string, context: CallContext): Promise<void>;
  /** Who checks the password from now on: an outside identity provider. */
  setIdentityProvider(userId: string, identityProviderId: string, context: CallContext): Promise<void>;
  /** Whether the user may be asked to prove who they are with documents. */
  setVerification(userId: string, enabled: boolean, context: CallContext): Promise<void>;
  /** Takes away the user's account at an outside identity provider; `false`: it was gone already. */
  deleteLinkedAccount(userId: string, linkedAccountId: string, context: CallContext): Promise<boolean>;
}
