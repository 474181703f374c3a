import type { Fact } from '../../model/fact.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import { CompactMap } from './compact-map.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import type { IdTable } from './id-table.ts';
import type { DevicesFact } from '../mfa-plan.ts';

/** What many devices have in common: everything but whose, which one and since when. */
type DeviceKind = Omit<MfaDevice, 'userId' | 'externalId' | 'contact' | 'createdAt' | 'updatedAt'>;

/** What a fact of devices says besides them. */
type Saying = Exclude<DevicesFact, { readonly state: 'KNOWN' }> | Omit<KnownDevices, 'value'>;
type KnownDevices = Extract<DevicesFact, { readonly state: 'KNOWN' }>;

const NOBODY = 0;
/** Stands for a date that is not there. */
const NO_DATE = Number.NaN;

/** Takes in the devices of one user after the other, in few bytes. */
export class DevicePacker {
  readonly #table: IdTable;
  readonly #sayings = new Numbered<Saying>();
  readonly #kinds = new Numbered<DeviceKind>();
  /** By user: 0, or one more than the number of its saying; where its devices begin, and how many there are. */
  readonly #said = new GrowingNumbers();
  readonly #first = new GrowingNumbers();
  readonly #count = new GrowingNumbers();
  /** By device. */
  readonly #kind = new GrowingNumbers();
  readonly #ids: string[] = [];
  readonly #contacts: (string | null)[] = [];
  readonly #dates: number[] = [];
  #hasContacts = false;
  #hasDates = false;

  constructor(table: IdTable) {
    this.#table = table;
  }

  set(userId: string, fact: DevicesFact): void {
    const number = this.#table.add(userId);
    this.#said.set(number, 1 + this.#saying(fact));
    this.#first.set(number, this.#ids.length);
    this.#count.set(number, fact.state === 'KNOWN' ? fact.value.length : 0);
    if (fact.state === 'KNOWN') for (const device of fact.value) this.#add(device);
  }

  pack(): ReadonlyMap<string, DevicesFact> {
    return new PackedDevices(this.#table, {
      sayings: this.#sayings.values,
      kinds: this.#kinds.values,
      said: this.#said.toArray(),
      first: this.#first.toArray(),
      count: this.#count.toArray(),
      kind: this.#kind.toArray(),
      ids: this.#ids.slice(),
      contacts: this.#hasContacts ? this.#contacts.slice() : null,
      dates: this.#hasDates ? Float64Array.from(this.#dates) : null,
    });
  }

  #saying(fact: DevicesFact): number {
    if (fact.state === 'UNKNOWN')
      return this.#sayings.add(`${fact.reason}\u0000${fact.message ?? ''}`, () => fact);
    const { state, observedAt, source } = fact;
    return this.#sayings.add(`${observedAt.getTime()} ${source}`, () => ({ state, observedAt, source }));
  }

  #add(device: MfaDevice): void {
    const { externalId, contact, createdAt, updatedAt } = device;
    this.#kind.push(this.#kinds.add(keyOf(device), () => kindOf(device)));
    this.#ids.push(externalId);
    this.#contacts.push(contact);
    this.#dates.push(createdAt?.getTime() ?? NO_DATE, updatedAt?.getTime() ?? NO_DATE);
    this.#hasContacts ||= contact !== null;
    this.#hasDates ||= createdAt !== null || updatedAt !== null;
  }
}

function kindOf({ directory, type, rawType, status, rawStatus, tier, nickname }: MfaDevice): DeviceKind {
  return { directory, type, rawType, status, rawStatus, tier, nickname };
}

/** The same for two devices of one kind only. */
function keyOf({ directory, type, rawType, status, rawStatus, tier, nickname }: MfaDevice): string {
  const name = nickname === null ? '' : `=${nickname}`;
  return [directory, type, rawType, status, rawStatus, tier, name].join('\u0000');
}

/** Different values, each with a number. */
class Numbered<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();

  add(key: string, make: () => T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    return this.values.push(make()) - 1;
  }
}

interface Packed {
  readonly sayings: readonly Saying[];
  readonly kinds: readonly DeviceKind[];
  readonly said: Uint32Array;
  readonly first: Uint32Array;
  readonly count: Uint32Array;
  readonly kind: Uint32Array;
  readonly ids: readonly string[];
  /** Null: no device has one. */
  readonly contacts: readonly (string | null)[] | null;
  /** Two for each device; null: no device has one. */
  readonly dates: Float64Array | null;
}

/** Devices of everybody in columns: each reading of a user's makes them anew, as they were put in. */
class PackedDevices extends CompactMap<DevicesFact> {
  readonly #table: IdTable;
  readonly #packed: Packed;
  readonly #size: number;

  constructor(table: IdTable, packed: Packed) {
    super();
    this.#table = table;
    this.#packed = packed;
    let size = 0;
    for (const said of packed.said) if (said !== NOBODY) size += 1;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): DevicesFact | undefined {
    const number = this.#table.numberOf(key);
    return number === undefined ? undefined : this.#factOf(number, key);
  }

  has(key: string): boolean {
    const number = this.#table.numberOf(key);
    return number !== undefined && (this.#packed.said[number] ?? NOBODY) !== NOBODY;
  }

  *entries(): MapIterator<[string, DevicesFact]> {
    for (const number of this.#packed.said.keys()) {
      const key = this.#table.idOf(number);
      const fact = this.#factOf(number, key);
      if (fact !== undefined) yield [key, fact];
    }
  }

  #factOf(number: number, userId: string): DevicesFact | undefined {
    const { said, sayings, first, count } = this.#packed;
    const saying = sayings[(said[number] ?? NOBODY) - 1];
    if (saying === undefined || saying.state === 'UNKNOWN') return saying;
    const begin = first[number] ?? 0;
    const end = begin + (count[number] ?? 0);
    const value: MfaDevice[] = [];
    for (let index = begin; index < end; index += 1) value.push(this.#device(index, userId));
    const { state, observedAt, source } = saying;
    return { state, value, observedAt, source } satisfies Fact<readonly MfaDevice[]>;
  }

  #device(index: number, userId: string): MfaDevice {
    const { kinds, kind, ids, contacts } = this.#packed;
    const common = kinds[kind[index] ?? -1];
    const externalId = ids[index];
    if (common === undefined || externalId === undefined)
      throw new RangeError(`Expected a device at ${index}, found none among ${ids.length}.`);
    const { directory, type, rawType, status, rawStatus, tier, nickname } = common;
    return {
      directory,
      userId,
      externalId,
      type,
      rawType,
      status,
      rawStatus,
      tier,
      nickname,
      contact: contacts?.[index] ?? null,
      createdAt: this.#date(2 * index),
      updatedAt: this.#date(2 * index + 1),
    };
  }

  #date(index: number): Date | null {
    const time = this.#packed.dates?.[index] ?? NO_DATE;
    return Number.isNaN(time) ? null : new Date(time);
  }
}
