/** Indexes over everybody, made once per evaluation when a rule first compares one user with all others. */
import { inTurns } from '../../upstream/turns.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import { listOf, type ListFact } from '../kleene.ts';
import { contactKey, mailKey } from '../predicates/contact.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { Turns } from '../../upstream/turns.ts';
import type { EvaluationContext } from './context.ts';
import { incomplete, listSlot, Slot } from './slot.ts';

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

interface Index {
  readonly users: ListFact<User>;
  readonly byEmail: ReadonlyMap<string, readonly User[]>;
  readonly bySourceId: ReadonlyMap<string, readonly User[]>;
}

interface Contacts {
  /** Without rows: whether all devices of all users are known. */
  readonly list: ListFact<never>;
  readonly byContact: ReadonlyMap<string, readonly DeviceContact[]>;
}

export class Everybody {
  readonly users: Slot<ListFact<User>>;
  readonly #index: Slot<Index>;
  readonly #contacts: Slot<Contacts>;
  readonly #context: EvaluationContext;

  constructor(context: EvaluationContext) {
    const { recorder, sources } = context;
    this.#context = context;
    this.users = listSlot(recorder, () => sources.everyUser());
    this.#index = new Slot<Index>(
      recorder,
      async () => indexOf(await this.users.loaded()),
      (reason) => ({ users: incomplete(reason), byEmail: new Map(), bySourceId: new Map() }),
    );
    this.#contacts = new Slot<Contacts>(
      recorder,
      async () => this.#readContacts(await this.users.loaded()),
      (reason) => ({ list: incomplete(reason), byContact: new Map() }),
    );
  }

  sameEmail(user: User): ListFact<User> {
    const { users, byEmail } = this.#seen(this.#index);
    return others(users, byEmail, user.email === null ? null : mailKey(user.email), user);
  }

  sameSourceId(user: User): ListFact<User> {
    const { users, bySourceId } = this.#seen(this.#index);
    return others(users, bySourceId, realSourceId(user.sourceId), user);
  }

  /** Devices of others at any of these contacts. */
  sharedContacts(user: User, contacts: readonly (string | null)[]): ListFact<DeviceContact> {
    const { list, byContact } = this.#seen(this.#contacts);
    const keys = new Set(contacts.map((contact) => this.#keyOf(contact)));
    const found = [...keys].flatMap((key) => (key === null ? [] : (byContact.get(key) ?? [])));
    return listOf(
      found.filter(({ other }) => other.externalId !== user.externalId),
      list,
    );
  }

  #seen<T>(slot: Slot<T>): T {
    this.#context.recorder.noteOthers();
    return slot.value;
  }

  #keyOf(contact: string | null): string | null {
    return contact === null ? null : contactKey(contact, this.#context.settings.defaultCallingCode);
  }

  async #readContacts(users: ListFact<User>): Promise<Contacts> {
    const byContact = new Map<string, DeviceContact[]>();
    let gap: ListFact<unknown> = users;
    const turns = new Turns();
    // A source that answers from memory answers at once; one that does not is asked for many users at the same time.
    for (let start = 0; start < users.rows.length; start += atOnce) {
      const some = users.rows.slice(start, start + atOnce);
      const lists = await Promise.all(some.map((user) => this.#context.sources.devices(user)));
      for (const [at, other] of some.entries()) {
        const list = lists[at] ?? incomplete('PARTIAL');
        if (!list.complete && gap.complete) gap = list;
        for (const device of list.rows) add(byContact, this.#keyOf(device.contact), { device, other });
      }
      await turns.pause();
    }
    return { list: listOf<never>([], gap), byContact };
  }
}

const atOnce = 128;

async function indexOf(users: ListFact<User>): Promise<Index> {
  const byEmail = new Map<string, User[]>();
  const bySourceId = new Map<string, User[]>();
  await inTurns(users.rows, (user) => {
    add(byEmail, user.email === null ? null : mailKey(user.email), user);
    add(bySourceId, realSourceId(user.sourceId), user);
  });
  return { users, byEmail, bySourceId };
}

function others(
  users: ListFact<User>,
  index: ReadonlyMap<string, readonly User[]>,
  key: string | null,
  user: User,
): ListFact<User> {
  const same = key === null ? [] : (index.get(key) ?? []);
  return listOf(
    same.filter(({ externalId }) => externalId !== user.externalId),
    users,
  );
}
