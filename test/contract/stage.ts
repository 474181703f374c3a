import type { Provider } from '../../src/providers/provider.ts';

/** How everything that is asked can be made to fail. */
export type Failure =
  /** The credential lacks the right. */
  | 'FORBIDDEN'
  /** The provider fails (500). */
  | 'FAULT'
  /** The connection breaks before an answer. */
  | 'RESET'
  /** An answer of another form than documented: a page of HTML, the beginning of JSON. */
  | 'GARBAGE'
  /** No answer ever comes. */
  | 'SILENT';

/** What is really there, by the provider's ids. */
export interface Truth {
  /** Everybody whom the list of users shows. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Members of at least one group with more than one page of them, where there are groups. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** An ordinary user who is active, with a second factor where the provider knows of them, and in no group of administrators. */
  readonly someone: { readonly id: string; readonly username: string; readonly email: string };
  /** A group that `someone` is not in, and that may be changed; null: there are no groups. */
  readonly joinable: string | null;
  /** Somebody with a role that can be taken away, and not the last one who has it; null: there are no roles. */
  readonly administrator: { readonly userId: string; readonly roleId: string } | null;
}

/** A provider, connected to somebody who plays its vendor. */
export interface ProviderStage {
  readonly provider: Provider;
  readonly truth: Truth;
  /** Page size that makes the lists of `truth` have several pages. */
  readonly pageSize: number;
  /** What this stage can do to its answers; foreign servers cannot do everything. */
  readonly failures: readonly Failure[];
  /** From now on everything that is asked (but for the token) fails so; null: all is well again. */
  fail(how: Failure | null): void;
  /** Writes that arrived so far. */
  writes(): number;
  close(): Promise<void>;
}
