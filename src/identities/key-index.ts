import type { AccountKeys } from './account-keys.ts';
import type { Level } from './levels.ts';
import { Postings } from './postings.ts';

/** Accounts of the primary directory by each of their keys. */
export class PrimaryIndex {
  readonly email = new Postings();
  readonly username = new Postings();
  readonly alias = new Postings();
  readonly mapped = new Postings();
  readonly employee = new Postings();
  readonly source = new Postings();

  add(slot: number, keys: AccountKeys): void {
    this.#each(keys, (postings, text) => postings.add(text, slot));
  }

  remove(slot: number, keys: AccountKeys): void {
    this.#each(keys, (postings, text) => postings.remove(text, slot));
  }

  #each(keys: AccountKeys, visit: (postings: Postings, text: string) => void): void {
    if (keys.email !== null) visit(this.email, keys.email);
    if (keys.username !== null) visit(this.username, keys.username);
    if (keys.mapped !== null) visit(this.mapped, keys.mapped);
    if (keys.employee !== null) visit(this.employee, keys.employee);
    if (keys.source !== null) visit(this.source, keys.source);
    for (const alias of keys.aliases) visit(this.alias, alias);
  }
}

/** Accounts of all other directories. Whatever role an address has there, it is in one place. */
export class OtherIndex {
  readonly address = new Postings();
  readonly employee = new Postings();
  readonly source = new Postings();

  add(slot: number, keys: AccountKeys): void {
    for (const address of addressesOf(keys)) this.address.add(address, slot);
    if (keys.employee !== null) this.employee.add(keys.employee, slot);
    if (keys.source !== null) this.source.add(keys.source, slot);
  }

  remove(slot: number, keys: AccountKeys): void {
    for (const address of addressesOf(keys)) this.address.remove(address, slot);
    if (keys.employee !== null) this.employee.remove(keys.employee, slot);
    if (keys.source !== null) this.source.remove(keys.source, slot);
  }
}

/** Every address of an account, in whatever role, once. */
export function addressesOf(keys: AccountKeys): readonly string[] {
  const { email, username, mapped, aliases } = keys;
  const addresses: string[] = [];
  if (email !== null) addresses.push(email);
  if (username !== null && username !== email) addresses.push(username);
  if (mapped !== null && mapped !== email) addresses.push(mapped);
  for (const alias of aliases) if (alias !== mapped) addresses.push(alias);
  return addresses;
}

/** How strongly an account holds one of its addresses: by the strongest of the roles that the address has there. */
export function addressLevel(keys: AccountKeys, address: string): Level {
  if (address === keys.email && keys.emailVerified) return 3;
  if (address === keys.username) return 4;
  if (address === keys.email) return 5;
  return keys.aliases.includes(address) ? 6 : 7;
}
