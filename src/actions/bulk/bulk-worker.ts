import { randomUUID } from 'node:crypto';
import type { Directory } from '../../directory/directory.ts';
import type { ActionServices } from '../action-services.ts';
import { actionNamed } from '../registry.ts';
import { type BulkItem, type BulkOperation, type ItemEnd, wentWell } from './bulk-operation.ts';
import type { BulkStore } from './bulk-store.ts';
import { giveUp } from './left-item.ts';
import { type ItemRun, runItem } from './run-item.ts';

export interface BulkWorkerOptions {
  readonly services: ActionServices;
  readonly store: BulkStore;
  readonly directories: readonly Directory[];
  /** Told of faults of our own: the operation rests for a moment, and is then taken up again. */
  readonly onFailure: (error: unknown, what: string) => void;
  /** How long an operation stays with a gateway that fell silent. Default 30 s; it is renewed three times within that span. */
  readonly leaseMs?: number;
  /** How often it is looked for operations of other gateways, and for those whose wait is over. Default 1 s. */
  readonly pollMs?: number;
  /** Items of one operation that are under way at once; with `onFailure: STOP` always one. Default 4. */
  readonly concurrency?: number;
}

/** What ends the work on an operation before all its items have ended. */
type Pause =
  | { readonly kind: 'FAILED' }
  | { readonly kind: 'FULL'; readonly passesAt: Date }
  | { readonly kind: 'FAULT' };

/**
 * Works on bulk operations, one at a time; each process that serves has one. Several gateways on one database share the
 * operations, and one that is killed is followed by another, or by itself when it starts again.
 */
export class BulkWorker {
  readonly #options: BulkWorkerOptions;
  readonly #owner = randomUUID();
  #ending = new AbortController();
  #working: Promise<void> | null = null;

  constructor(options: BulkWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#working !== null) return;
    this.#ending = new AbortController();
    this.#working = this.#work();
  }

  /** Begins nothing any more, and resolves when what is under way has ended. The rest goes on after the next start. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#working;
    this.#working = null;
  }

  /** Works until nothing is left that could be done now; for who does not start it. */
  async drain(): Promise<void> {
    while (await this.#one()) if (this.#ending.signal.aborted) return;
  }

  async #work(): Promise<void> {
    const { services, pollMs = 1_000, onFailure } = this.#options;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const woken = services.bulkNews.next(null, signal, pollMs);
      try {
        await this.drain();
      } catch (error) {
        onFailure(error, 'bulk operations');
      }
      await woken;
    }
  }

  /** False: there is nothing to do now. */
  async #one(): Promise<boolean> {
    const { store, leaseMs = 30_000, onFailure, services } = this.#options;
    const operation = await store.claim(this.#owner, leaseMs);
    if (operation === null) return false;
    const { id } = operation;
    const renewal = setInterval(() => {
      store
        .renew(id, this.#owner, leaseMs)
        .catch((error: unknown) => onFailure(error, 'the lease of a bulk operation'));
    }, leaseMs / 3);
    try {
      const pause = await this.#items(operation);
      await this.#leave(operation, pause);
    } finally {
      clearInterval(renewal);
      services.bulkNews.tell(id);
    }
    return true;
  }

  async #leave({ id, state }: BulkOperation, pause: Pause | null): Promise<void> {
    const { store } = this.#options;
    const soon = new Date(Date.now() + 5_000);
    if (pause?.kind === 'FAULT') await store.release(id, this.#owner, soon);
    else if (state === 'CANCELLED') await store.release(id, this.#owner, null);
    else if (pause?.kind === 'FAILED') await store.finish(id, this.#owner, 'STOPPED');
    else if (pause?.kind === 'FULL') await store.release(id, this.#owner, pause.passesAt);
    else if (this.#ending.signal.aborted) await store.release(id, this.#owner, null);
    else await store.finish(id, this.#owner, 'DONE');
  }

  async #items(operation: BulkOperation): Promise<Pause | null> {
    const { counts, total } = operation;
    // The gateway that met the failure may have been cut off before it could end the operation.
    if (stops(operation) && counts.failed + counts.refused > 0) return { kind: 'FAILED' };
    const lanes =
      operation.onFailure === 'STOP' ? 1 : Math.min(this.#options.concurrency ?? 4, Math.max(total, 1));
    let pause: Pause | null = null;
    const lane = async (): Promise<void> => {
      while (pause === null && !this.#ending.signal.aborted) {
        const item = await this.#begin(operation);
        if (item === null) return;
        pause = ('kind' in item ? item : await this.#item(operation, item)) ?? pause;
        this.#options.services.bulkNews.tell(operation.id);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return pause;
  }

  /** Never rejects: the work would seem to have ended while other lanes still send. */
  async #begin(operation: BulkOperation): Promise<BulkItem | Pause | null> {
    try {
      return await this.#options.store.begin(operation, this.#owner);
    } catch (error) {
      this.#options.onFailure(error, `the next item of the bulk operation ${operation.id}`);
      return { kind: 'FAULT' };
    }
  }

  /** Never rejects, either. */
  async #item(operation: BulkOperation, item: BulkItem): Promise<Pause | null> {
    const { store, onFailure } = this.#options;
    try {
      const run = await this.#run(operation, item);
      if ('passesAt' in run) {
        await store.putBack(item, this.#owner);
        return { kind: 'FULL', passesAt: run.passesAt };
      }
      await store.settle(item, this.#owner, run.end);
      return stops(operation) && !wentWell(run.end) ? { kind: 'FAILED' } : null;
    } catch (error) {
      onFailure(error, nameOf(operation, item));
      return { kind: 'FAULT' };
    }
  }

  async #run(operation: BulkOperation, item: BulkItem): Promise<ItemRun> {
    const { services, directories, onFailure } = this.#options;
    const action = actionNamed(operation.action);
    const directory = directories.find(({ key }) => key === operation.directory);
    if (action === null || directory === undefined)
      return { end: await giveUp(services, operation, item, gone(operation), { code: 'NOT_CONFIGURED' }) };
    try {
      return await runItem(services, directory, action, operation, item);
    } catch (error) {
      if (item.attempts < mostAttempts) throw error;
      onFailure(error, nameOf(operation, item));
      return { end: await giveUp(services, operation, item, broken, { code: broken.code }) };
    }
  }
}

/** Whether a failure ends it; it cannot where it has ended already. */
function stops({ onFailure, state }: BulkOperation): boolean {
  return onFailure === 'STOP' && state !== 'CANCELLED';
}

function nameOf({ id }: BulkOperation, { position }: BulkItem): string {
  return `item ${position} of the bulk operation ${id}`;
}

/** So often an item is begun at which the gateway itself fails; the rest of the operation would never have its turn. */
const mostAttempts = 3;

const broken = {
  outcome: 'FAILED',
  code: 'INTERNAL',
  message: 'The gateway failed at it each time it was tried; its log says why. Nothing was sent.',
  retryable: false,
  entryId: null,
} as const;

/** Another configuration than when it was asked for. */
function gone({ action, directory }: BulkOperation): ItemEnd {
  return {
    outcome: 'FAILED',
    code: 'NOT_CONFIGURED',
    message: `This gateway has no directory "${directory}", or does not know ${action} any more. Nothing was sent.`,
    retryable: false,
    entryId: null,
  };
}
