import { compareText } from '../model/compare-text.ts';
import type { User } from '../model/user.ts';
import { type AccountKeys, KeyReader } from './account-keys.ts';
import { addressesOf, OtherIndex, PrimaryIndex } from './key-index.ts';
import { LinkGraph } from './link-graph.ts';
import type { AccountRef } from './manual-link.ts';
import { Postings } from './postings.ts';
import type { CorrelationSettings } from './settings.ts';

/**
 * The accounts of all directories with their keys and where to find them by those. An account is a small number (its slot), so
 * that everything built on this is a map of numbers; no user is copied.
 */
export class Ground {
  readonly settings: CorrelationSettings;
  /** Key of the primary directory; null: there is none. */
  readonly primary: string | null;
  readonly inPrimary = new PrimaryIndex();
  readonly elsewhere = new OtherIndex();
  links = new LinkGraph([]);
  readonly #reader: KeyReader;
  readonly #users: (User | undefined)[] = [];
  readonly #keys: (AccountKeys | undefined)[] = [];
  readonly #slots = new Map<string, Map<string, number>>();
  readonly #free: number[] = [];
  /** Employee numbers that a crowd has. */
  readonly #crowded = new Set<string>();
  /** By the id that their directory gave, where its comparable form is another text. */
  readonly #respelt = new Postings();

  constructor(settings: CorrelationSettings, primary: string | null) {
    this.settings = settings;
    this.primary = primary;
    this.#reader = new KeyReader(settings);
  }

  get directories(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** Slots up to this number may be in use. */
  get size(): number {
    return this.#users.length;
  }

  slotOf({ directory, externalId }: AccountRef): number | undefined {
    return this.#slots.get(directory)?.get(externalId);
  }

  slotsOf(directory: string): ReadonlyMap<string, number> {
    return this.#slots.get(directory) ?? new Map<string, number>();
  }

  has(slot: number): boolean {
    return this.#users[slot] !== undefined;
  }

  user(slot: number): User {
    return held(this.#users[slot], slot);
  }

  keys(slot: number): AccountKeys {
    return held(this.#keys[slot], slot);
  }

  isPrimary(slot: number): boolean {
    const directory = this.#users[slot]?.directory;
    return directory !== undefined && directory === this.primary;
  }

  /** Puts an account in; `before` is its slot, where another state of it is held already. */
  put(user: User, before: number | undefined): number {
    if (before !== undefined) this.#unlist(before);
    const slot = before ?? this.#newSlot(user);
    const keys = this.#reader.read(user);
    this.#users[slot] = user;
    this.#keys[slot] = keys;
    if (user.directory === this.primary) this.inPrimary.add(slot, keys);
    else this.elsewhere.add(slot, keys);
    if (keys.own !== null && keys.own !== user.externalId) this.#respelt.add(keys.own, slot);
    this.#countEmployees(keys.employee);
    return slot;
  }

  /** Another state of an account in which nothing that matters here is different. */
  refresh(slot: number, user: User): void {
    this.#users[slot] = user;
  }

  remove(slot: number): void {
    const { directory, externalId } = this.user(slot);
    this.#unlist(slot);
    this.#slots.get(directory)?.delete(externalId);
    this.#users[slot] = undefined;
    this.#keys[slot] = undefined;
    this.#free.push(slot);
  }

  /** Accounts to which the primary directory gave an id. */
  primaryOwners(id: string): readonly number[] {
    const slot = this.primary === null ? undefined : this.#slots.get(this.primary)?.get(id);
    if (slot !== undefined) return [slot];
    return this.#respelt.get(id).filter((each) => this.isPrimary(each));
  }

  /** Accounts to which another directory gave an id. */
  otherOwners(id: string): readonly number[] {
    const found = this.#respelt.get(id).filter((each) => !this.isPrimary(each));
    for (const [directory, slots] of this.#slots) {
      const slot = directory === this.primary ? undefined : slots.get(id);
      if (slot !== undefined) found.push(slot);
    }
    return found;
  }

  /** The employee number of an account, unless a crowd has the same. */
  employee(slot: number): string | null {
    const { employee } = this.keys(slot);
    return employee === null || this.#crowded.has(employee) ? null : employee;
  }

  employeeCount(employee: string): number {
    return this.inPrimary.employee.count(employee) + this.elsewhere.employee.count(employee);
  }

  /** Accounts of other directories whose match this account may decide: they hold one of its keys. */
  dependents(slot: number): number[] {
    const keys = this.keys(slot);
    const found: number[] = [];
    for (const address of addressesOf(keys)) found.push(...this.elsewhere.address.get(address));
    if (keys.employee !== null) found.push(...this.elsewhere.employee.get(keys.employee));
    if (keys.own !== null) found.push(...this.elsewhere.source.get(keys.own));
    if (keys.source !== null) found.push(...this.otherOwners(keys.source));
    return found;
  }

  /** Accounts outside the primary directory that share a key with this one, but for keys that a crowd holds. */
  neighbours(slot: number): number[] {
    const keys = this.keys(slot);
    const found: number[] = [];
    const take = (slots: readonly number[]): void => {
      if (slots.length <= this.settings.crowdSize) found.push(...slots);
    };
    for (const address of addressesOf(keys)) take(this.elsewhere.address.get(address));
    const employee = this.employee(slot);
    if (employee !== null) take(this.elsewhere.employee.get(employee));
    if (keys.own !== null) take(this.elsewhere.source.get(keys.own));
    if (keys.source !== null) {
      take(this.elsewhere.source.get(keys.source));
      found.push(...this.otherOwners(keys.source));
    }
    take(this.mates(slot).filter((each) => !this.isPrimary(each)));
    return found;
  }

  /** Accounts that the operator says are the same person, itself among them; none where nothing is said. */
  mates(slot: number): readonly number[] {
    return this.#linked(slot) ? this.#existing(this.links.mates(this.user(slot))) : nobody;
  }

  different(slot: number): readonly number[] {
    return this.#linked(slot) ? this.#existing(this.links.different(this.user(slot))) : nobody;
  }

  /** Everybody whose match may depend on this account's by the operator's links. */
  linkedAround(slot: number): readonly number[] {
    return this.#linked(slot) ? this.#existing(this.links.around(this.user(slot))) : nobody;
  }

  /** The order in which accounts are told: by directory, then by external id; the same whatever came first. */
  compare = (one: number, other: number): number => {
    const [a, b] = [this.user(one), this.user(other)];
    return compareText(a.directory, b.directory) || compareText(a.externalId, b.externalId);
  };

  #linked(slot: number): boolean {
    return !this.links.isEmpty && this.links.knows(this.user(slot));
  }

  #existing(refs: readonly AccountRef[]): readonly number[] {
    return refs.map((ref) => this.slotOf(ref)).filter((slot) => slot !== undefined);
  }

  #unlist(slot: number): void {
    const [user, keys] = [this.user(slot), this.keys(slot)];
    if (user.directory === this.primary) this.inPrimary.remove(slot, keys);
    else this.elsewhere.remove(slot, keys);
    if (keys.own !== null && keys.own !== user.externalId) this.#respelt.remove(keys.own, slot);
    this.#countEmployees(keys.employee);
  }

  #newSlot({ directory, externalId }: User): number {
    const slot = this.#free.pop() ?? this.#users.length;
    const slots = this.#slots.get(directory);
    if (slots === undefined) this.#slots.set(directory, new Map([[externalId, slot]]));
    else slots.set(externalId, slot);
    return slot;
  }

  #countEmployees(employee: string | null): void {
    if (employee === null) return;
    if (this.employeeCount(employee) > this.settings.crowdSize) this.#crowded.add(employee);
    else if (this.#crowded.size > 0) this.#crowded.delete(employee);
  }
}

const nobody: readonly number[] = [];

function held<T>(value: T | undefined, slot: number): T {
  if (value === undefined) throw new RangeError(`There is no account ${slot}: it was removed.`);
  return value;
}
