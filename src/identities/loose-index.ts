import type { User } from '../model/user.ts';
import { withoutTag } from './address-key.ts';
import type { Ground } from './ground.ts';
import { addressesOf } from './key-index.ts';
import { nameForm } from './person-name.ts';
import { Postings } from './postings.ts';
import { Turns } from '../upstream/turns.ts';

export interface LooseHit {
  readonly slot: number;
  readonly reason: 'LOOSE_EMAIL' | 'NAME';
}

/**
 * Accounts by what two people can share: good for a suggestion, never for a link. It is made when somebody first asks, or before that
 * in turns, and kept up to date from then on.
 */
export class LooseIndex {
  readonly #ground: Ground;
  readonly #postings = new Postings();
  /** The slots before this one are listed. */
  #listed = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  add(slot: number): void {
    if (slot >= this.#listed) return;
    for (const value of looseValues(this.#ground, slot)) this.#postings.add(value, slot);
  }

  /** To be called while the account still has the keys that it is listed by. */
  remove(slot: number): void {
    if (slot >= this.#listed) return;
    for (const value of looseValues(this.#ground, slot)) this.#postings.remove(value, slot);
  }

  /** Makes it before somebody asks, and lets others have their turn meanwhile. */
  async prepare(): Promise<void> {
    const turns = new Turns();
    while (this.#listed < this.#ground.size) {
      this.#listOne();
      if (turns.isOver) await turns.pause();
    }
  }

  /** Accounts that share something loose with this one. */
  around(slot: number): readonly LooseHit[] {
    while (this.#listed < this.#ground.size) this.#listOne();
    return looseValues(this.#ground, slot).flatMap((value) => {
      const reason = value.startsWith('mail ') ? 'LOOSE_EMAIL' : 'NAME';
      const slots = this.#postings.get(value);
      return slots.length > this.#ground.settings.crowdSize
        ? []
        : slots.filter((each) => each !== slot).map((each): LooseHit => ({ slot: each, reason }));
    });
  }

  #listOne(): void {
    const slot = this.#listed;
    this.#listed += 1;
    if (this.#ground.has(slot)) this.add(slot);
  }
}

function looseValues(ground: Ground, slot: number): readonly string[] {
  const user = ground.user(slot);
  const addresses = addressesOf(ground.keys(slot)).map(loosened);
  const values = addresses.map(({ local, domain }) => `mail ${local}@${domain}`);
  const name = nameForm(user.displayName ?? user.name?.formatted ?? null);
  if (name !== null) {
    for (const local of [...addresses.map((each) => each.local), ...bareName(user)])
      values.push(`name ${name} ${local}`);
  }
  return [...new Set(values)];
}

function loosened(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@');
  return { local: looseLocal(address.slice(0, at)), domain: address.slice(at + 1) };
}

function looseLocal(local: string): string {
  return withoutTag(local).replaceAll('.', '');
}

function bareName({ username }: User): readonly string[] {
  return username === null || username.includes('@') ? [] : [looseLocal(username.trim().toLowerCase())];
}
