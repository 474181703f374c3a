import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../access/caller.ts';
import type { ActionResult } from './action-result.ts';
import { type ActionSettings, defaultActionSettings } from './action-settings.ts';
import { type BlastRadius, MemoryBlastRadius } from './blast-radius.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { MemoryLinkStore } from '../identities/memory-link-store.ts';
import { BulkNews } from './bulk/bulk-news.ts';
import type { BulkStore } from './bulk/bulk-store.ts';
import type { FindingHistory } from '../findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../findings/history/memory-history.ts';
import { ToldHistory } from '../findings/history/told-history.ts';
import { MemoryPostureTrend } from '../findings/trend/memory-posture-trend.ts';
import type { PostureTrend } from '../findings/trend/posture-point.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { KeyedLocks, type Locks } from './keyed-lock.ts';
import type { Ledger } from './ledger.ts';
import { MemoryIdempotencyStore } from './memory-idempotency.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { TimedStore } from './timed/timed-store.ts';
import { Underway } from './underway.ts';

/** What all actions of this process share; made once. */
export interface ActionServices {
  readonly settings: ActionSettings;
  readonly ledger: Ledger;
  readonly idempotency: IdempotencyStore<ActionResult>;
  readonly blastRadius: BlastRadius;
  readonly locks: Locks;
  /** Null: there is no database, and so no bulk operation. */
  readonly bulk: BulkStore | null;
  readonly bulkNews: BulkNews;
  /** Null: there is no database, and so no access for a time. */
  readonly timed: TimedStore | null;
  /** What operators said of which accounts are one person. */
  readonly links: IdentityLinkStore;
  /** What became of findings over time, and which of them somebody accepted. */
  readonly findings: FindingHistory;
  /** How directories stood from day to day. */
  readonly trend: PostureTrend;
  /** The moment that acceptances begin and end by. */
  readonly now: () => Date;
  /** Changes that were recorded and whose end is not; the ledger must stay open for them. */
  readonly underway: Underway;
  /**
   * Whether work that a caller asked for earlier may go on: false when the key was revoked, or the token ended long ago. Throws
   * where that cannot be known.
   */
  readonly stillGood: (caller: Caller) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told when the ledger could not take down how something ended; the action's answer stays what it is. */
  readonly onLedgerFailure: (error: unknown, what: string) => void;
}

export type ActionServiceOptions = Partial<Omit<ActionServices, 'settings'>> & {
  readonly settings?: Partial<ActionSettings>;
};

/** Everything in memory, but for what is given. */
export function createActionServices(options: ActionServiceOptions = {}): ActionServices {
  const settings = { ...defaultActionSettings, ...options.settings };
  const now = options.now ?? (() => new Date());
  return {
    settings,
    ledger: options.ledger ?? new MemoryLedger({ now }),
    idempotency: options.idempotency ?? new MemoryIdempotencyStore({ now }),
    blastRadius: options.blastRadius ?? new MemoryBlastRadius(settings.blastLimits, now),
    locks: options.locks ?? new KeyedLocks(),
    bulk: options.bulk ?? null,
    bulkNews: options.bulkNews ?? new BulkNews(),
    timed: options.timed ?? null,
    links: options.links ?? new MemoryLinkStore(),
    findings: options.findings ?? new ToldHistory(new MemoryHistoryStore({ now }), false),
    trend: options.trend ?? new MemoryPostureTrend(),
    now,
    underway: options.underway ?? new Underway(),
    stillGood: options.stillGood ?? (() => true),
    sleep: options.sleep ?? (async (ms) => await sleep(ms)),
    onLedgerFailure: options.onLedgerFailure ?? (() => {}),
  };
}
