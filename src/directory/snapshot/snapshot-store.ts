import type { ProviderKind } from '../../model/directory.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** Whose snapshot: of the same directory key over another tenant there is none that could be used. */
export interface SnapshotKey {
  /** Key of the directory that the operator chose. */
  readonly directory: string;
  readonly kind: ProviderKind;
  /** The provider's id of the tenant: `Provider.externalId`. */
  readonly externalId: string;
}

/** Keeps the newest sweep of each directory over a restart. It never fails a gateway: what goes wrong is a line in the log. */
export interface SnapshotStore {
  /**
   * The sweep that was saved last; null: there is none that can be used. A damaged one, or one of another tenant, is discarded,
   * which a line in the log says. How old it may be is for the caller to judge, by `takenAt` and `wholeAt`.
   */
  load(key: SnapshotKey): Promise<Sweep | null>;
  /** Puts a sweep in the place of the one before. When that cannot be done, the one before stays, and a line in the log says so. */
  save(key: SnapshotKey, sweep: Sweep): Promise<void>;
}
