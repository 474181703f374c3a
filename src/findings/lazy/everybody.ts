/** Indexes over everybody, made once when a rule first compares one user with all others. */
import type { UnknownReason } from '../../model/fact.ts';
import type { User } from '../../model/user.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import { looked } from './looked.ts';
import {
  type ContactIndex,
  contactIndexOf,
  type DeviceContact,
  type KeyIndex,
  keyIndexOf,
} from './peer-index.ts';
import { incomplete, listSlot, Slot } from './slot.ts';

/** Indexes that were made before and are up to date: of a sweep in which little has changed. */
export interface KeptIndexes {
  readonly keys: KeyIndex | null;
  readonly contacts: ContactIndex | null;
}

export class Everybody {
  readonly users: Slot<ListFact<User>>;
  readonly #keys: Slot<KeyIndex | UnknownReason>;
  readonly #contacts: Slot<ContactIndex | UnknownReason>;
  readonly #context: EvaluationContext;

  constructor(context: EvaluationContext) {
    const { recorder, sources, settings, indexes } = context;
    this.#context = context;
    this.users = listSlot(recorder, () => sources.everyUser());
    this.#keys = new Slot<KeyIndex | UnknownReason>(
      recorder,
      async () => indexes?.keys ?? keyIndexOf((await this.users.loaded()).rows),
      (reason) => reason,
    );
    this.#contacts = new Slot<ContactIndex | UnknownReason>(
      recorder,
      async () =>
        indexes?.contacts ??
        contactIndexOf(
          (await this.users.loaded()).rows,
          (user) => sources.devices(user),
          sources.atHand?.devices,
          settings.defaultCallingCode,
        ),
      (reason) => reason,
    );
  }

  /** What was made, or taken over; null: no rule asked for it. */
  get indexes(): KeptIndexes {
    const { indexes } = this.#context;
    return {
      keys: madeIn(this.#keys) ?? indexes?.keys ?? null,
      contacts: madeIn(this.#contacts) ?? indexes?.contacts ?? null,
    };
  }

  sameEmail(user: User): ListFact<User> {
    return this.#sameKey((index) => index.sameEmail(user));
  }

  sameSourceId(user: User): ListFact<User> {
    return this.#sameKey((index) => index.sameSourceId(user));
  }

  /** Devices of others at any of these contacts. */
  sharedContacts(user: User, contacts: readonly (string | null)[]): ListFact<DeviceContact> {
    this.#context.recorder.noteOthers(looked.CONTACTS);
    const users = this.users.value;
    const index = this.#contacts.value;
    if (typeof index === 'string') return incomplete(index);
    const { gap } = index;
    return listOf(index.shared(user, contacts), users, { rows: [], complete: gap === null, reason: gap });
  }

  #sameKey(ask: (index: KeyIndex) => readonly User[]): ListFact<User> {
    this.#context.recorder.noteOthers(looked.KEYS);
    const users = this.users.value;
    const index = this.#keys.value;
    return typeof index === 'string' ? incomplete(index) : listOf(ask(index), users);
  }
}

function madeIn<T extends object>({ isLoaded, value }: Slot<T | UnknownReason>): T | null {
  return isLoaded && typeof value !== 'string' ? value : null;
}
