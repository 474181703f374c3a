import type { ChangedObjects } from '../../providers/change-reads.ts';

/** Objects that are remembered at most; with more, everything is read again. */
const mostTold = 2_000;

/** What notifications named and what was not read again yet: a bounded memory. */
export class ToldChanges implements ChangedObjects {
  readonly userIds = new Set<string>();
  readonly groupIds = new Set<string>();
  readonly applicationIds = new Set<string>();
  #sweepDue: string | null = null;

  get sweepDue(): string | null {
    return this.#sweepDue;
  }

  get isEmpty(): boolean {
    return this.#size === 0 && this.#sweepDue === null;
  }

  add({ userIds, groupIds, applicationIds, sweepDue }: ChangedObjects): void {
    this.#sweepDue ??= sweepDue;
    if (this.#sweepDue !== null) return;
    for (const id of userIds) this.userIds.add(id);
    for (const id of groupIds) this.groupIds.add(id);
    for (const id of applicationIds) this.applicationIds.add(id);
    if (this.#size <= mostTold) return;
    this.clear();
    this.#sweepDue = `Notifications named more than ${mostTold} objects.`;
  }

  /** Everything that was remembered, which is then forgotten. */
  take(): ChangedObjects {
    const taken = {
      userIds: new Set(this.userIds),
      groupIds: new Set(this.groupIds),
      applicationIds: new Set(this.applicationIds),
      sweepDue: this.#sweepDue,
    };
    this.clear();
    return taken;
  }

  clear(): void {
    for (const ids of [this.userIds, this.groupIds, this.applicationIds]) ids.clear();
    this.#sweepDue = null;
  }

  get #size(): number {
    return this.userIds.size + this.groupIds.size + this.applicationIds.size;
  }
}

/** Both together. */
export function joined(one: ChangedObjects, other: ChangedObjects): ChangedObjects {
  return {
    userIds: new Set([...one.userIds, ...other.userIds]),
    groupIds: new Set([...one.groupIds, ...other.groupIds]),
    applicationIds: new Set([...one.applicationIds, ...other.applicationIds]),
    sweepDue: one.sweepDue ?? other.sweepDue,
  };
}
