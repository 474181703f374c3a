/**
 * Facts that are read when somebody needs them. A rule reads a slot and gets at once what is there: the value, or
 * `NOT_REQUESTED` with a note of the wish. The engine then loads what the undecided rules wished for.
 */
import { type Fact, unknown, type UnknownReason } from '../../model/fact.ts';
import type { ListFact } from '../kleene.ts';
import type { Looked } from './looked.ts';

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
  #unread = 0;
  /** What was looked at beside the subject since this was last set to 0: a sum of `looked`. */
  looked = 0;

  /** Runs `work` and answers its result with the slots that it missed. Not to be nested. */
  record<T>(work: () => T): { readonly result: T; readonly missed: ReadonlySet<Loadable> } {
    this.begin();
    try {
      const result = work();
      return { result, missed: this.missed };
    } finally {
      this.#recording = false;
    }
  }

  /** Begins to note anew, until `missed` is asked. */
  begin(): void {
    this.#wishes = null;
    this.#recording = true;
  }

  /** The slots that were missed since it began. */
  get missed(): ReadonlySet<Loadable> {
    this.#recording = false;
    return this.#wishes ?? nothing;
  }

  /** To be called by every fact about others than the subject. */
  noteOthers(what: Looked): void {
    this.looked |= what;
  }

  /** Runs `work`, also within `record`, and tells whether it asked for a fact that could not be read. */
  watchUnread<T>(work: () => T): { readonly result: T; readonly restsOnUnread: boolean } {
    const before = this.#unread;
    const result = work();
    return { result, restsOnUnread: this.#unread > before };
  }

  /** To be called by every fact that was read in vain. */
  noteUnread(): void {
    this.#unread += 1;
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
  #isUnread = false;
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
    else if (this.#isUnread) this.#recorder.noteUnread();
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

  /** Whether it need not be waited for. */
  get isLoaded(): boolean {
    return this.#loaded;
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
    this.#isUnread = isUnread(this.#value);
    this.#loading = undefined;
  }
}

/** Whether a fact or a list should have been there, and is not, or not whole. */
export function isUnread(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('reason' in value)) return false;
  return unreadReasons.has(value.reason);
}

const unreadReasons: ReadonlySet<unknown> = new Set<UnknownReason>([
  'FORBIDDEN',
  'UNAUTHORIZED',
  'RATE_LIMITED',
  'TIMED_OUT',
  'UNREACHABLE',
  'BAD_RESPONSE',
  'CANCELLED',
  'PARTIAL',
  'NOT_FOUND',
]);

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
