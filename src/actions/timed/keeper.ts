import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Directory } from '../../directory/directory.ts';
import type { ActionServices } from '../action-services.ts';
import { actionNamed } from '../registry.ts';
import { isGone, pauseAfter, takeBack, timekeeper } from './end-grant.ts';
import type { TimedGrant } from './timed-grant.ts';
import type { TimedStore } from './timed-store.ts';

export interface KeeperOptions {
  readonly services: ActionServices;
  readonly store: TimedStore;
  readonly directories: readonly Directory[];
  /** Told of faults of our own; what was due is tried again. */
  readonly onFailure: (error: unknown, what: string) => void;
  /** How often it is looked for what is due. Default 5 s. */
  readonly pollMs?: number;
  /** How long a grant stays with a gateway that fell silent while ending it. Default 60 s: longer than a change may take. */
  readonly leaseMs?: number;
  readonly now?: () => Date;
}

/** Grants that are ended together. */
const batch = 10;

/**
 * Takes back access whose time is over; each process that serves has one. What fell due while no gateway ran is ended as soon
 * as one starts. What cannot be taken back is tried again, less and less often, and stays active for all to see.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #owner = randomUUID();
  #ending = new AbortController();
  #working: Promise<void> | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#working !== null) return;
    this.#ending = new AbortController();
    this.#working = this.#work(this.#ending.signal);
  }

  /** Begins nothing any more, and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#working;
    this.#working = null;
  }

  /** Ends all that is due now. Answers how many it tried. */
  async endDue(): Promise<number> {
    const { store, leaseMs = 60_000 } = this.#options;
    for (const grant of await store.overdue(100)) await this.#decide(grant);
    let tried = 0;
    while (!this.#ending.signal.aborted) {
      const due = await store.claimDue(this.#owner, leaseMs, batch);
      if (due.length === 0) break;
      await Promise.all(due.map((grant) => this.#end(grant)));
      tried += due.length;
    }
    return tried;
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { pollMs = 5_000, onFailure } = this.#options;
    while (!signal.aborted) {
      try {
        await this.endDue();
      } catch (error) {
        onFailure(error, 'access whose time is over');
      }
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whoever gave it was cut off: the ledger knows how far it came. Where it does not, it is taken back in any case. */
  async #decide({ id, entryId, action, inverse }: TimedGrant): Promise<void> {
    const { store, services } = this.#options;
    const entry = await services.ledger.get(entryId);
    if (entry?.outcome === 'FAILED') return await store.drop(id, entry.code);
    const undo = entry === null || entry.outcome === 'INTENDED' ? null : actionNamed(action)?.undo?.(entry);
    await store.activate(id, undo ?? inverse);
  }

  async #end(grant: TimedGrant): Promise<void> {
    const { store, services, directories, onFailure } = this.#options;
    const { id, attempts } = grant;
    const now = (this.#options.now ?? (() => new Date()))();
    const later = new Date(now.getTime() + pauseAfter(attempts));
    try {
      const directory = directories.find(({ key }) => key === grant.directory);
      const result =
        directory === undefined
          ? null
          : await takeBack(services, directory, grant, timekeeper, {
              reason: 'The time that the access was given for is over.',
              idempotencyKey: `expiry/${id}/${attempts}`,
            });
      if (result === null) {
        const message = `This gateway has no directory "${grant.directory}", or does not know ${grant.inverse.action} any more.`;
        await store.failed(id, this.#owner, { code: 'NOT_CONFIGURED', message, nextAttemptAt: later });
      } else if (isGone(result)) {
        await store.ended(id, this.#owner, 'entryId' in result ? result.entryId : null);
      } else if (result.kind !== 'SUCCESS') {
        const { code, message } = result;
        const passesAt = result.kind === 'REFUSED' ? result.passesAt : null;
        const nextAttemptAt = passesAt === null ? later : new Date(passesAt);
        await store.failed(id, this.#owner, { code, message, nextAttemptAt });
      }
    } catch (error) {
      onFailure(error, `the end of the timed grant ${id}`);
      await this.#failed(id, later);
    }
  }

  /** Never rejects: those that end beside this one are waited for. Where it cannot be kept, the lease runs out. */
  async #failed(id: string, nextAttemptAt: Date): Promise<void> {
    const message = 'The gateway failed while it was taken back; its log says why.';
    try {
      await this.#options.store.failed(id, this.#owner, { code: 'INTERNAL', message, nextAttemptAt });
    } catch (error) {
      this.#options.onFailure(error, `the failure of the end of the timed grant ${id}`);
    }
  }
}
