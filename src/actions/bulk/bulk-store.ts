import type { Caller } from '../../access/caller.ts';
import type {
  BulkItem,
  BulkOperation,
  BulkState,
  ItemEnd,
  NewBulkItem,
  NewBulkOperation,
} from './bulk-operation.ts';

export interface BulkFilter {
  readonly actor?: string | undefined;
  readonly directory?: string | undefined;
  readonly states?: readonly BulkState[] | undefined;
}

export interface BulkPage<Row> {
  readonly rows: readonly Row[];
  /** Where to go on after the last row; null: there is no more. */
  readonly next: string | null;
}

/**
 * Keeps bulk operations. One gateway at a time works on one, under a lease: `owner` names that gateway's run. What a method
 * with `owner` is asked to do is not done when the lease has gone to somebody else.
 */
export interface BulkStore {
  /** Keeps an operation with its items, whole or not at all. False: there is one of this id. */
  create(operation: NewBulkOperation, items: readonly NewBulkItem[]): Promise<boolean>;
  get(id: string): Promise<BulkOperation | null>;
  /** Newest first. @throws {RangeError} for a place that `next` did not give. */
  list(
    filter: BulkFilter,
    page: { readonly first: number; readonly after: string | null },
  ): Promise<BulkPage<BulkOperation>>;
  /** In the order of their positions. @throws {RangeError} for a place that `next` did not give. */
  items(
    id: string,
    page: { readonly first: number; readonly after: string | null },
  ): Promise<BulkPage<BulkItem>>;

  /** Lets a plan begin, with the rights that the caller has now. False: it is no plan any more, or too old. */
  apply(id: string, caller: Caller): Promise<boolean>;
  /** Ends an operation: what was not begun will not be; what was begun is still settled. False: it had ended. */
  cancel(id: string): Promise<boolean>;

  /**
   * The operation whose turn it is, for this owner alone; also one whose gateway fell silent. One that is CANCELLED has items
   * that were begun and that nobody ended: they are to be settled, and nothing is to be sent. Null: none.
   */
  claim(owner: string, leaseMs: number): Promise<BulkOperation | null>;
  /** Also of a CANCELLED one, as long as items are under way. False: it belongs to somebody else now, or to nobody. */
  renew(id: string, owner: string, leaseMs: number): Promise<boolean>;
  /**
   * The next item to be done, marked as begun; of a CANCELLED operation the next to be settled. Null: none, or the operation is
   * not this owner's any more, or was cancelled since it was claimed.
   */
  begin(operation: Pick<BulkOperation, 'id' | 'state'>, owner: string): Promise<BulkItem | null>;
  settle(item: BulkItem, owner: string, end: ItemEnd): Promise<void>;
  /** Makes an item as if it had not been begun this time; NOT_STARTED where the operation has ended meanwhile. */
  putBack(item: BulkItem, owner: string): Promise<void>;
  /** Lets the operation rest, for anybody to go on with: at once, or from a moment on. A CANCELLED one stays so. */
  release(id: string, owner: string, until: Date | null): Promise<void>;
  /** Ends the operation, unless it has ended, and lets go of it; what was not begun is NOT_STARTED. */
  finish(id: string, owner: string, state: 'DONE' | 'STOPPED'): Promise<void>;
}
