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
  /** Ends an operation: what was not begun will not be. False: it had ended. */
  cancel(id: string): Promise<boolean>;

  /** The operation whose turn it is, for this owner alone; also one whose gateway fell silent. Null: none. */
  claim(owner: string, leaseMs: number): Promise<BulkOperation | null>;
  /** False: it belongs to somebody else now, or has ended. */
  renew(id: string, owner: string, leaseMs: number): Promise<boolean>;
  /** The next item to be done, marked as begun. Null: none, or the operation is not this owner's any more. */
  begin(id: string, owner: string): Promise<BulkItem | null>;
  settle(item: BulkItem, owner: string, end: ItemEnd): Promise<void>;
  /** Makes an item as if it had not been begun. */
  putBack(item: BulkItem, owner: string): Promise<void>;
  /** Lets the operation rest, for anybody to go on with: at once, or from a moment on. */
  release(id: string, owner: string, until: Date | null): Promise<void>;
  /** Ends the operation; what was not begun is NOT_STARTED. */
  finish(id: string, owner: string, state: 'DONE' | 'STOPPED'): Promise<void>;
}
