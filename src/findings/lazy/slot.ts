/**
 * Facts that are read when somebody needs them. A rule reads a slot and gets at once what is there: the value, or
 * `NOT_REQUESTED` with a note of the wish. The engine then loads what the undecided rules wished for.
 */
import { type Fact, unknown, type UnknownReason } from '../../model/fact.ts';
import type { ListFact } from '../kleene.ts';

/** What a slot needs to be for those who only load it. */
export interface Loadable {
  load(): Promise<void>;
}

const nothing: ReadonlySet<Loadable> = new Set();
const done = Promise.resolve();

/** Notes which slots were asked for before they were loaded. Rules are synchronous, so one recorder serves an evaluation. */
export class Recorder {
  #recording = false;
  #wishes: Set<Loadable> | null = null;
  /** Id of the rule that is being asked. */
  asking: string | null = null;
  /** Rules that were seen to look at others than their subject: what they say may change though the subject does not. */
  readonly lookedAround = new Set<string>();

  /** Runs `work` and answers its result with the slots that it missed. Not to be nested. */
  record<T>(work: () => T): { readonly result: T; readonly missed: ReadonlySet<Loadable> } {
    this.#wishes = null;
    this.#recording = true;
    try {
      const result = work();
      return { result, missed: this.#wishes ?? nothing };
    } finally {
      this.#recording = false;
    }
  }

  /** To be called by every fact about others than the subject. */
  noteOthers(): void {
    if (this.asking !== null) this.lookedAround.add(this.asking);
  }

  note(slot: Loadable): void {
    if (!this.#recording) return;
    this.#wishes ??= new Set();
    this.#wishes.add(slot);
  }
}

export class Slot<T> implements Loadable {
  readonly #recorder: Recorder;
  #read: (() => Promise<T>) | null;
  readonly #otherwise: (reason: UnknownReason) => T;
  #value: T;
  #loaded = false;
  #loading: Promise<void> | undefined;

  /** `otherwise` makes the value that stands for "unknown, because ...". */
  constructor(recorder: Recorder, read: () => Promise<T>, otherwise: (reason: UnknownReason) => T) {
    this.#recorder = recorder;
    this.#read = read;
    this.#otherwise = otherwise;
    this.#value = otherwise('NOT_REQUESTED');
  }

  get value(): T {
    if (!this.#loaded) this.#recorder.note(this);
    return this.#value;
  }

  /** Loads once; never rejects: what a source throws against its contract becomes an unknown value. */
  load(): Promise<void> {
    if (this.#read === null) return this.#loading ?? done;
    const read = this.#read;
    this.#read = null;
    this.#loading = this.#fill(read);
    return this.#loading;
  }

  async loaded(): Promise<T> {
    await this.load();
    return this.#value;
  }

  async #fill(read: () => Promise<T>): Promise<void> {
    try {
      this.#value = await read();
    } catch (error) {
      this.#value = this.#otherwise(
        error instanceof Error && error.name === 'AbortError' ? 'CANCELLED' : 'UNREACHABLE',
      );
    }
    this.#loaded = true;
    this.#loading = undefined;
  }
}

export function factSlot<T>(recorder: Recorder, read: () => Promise<Fact<T>>): Slot<Fact<T>> {
  return new Slot<Fact<T>>(recorder, read, (reason) => unknown(reason));
}

export function listSlot<T>(recorder: Recorder, read: () => Promise<ListFact<T>>): Slot<ListFact<T>> {
  return new Slot<ListFact<T>>(recorder, read, incomplete);
}

/** An empty list that says why nothing is in it. */
export function incomplete(reason: UnknownReason): ListFact<never> {
  return { rows: [], complete: false, reason };
}

/** Slots made when they are first asked for, one per key. */
export class SlotMap<T> {
  readonly #slots = new Map<string, Slot<T>>();
  readonly #make: (key: string) => Slot<T>;

  constructor(make: (key: string) => Slot<T>) {
    this.#make = make;
  }

  at(key: string): Slot<T> {
    const existing = this.#slots.get(key);
    if (existing !== undefined) return existing;
    const slot = this.#make(key);
    this.#slots.set(key, slot);
    return slot;
  }
}
