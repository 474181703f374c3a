import type { UnknownReason } from './fact.ts';

/** Who answers for a group or an application, as the directory has it. */
export interface Owner {
  /** `OTHER`: something that is neither, such as another application. */
  readonly kind: 'USER' | 'GROUP' | 'OTHER';
  /** In the same directory. */
  readonly externalId: string;
  readonly name: string | null;
  /** Whether the owner's account can be used, where that was asked for along with the owners; left out: see the account itself. */
  readonly usable?: boolean;
}

/** Owners as far as the row of a group or an application tells of them, without a call for each. */
export interface ListedOwners {
  readonly rows: readonly Owner[];
  readonly complete: boolean;
  /** Why it is not complete; `UNSUPPORTED`: the directory keeps no owners of things of this kind. */
  readonly reason: UnknownReason | null;
}
