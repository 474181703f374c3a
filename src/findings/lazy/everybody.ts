/** Indexes over everybody, made once per evaluation when a rule first compares one user with all others. */
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import { listOf, type ListFact } from '../kleene.ts';
import { contactKey, mailKey } from '../predicates/contact.ts';
import { realSourceId } from '../predicates/source-id.ts';
import type { EvaluationContext } from './context.ts';
import type { LazyUserFacts } from './user-facts.ts';
import { listSlot, type Slot } from './slot.ts';

export interface DeviceContact {
  readonly device: MfaDevice;
  readonly other: User;
}

function add<T>(index: Map<string, T[]>, key: string | null, row: T): void {
  if (key === null) return;
  const rows = index.get(key);
  if (rows === undefined) index.set(key, [row]);
  else rows.push(row);
}

export class Everybody {
  readonly users: Slot<ListFact<User>>;
  readonly #contacts: Slot<ListFact<DeviceContact>>;
  readonly #context: EvaluationContext;
  #indexed: ListFact<User> | undefined;
  readonly #byEmail = new Map<string, User[]>();
  readonly #bySourceId = new Map<string, User[]>();
  readonly #byContact = new Map<string, DeviceContact[]>();

  constructor(context: EvaluationContext, factsOf: (user: User) => LazyUserFacts) {
    this.#context = context;
    this.users = listSlot(context.recorder, () => context.sources.everyUser());
    this.#contacts = listSlot(context.recorder, async () => {
      const users = await this.users.loaded();
      const lists = await Promise.all(users.rows.map((user) => factsOf(user).deviceSlot.loaded()));
      const contacts = users.rows.flatMap((other, index) =>
        (lists[index]?.rows ?? []).map((device): DeviceContact => ({ device, other })),
      );
      for (const contact of contacts) add(this.#byContact, this.#keyOf(contact.device.contact), contact);
      return listOf(contacts, users, ...lists);
    });
  }

  sameEmail(user: User): ListFact<User> {
    return this.#others(this.#byEmail, user.email === null ? null : mailKey(user.email), user);
  }

  sameSourceId(user: User): ListFact<User> {
    return this.#others(this.#bySourceId, realSourceId(user.sourceId), user);
  }

  /** Devices of others at any of these contacts. */
  sharedContacts(user: User, contacts: readonly (string | null)[]): ListFact<DeviceContact> {
    const all = this.#contacts.value;
    const keys = new Set(contacts.map((contact) => this.#keyOf(contact)));
    const found = [...keys].flatMap((key) => (key === null ? [] : (this.#byContact.get(key) ?? [])));
    return listOf(
      found.filter(({ other }) => other.externalId !== user.externalId),
      all,
    );
  }

  #keyOf(contact: string | null): string | null {
    return contact === null ? null : contactKey(contact, this.#context.settings.defaultCallingCode);
  }

  #others(index: ReadonlyMap<string, User[]>, key: string | null, user: User): ListFact<User> {
    const users = this.users.value;
    this.#indexOnce(users);
    const same = key === null ? [] : (index.get(key) ?? []);
    return listOf(
      same.filter(({ externalId }) => externalId !== user.externalId),
      users,
    );
  }

  #indexOnce(users: ListFact<User>): void {
    if (this.#indexed === users) return;
    this.#indexed = users;
    this.#byEmail.clear();
    this.#bySourceId.clear();
    for (const user of users.rows) {
      add(this.#byEmail, user.email === null ? null : mailKey(user.email), user);
      add(this.#bySourceId, realSourceId(user.sourceId), user);
    }
  }
}
