import type { Caller } from '../access/caller.ts';
import type { Directory } from '../directory/directory.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { ActionName, ActionSubjectType, JsonObject } from '../model/action.ts';
import type { Permission } from '../model/permission.ts';
import type { User, UserStatus } from '../model/user.ts';
import type { Provider } from '../providers/provider.ts';
import type { CallContext } from '../upstream/call.ts';
import type { LedgerEntry } from './ledger.ts';
import type { GuardReads } from './guard-reads.ts';
import type { AttributeChange } from './guards/filter-mentions.ts';
import type { Guard, GuardRefusal } from './guards/guard.ts';
import type { PowerChange } from './guards/power-change.ts';
import type { Step, Steps } from './steps.ts';

/** What every action accepts. */
export interface ActionInput {
  /** 1 to 500 characters, for the ledger. */
  readonly reason?: string | null | undefined;
  /** 1 to 255 characters; see `IdempotencyStore`. */
  readonly idempotencyKey?: string | null | undefined;
  /** Everything but the change. */
  readonly dryRun?: boolean | null | undefined;
  /** Only when the user is in this state; for actions on users. */
  readonly ifStatus?: UserStatus | null | undefined;
  /** Only when the object is as it was when somebody was told this version of it. */
  readonly ifVersion?: string | null | undefined;
  /** RFC 3339: when it is to end by itself; for actions that can have an end. One that has passed is `INVALID`. */
  readonly until?: string | null | undefined;
}

/** The object that is meant, by the provider's ids; see `ActionSubject` for what belongs to another object. */
export interface Target {
  /** Empty: it is yet to be created. */
  readonly externalId: string;
}

/** What an action works with: one directory, and reads that no cache answers. */
export interface ActionEnvironment {
  readonly directory: Directory;
  readonly provider: Provider;
  readonly reads: GuardReads;
  readonly context: CallContext;
}

/** What was sent brought, beside the change itself. */
export interface Sent {
  /** The provider's id of what was created. */
  readonly createdId?: string;
  /** Particulars for the answer and the ledger: `{ revoked: 3 }`. Never a secret. */
  readonly facts?: JsonObject;
  /** A secret for the caller's eyes, in this one answer: neither ledger nor idempotency store sees it. */
  readonly once?: string;
}

export interface Change<I, S> {
  readonly target: Target;
  /** As just read; null: it does not exist. */
  readonly before: S | null;
  readonly input: I;
  readonly environment: ActionEnvironment;
  /** For actions of several parts: records each one's end, also when a later one fails. */
  readonly steps: Steps;
}

/**
 * SET: puts something into a state, whatever it was in. DELETE: takes something away. Both may be sent again when nobody knows
 * whether the first call arrived. CREATE and TRIGGER may not: what became of them is looked up, or UNCONFIRMED.
 */
export type ActionEffect = 'SET' | 'DELETE' | 'CREATE' | 'TRIGGER';

/**
 * What is particular to one action; everything else about it is `run-action.ts`. Start here to add one: write the action in its
 * family's folder, add it to the family's list (`registry.ts` has the lists), and write its mutation in `graphql/mutations/`.
 */
export interface Action<I extends ActionInput, S> {
  readonly name: ActionName;
  /** What it does, in a few words: `Block sign-in.` */
  readonly summary: string;
  /** The mutation that carries it out. */
  readonly mutation: string;
  readonly permission: Permission;
  /** What callers need to be shown the states that `describe` tells; left out: `directory:read`. */
  readonly reads?: Permission;
  readonly subjectType: ActionSubjectType;
  readonly effect: ActionEffect;
  /** The action that takes this one back; null: nothing does. */
  readonly inverse: ActionName | null;
  /** Whether the user alone says all that it needs: then `User.availableActions` tells of it. */
  readonly offered?: boolean;
  /** Of the user's row alone, without a call: whether there is nothing to do. For actions that are `offered`. */
  knows?(user: User): boolean | null;
  /** Besides those that stand before every action; see `objections.ts`. */
  readonly guards: readonly Guard[];

  /** What is wrong with the input, in words; null: nothing. */
  problem?(input: I): string | null;
  /** Which object is meant; null: there is no such object. @throws {UpstreamError} */
  locate(input: I, environment: ActionEnvironment): Promise<Target | null>;
  /** The state as it is now; null: it does not exist. Costs calls. @throws {UpstreamError} */
  read(target: Target, input: I, environment: ActionEnvironment): Promise<S | null>;
  /** The user who is affected, for guards; null: nobody in particular. */
  user?(state: S): User | null;
  /** The population that what is yet to be created will be in; left out, or null: none, or it is not known. */
  population?(input: I): string | null;
  /** What it takes from whom and gives to whom, for guards over who administers the directory; null: nothing. */
  power?(state: S, input: I): PowerChange | null;
  /** What of a user's record it writes, for guards over groups whose filters look at it; left out, or null: nothing. */
  attributes?(input: I): AttributeChange | null;
  /** The provider's id of an object that was found by what it is called; for actions that create. */
  idOf?(state: S): string;
  /** The part of a state that the action is about, as ledger, differences and versions have it. Never a secret. */
  describe(state: S): JsonObject;
  /** What `describe` will say when it is done, for rehearsals; left out: not foreseeable. Null: it will not exist. */
  foresee?(before: S | null, input: I): JsonObject | null;
  /**
   * For rehearsals: in words what would be done, where the differences do not say all of it; each one SKIPPED, or ALREADY.
   * When there is nothing to do, the answer has those that are ALREADY.
   */
  plan?(before: S, input: I): readonly Step[];
  /** What was asked for beside the subject, without secrets. */
  parameters?(input: I): JsonObject | null;
  /** What has no place in `parameters` and still makes a repeat another request: digests of secrets. */
  fingerprint?(input: I): JsonObject | Promise<JsonObject>;
  /** Objections of this action alone, on the fresh state: also what the caller needs beside `permission`. */
  objection?(change: Omit<Change<I, S>, 'steps'>, caller: Caller): Promise<GuardRefusal | null>;
  /** Whether a state is as asked for. Null: it does not say. Asked before (then nothing is sent) and of what is read back. */
  holds(state: S | null, input: I): boolean | null;
  /** The same, of what is read back, where a state alone cannot tell; `sent` null: it is not known whether it arrived. */
  confirms?(after: S | null, change: Change<I, S>, sent: Sent | null): boolean | null;
  /** Makes the change. Steps that took effect before one failed stay recorded. @throws {UpstreamError} */
  send(change: Change<I, S>): Promise<Sent>;
  /**
   * What takes an entry of this action back, as plain JSON input; null: nothing can. The two share `read` and `describe`, so
   * that the state that this one left is recognised. Left out: nothing can.
   */
  undo?(entry: LedgerEntry): Undo | null;
  /** Access that ends by itself: what ends it, and when. Left out, or null: it stays. */
  timed?(input: I, target: Target): (Undo & { readonly until: Date }) | null;
  /** Forgets what this process knows of what was changed, and learns what was read back. */
  forget(loaders: DirectoryLoaders, target: Target, after: S | null): void;
}

/** A request for another action, as it is kept in a database: users are `{ externalId }`. */
export interface Undo {
  readonly action: ActionName;
  readonly input: JsonObject;
}

/** An action of any input and state, for lists of them. */
// eslint-disable-next-line typescript/no-explicit-any -- a list over contravariant inputs has no other type
export type AnyAction = Action<any, any>;
