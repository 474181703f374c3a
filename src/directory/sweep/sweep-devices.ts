import type { User } from '../../model/user.ts';
import type { MfaReport } from '../../providers/provider.ts';
import type { Directory } from '../directory.ts';
import { type DevicesFact, devicesInReport, planDevices, tryReport, worthAReport } from '../mfa-plan.ts';
import { DevicePacker } from '../compact/packed-devices.ts';
import type { RequestScope } from '../request-scope.ts';
import type { SweepWork } from './sweep-memberships.ts';
import { Turns } from '../../upstream/turns.ts';
import { whyUnread } from './sweep-unread.ts';
import { WorkPool } from './work-pool.ts';

/** Users of one piece of work, and how many pieces at once: together more than any scheduler carries. */
const usersAtOnce = 100;
const piecesAtOnce = 3;
/** Rows of the provider's report that come with one call, about: only for what is expected. */
const devicesPerCall = 800;

/**
 * Reads everybody's devices while the list of users is still being walked: the report at once, where it is worth it, else user by
 * user as their pages come.
 */
export class DeviceSweep {
  readonly #directory: Directory;
  readonly #scope: RequestScope;
  readonly #gaps: SweepWork['gaps'];
  readonly #tracker: SweepWork['tracker'];
  readonly #packer: DevicePacker;
  readonly #pool: WorkPool<readonly User[]>;
  readonly #turns = new Turns();
  /** Null in it: the devices are read user by user. Null itself: it is not known yet how many users there are. */
  #report: Promise<MfaReport | null> | null = null;
  #total: number | null = null;
  #done = 0;

  /** @param total users in the directory; null: not known, and then it waits for all of them. */
  constructor({ directory, scope, ids, gaps, tracker }: SweepWork, total: number | null) {
    this.#directory = directory;
    // What was read before the sweep began may be older than the mark from which changes are told.
    this.#scope = { ...scope, maxAgeMs: 0 };
    this.#gaps = gaps;
    this.#tracker = tracker;
    this.#packer = new DevicePacker(ids);
    this.#pool = new WorkPool(piecesAtOnce, (users) => this.#read(users));
    if (total !== null) this.#begin(total);
  }

  add(users: readonly User[]): void {
    if (this.#report === null) return;
    const pieces = [];
    for (let at = 0; at < users.length; at += usersAtOnce) pieces.push(users.slice(at, at + usersAtOnce));
    this.#pool.push(pieces);
  }

  /** @param users all of them. */
  async finish(users: readonly User[]): Promise<ReadonlyMap<string, DevicesFact>> {
    if (this.#report === null) {
      this.#begin(users.length);
      this.add(users);
    }
    this.#total = users.length;
    await this.#pool.drained();
    this.#tracker.finish('MFA_DEVICES');
    // Everybody's devices are in the sweep now: they need not be held twice.
    this.#directory.cache.evict('deviceReport', '');
    return this.#packer.pack();
  }

  async #read(users: readonly User[]): Promise<void> {
    const report = (await this.#report) ?? null;
    const others = report === null ? users : await this.#notReported(report, users);
    const planned = await planDevices(this.#directory, others, this.#scope, { report });
    const facts = await Promise.all(planned.map(({ fact }) => fact));
    for (const [index, fact] of facts.entries()) {
      const user = others[index];
      if (user === undefined) continue;
      this.#packer.set(user.externalId, fact);
      if (fact.state === 'UNKNOWN' && whyUnread(user, fact) !== null)
        this.#gaps.note('MFA_DEVICES', fact.reason, fact.message);
      this.#directory.cache.evict('devices', user.externalId);
    }
    this.#done += users.length;
    this.#tracker.advance('MFA_DEVICES', this.#done, this.#total);
    // Where the list of users tells of their devices, nothing else is waited for.
    await this.#turns.pause();
  }

  async #notReported(report: MfaReport, users: readonly User[]): Promise<readonly User[]> {
    const others: User[] = [];
    for (const user of users) {
      if (!this.#takeReported(report, user)) others.push(user);
      // When the report comes, thousands of users wait for it.
      if (this.#turns.isOver) await this.#turns.pause();
    }
    return others;
  }

  /** Most users' devices are in the report, and need no plan; of those who have none there it is asked where else they may be. */
  #takeReported(report: MfaReport, user: User): boolean {
    if (user.listedDevices !== null) return false;
    const fact = devicesInReport(report, user);
    if (fact === null || fact.value.length === 0) return false;
    this.#scope.meter.took('mfaDevices', fact.source);
    this.#packer.set(user.externalId, fact);
    this.#directory.cache.evict('devices', user.externalId);
    return true;
  }

  #begin(total: number): void {
    this.#total = total;
    this.#tracker.advance('MFA_DEVICES', 0, total);
    const byReport = worthAReport(this.#directory, total);
    this.#tracker.expectCalls('MFA_DEVICES', byReport ? 1 + total / devicesPerCall : this.#callsFor(total));
    const pages = total / devicesPerCall;
    const scope = { ...this.#scope, context: { ...this.#scope.context, urgency: pages } };
    this.#report = byReport ? tryReport(this.#directory, scope) : Promise.resolve(null);
    // Whoever reads with it hears of its failure.
    this.#report.catch(() => {});
  }

  #callsFor(users: number): number {
    return this.#directory.can('MFA_DEVICES') && !this.#directory.can('MFA_IN_LIST') ? users : 0;
  }
}
