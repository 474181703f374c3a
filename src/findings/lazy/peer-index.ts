/** Who has the same address, source id or contact as whom, over all users of a directory; kept up to date change by change. */
import type { UnknownReason } from '../../model/fact.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import { inTurns, Turns } from '../../upstream/turns.ts';
import type { ListFact } from '../kleene.ts';
import { contactKey, mailKey } from '../predicates/contact.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { Peers } from './peers.ts';

export interface DeviceContact {
  readonly device: MfaDevice;
  readonly other: User;
}

interface Placed {
  readonly place: number;
  readonly user: User;
}

interface PlacedContact extends DeviceContact {
  readonly place: number;
}

type DevicesOf = (user: User) => ListFact<MfaDevice>;

/** Users by their keys. */
export class KeyIndex {
  readonly #byEmail = new Peers<Placed>();
  readonly #bySourceId = new Peers<Placed>();

  add(user: User, place: number): void {
    const row = { place, user };
    this.#byEmail.add(emailOf(user), row);
    this.#bySourceId.add(realSourceId(user.sourceId), row);
  }

  remove(user: User, place: number): void {
    this.#byEmail.remove(emailOf(user), place);
    this.#bySourceId.remove(realSourceId(user.sourceId), place);
  }

  sameEmail(user: User): readonly User[] {
    return usersOf(this.#byEmail.at(emailOf(user)), user);
  }

  sameSourceId(user: User): readonly User[] {
    return usersOf(this.#bySourceId.at(realSourceId(user.sourceId)), user);
  }
}

/** Devices by where they answer, and who has devices that could not all be read. */
export class ContactIndex {
  readonly #callingCode: string | null;
  readonly #byContact = new Peers<PlacedContact>();
  /** By place: why the user's devices are not all known. */
  readonly #gaps = new Map<number, UnknownReason>();
  #firstGap: UnknownReason | null | undefined;

  constructor(callingCode: string | null) {
    this.#callingCode = callingCode;
  }

  /** Why the devices of the first user of whom they are not all known are not; null: all are. */
  get gap(): UnknownReason | null {
    if (this.#firstGap !== undefined) return this.#firstGap;
    let [place, first]: [number, UnknownReason | null] = [Number.POSITIVE_INFINITY, null];
    for (const [at, reason] of this.#gaps) if (at < place) [place, first] = [at, reason];
    this.#firstGap = first;
    return first;
  }

  add(user: User, place: number, devices: ListFact<MfaDevice>): void {
    if (!devices.complete) {
      this.#gaps.set(place, devices.reason ?? 'PARTIAL');
      this.#firstGap = undefined;
    }
    for (const device of devices.rows)
      this.#byContact.add(this.keyOf(device.contact), { place, device, other: user });
  }

  remove(place: number, devices: ListFact<MfaDevice>): void {
    if (this.#gaps.delete(place)) this.#firstGap = undefined;
    for (const { contact } of devices.rows) this.#byContact.remove(this.keyOf(contact), place);
  }

  /** Devices of others that answer at one of the contacts. */
  shared(user: User, contacts: readonly (string | null)[]): readonly DeviceContact[] {
    if (contacts.length === 0) return none;
    const keys = new Set(contacts.map((contact) => this.keyOf(contact)));
    return [...keys]
      .flatMap((key) => this.#byContact.at(key))
      .filter(({ other }) => other.externalId !== user.externalId);
  }

  keyOf(contact: string | null): string | null {
    return contact === null ? null : contactKey(contact, this.#callingCode);
  }
}

const none: readonly never[] = [];

function emailOf({ email }: User): string | null {
  return email === null ? null : mailKey(email);
}

function usersOf(placed: readonly Placed[], { externalId }: User): readonly User[] {
  return placed.length === 0
    ? none
    : placed.filter(({ user }) => user.externalId !== externalId).map(({ user }) => user);
}

export async function keyIndexOf(users: readonly User[]): Promise<KeyIndex> {
  const index = new KeyIndex();
  let place = 0;
  await inTurns(users, (user) => {
    index.add(user, place);
    place += 1;
  });
  return index;
}

const atOnce = 128;

/** @param devices of a source that answers from memory at once; one that does not is asked for many users at the same time. */
export async function contactIndexOf(
  users: readonly User[],
  devices: (user: User) => Promise<ListFact<MfaDevice>>,
  atHand: DevicesOf | undefined,
  callingCode: string | null,
): Promise<ContactIndex> {
  const index = new ContactIndex(callingCode);
  if (atHand !== undefined) {
    let place = 0;
    await inTurns(users, (user) => {
      index.add(user, place, atHand(user));
      place += 1;
    });
    return index;
  }
  const turns = new Turns();
  for (let start = 0; start < users.length; start += atOnce) {
    const some = users.slice(start, start + atOnce);
    const lists = await Promise.all(some.map((user) => devices(user)));
    for (const [at, user] of some.entries()) {
      const list = lists[at];
      if (list !== undefined) index.add(user, start + at, list);
    }
    await turns.pause();
  }
  return index;
}
