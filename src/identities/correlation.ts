import type { UnknownReason } from '../model/fact.ts';
import type { User } from '../model/user.ts';
import { Clusters, type Part } from './clusters.ts';
import { Ground } from './ground.ts';
import { LinkGraph } from './link-graph.ts';
import { LooseIndex } from './loose-index.ts';
import type { AccountRef, ManualLink } from './manual-link.ts';
import { Matches } from './matches.ts';
import type { Outcome } from './outcome.ts';
import { People } from './people.ts';
import { isSameToCorrelation } from './relevant.ts';
import type { CorrelationSettings } from './settings.ts';

/** How well a directory's accounts are known. */
export interface AccountCoverage {
  /** Whether nobody is missing, those who were removed among them as far as the provider keeps them. */
  readonly complete: boolean;
  /** Why somebody is missing. */
  readonly reason: UnknownReason | null;
  readonly message: string | null;
  /** When they were read; null: never. */
  readonly takenAt: Date | null;
  /** Milliseconds by which last sign-ons may trail what happened; left out: none. */
  readonly signOnLagMs?: number;
}

/**
 * Who is who over all directories, kept up to date change by change. What a change may concern is found by the keys of the changed
 * account, and is worked out at the next question: many changes in a row cost one round. The answer never depends on the order in
 * which directories, accounts or changes came.
 */
export class Correlation {
  readonly ground: Ground;
  readonly people: People;
  readonly matches: Matches;
  readonly clusters: Clusters;
  readonly loose: LooseIndex;
  readonly #coverage = new Map<string, AccountCoverage>();
  readonly #changedMatches = new Set<number>();
  readonly #changedClusters = new Set<number>();
  readonly #changedPeople = new Set<number>();
  /** Before the first round everybody is new. */
  #everybody = true;
  #version = 0;
  #matched = 0;
  #clustered = 0;

  /** @throws {SyntaxError} when a pattern of service accounts is no regular expression. */
  constructor(settings: CorrelationSettings, primary: string | null) {
    this.ground = new Ground(settings, primary);
    this.people = new People(this.ground);
    this.matches = new Matches(this.ground, this.people);
    this.clusters = new Clusters(this.ground, (slot) => this.#partOf(slot));
    this.loose = new LooseIndex(this.ground);
  }

  /** How often an account was matched, and how often one was clustered, since the beginning. */
  get work(): { readonly matched: number; readonly clustered: number } {
    return { matched: this.#matched, clustered: this.#clustered };
  }

  /** Another number whenever somebody may be in another identity. */
  get version(): number {
    return this.#version;
  }

  /** How well each directory is known, by its key. */
  get coverage(): ReadonlyMap<string, AccountCoverage> {
    return this.#coverage;
  }

  /** Everybody of a directory, as a read of it found them. Who is the same as before costs a comparison. */
  replaceDirectory(directory: string, users: readonly User[], coverage: AccountCoverage): void {
    this.#coverage.set(directory, coverage);
    const left = new Map(this.ground.slotsOf(directory));
    for (const user of users) {
      left.delete(user.externalId);
      this.replaceUser(user);
    }
    for (const slot of left.values()) this.#remove(slot);
  }

  /** Says that a directory could not be read. What is held of it stays, but proves nothing about who is missing. */
  setCoverage(directory: string, coverage: AccountCoverage): void {
    this.#coverage.set(directory, coverage);
  }

  replaceUser(user: User): void {
    const { ground } = this;
    const slot = ground.slotOf(user);
    if (slot === undefined) {
      this.#put(user, undefined);
      return;
    }
    const isPrimary = ground.isPrimary(slot);
    const attribute = ground.settings.employeeNumberAttribute[user.directory];
    if (isSameToCorrelation(ground.user(slot), user, { attribute, isPrimary })) {
      ground.refresh(slot, user);
      return;
    }
    this.#touch(slot);
    this.loose.remove(slot);
    this.#put(user, slot);
  }

  removeUser(ref: AccountRef): void {
    const slot = this.ground.slotOf(ref);
    if (slot !== undefined) this.#remove(slot);
  }

  /** What operators say, in the place of what they said before. */
  setLinks(links: readonly ManualLink[]): void {
    const { ground } = this;
    const before = ground.links;
    const after = new LinkGraph(links);
    if (after.saysTheSameAs(before)) return;
    for (const graph of [before, after]) {
      ground.links = graph;
      for (const ref of graph.accounts) {
        const slot = ground.slotOf(ref);
        if (slot !== undefined) this.#touch(slot);
      }
    }
  }

  /** Works out what has changed since the last question; every reader calls it first. */
  settle(): void {
    const isFirst = this.#everybody;
    if (isFirst) this.#markEverybody();
    if (this.#changedMatches.size + this.#changedClusters.size + this.#changedPeople.size === 0) return;
    this.#version += 1;
    // In the first round everybody is matched and clustered anyway.
    for (const slot of this.people.refresh(this.#changedPeople)) if (!isFirst) this.#markDependents(slot);
    this.#changedPeople.clear();
    this.#settleMatches(isFirst);
    this.#clustered += this.clusters.refresh(this.#changedClusters);
    this.#changedClusters.clear();
  }

  #settleMatches(isFirst: boolean): void {
    const { ground } = this;
    for (const slot of this.#changedMatches) {
      // Whom this adds is visited by this very loop.
      if (ground.has(slot)) for (const other of ground.linkedAround(slot)) this.#changedMatches.add(other);
    }
    for (const slot of this.#changedMatches) {
      if (!ground.has(slot) || ground.isPrimary(slot)) this.#changedMatches.delete(slot);
    }
    this.matches.refresh(this.#changedMatches, (slot, before) => {
      this.#matched += 1;
      if (isFirst || partOf(before) === this.#partOf(slot)) return;
      for (const other of this.clusters.forget(slot)) this.#changedClusters.add(other);
      for (const other of ground.neighbours(slot)) this.#changedClusters.add(other);
      this.#changedClusters.add(slot);
    });
    this.#changedMatches.clear();
  }

  #put(user: User, before: number | undefined): void {
    const slot = this.ground.put(user, before);
    this.loose.add(slot);
    this.#touch(slot);
  }

  #remove(slot: number): void {
    this.#touch(slot);
    this.loose.remove(slot);
    if (this.ground.isPrimary(slot)) {
      for (const other of this.people.forget(slot)) this.#changedPeople.add(other);
    } else {
      for (const other of this.clusters.forget(slot)) this.#changedClusters.add(other);
    }
    this.matches.forget(slot);
    this.ground.remove(slot);
  }

  /** Notes whom an account's keys may concern: called with its old keys and with its new ones. */
  #touch(slot: number): void {
    if (this.#everybody) return;
    const { ground } = this;
    this.#markCrowdChange(slot);
    for (const other of ground.linkedAround(slot)) this.#mark(other);
    this.#mark(slot);
    if (ground.isPrimary(slot)) {
      for (const other of this.people.neighbours(slot)) this.#changedPeople.add(other);
      this.#markDependents(slot);
    } else {
      for (const other of ground.neighbours(slot)) this.#changedClusters.add(other);
    }
  }

  #mark(slot: number): void {
    if (this.ground.isPrimary(slot)) this.#changedPeople.add(slot);
    else {
      this.#changedMatches.add(slot);
      this.#changedClusters.add(slot);
    }
  }

  #markDependents(slot: number): void {
    for (const other of this.ground.dependents(slot)) this.#changedMatches.add(other);
  }

  /** Where a value is just about to be, or to be no more, one that a crowd holds, it concerns all who hold it. */
  #markCrowdChange(slot: number): void {
    const { inPrimary, elsewhere } = this.ground;
    const { employee, ...keys } = this.ground.keys(slot);
    const { crowdSize } = this.ground.settings;
    const isAtTheEdge = (count: number): boolean => count === crowdSize || count === crowdSize + 1;
    if (employee !== null && isAtTheEdge(this.ground.employeeCount(employee))) {
      for (const other of inPrimary.employee.get(employee)) this.#mark(other);
      for (const other of elsewhere.employee.get(employee)) this.#mark(other);
    }
    const addresses = [keys.email, keys.username, keys.mapped, ...keys.aliases];
    for (const address of addresses) {
      if (address === null || !isAtTheEdge(elsewhere.address.count(address))) continue;
      for (const other of elsewhere.address.get(address)) this.#changedClusters.add(other);
    }
    for (const id of [keys.own, keys.source]) {
      if (id === null || !isAtTheEdge(elsewhere.source.count(id))) continue;
      for (const other of elsewhere.source.get(id)) this.#changedClusters.add(other);
    }
  }

  #markEverybody(): void {
    const { ground } = this;
    for (let slot = 0; slot < ground.size; slot += 1) {
      if (!ground.has(slot)) continue;
      if (!ground.isPrimary(slot)) {
        this.#changedMatches.add(slot);
        this.#changedClusters.add(slot);
      } else if (this.people.hasNeighbours(slot)) this.#changedPeople.add(slot);
    }
    this.#everybody = false;
  }

  #partOf(slot: number): Part {
    return partOf(this.matches.of(slot));
  }
}

function partOf({ kind }: Outcome): Part {
  if (kind === 'MATCHED') return 'ANCHORED';
  return kind === 'OPEN' ? 'KEYED' : 'LINKED_ONLY';
}
