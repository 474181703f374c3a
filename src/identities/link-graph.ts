import type { AccountRef, ManualLink } from './manual-link.ts';

interface Said {
  readonly same: { readonly to: AccountRef; readonly link: ManualLink }[];
  readonly different: { readonly to: AccountRef; readonly link: ManualLink }[];
}

/** What operators said of accounts, by account. Accounts need not exist (yet, or any more). */
export class LinkGraph {
  readonly #said = new Map<string, Map<string, Said>>();
  readonly #mates = new Map<Said, readonly AccountRef[]>();
  readonly #links: readonly ManualLink[];
  readonly #text: string;

  constructor(links: readonly ManualLink[]) {
    const newest = [...newestOfEachPair(links)].toSorted(([one], [other]) => (one < other ? -1 : 1));
    this.#links = newest.map(([, link]) => link);
    this.#text = JSON.stringify(newest.map(([pair, { kind, by, at }]) => [pair, kind, by, at]));
    for (const link of this.#links) {
      const list = link.kind === 'SAME' ? 'same' : 'different';
      this.#node(link.one)[list].push({ to: link.other, link });
      this.#node(link.other)[list].push({ to: link.one, link });
    }
    for (const link of this.#links) this.#group(link.one);
  }

  get isEmpty(): boolean {
    return this.#links.length === 0;
  }

  saysTheSameAs(other: LinkGraph): boolean {
    return this.#links.length === other.#links.length && this.#text === other.#text;
  }

  /** Everybody of whom something is said. */
  get accounts(): readonly AccountRef[] {
    return this.#links.flatMap(({ one, other }) => [one, other]);
  }

  knows(ref: AccountRef): boolean {
    return this.#find(ref) !== undefined;
  }

  /**
   * The accounts that are this person's by the operator's word, itself among them, over any number of links. Links that
   * contradict each other (A is B, B is C, A is not C) say nothing.
   */
  mates(ref: AccountRef): readonly AccountRef[] {
    const said = this.#find(ref);
    return said === undefined ? [] : (this.#mates.get(said) ?? []);
  }

  different(ref: AccountRef): readonly AccountRef[] {
    return this.#find(ref)?.different.map(({ to }) => to) ?? [];
  }

  /** The link that makes an account a mate of others: the newest that names it. */
  linkOf(ref: AccountRef): ManualLink | null {
    const links = this.#find(ref)?.same.map(({ link }) => link) ?? [];
    return links.toSorted((one, other) => other.at.getTime() - one.at.getTime())[0] ?? null;
  }

  /** Everybody who is tied to an account by links of either kind, over any number of them. */
  around(ref: AccountRef): readonly AccountRef[] {
    return this.#walk(ref, ({ same, different }) => [...same, ...different]);
  }

  #group(ref: AccountRef): void {
    const said = this.#node(ref);
    if (this.#mates.has(said)) return;
    const mates = this.#walk(ref, ({ same }) => same);
    const members = new Set(mates.map((mate) => this.#node(mate)));
    const sound = [...members].every(({ different }) =>
      different.every(({ to }) => !members.has(this.#node(to))),
    );
    for (const member of members) this.#mates.set(member, sound && mates.length > 1 ? mates : []);
  }

  #walk(start: AccountRef, next: (said: Said) => readonly { readonly to: AccountRef }[]): AccountRef[] {
    const seen = new Set<Said>();
    const found: AccountRef[] = [];
    const waiting = [start];
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      const said = this.#find(ref);
      if (said === undefined || seen.has(said)) continue;
      seen.add(said);
      found.push(ref);
      for (const { to } of next(said)) waiting.push(to);
    }
    return found;
  }

  #find({ directory, externalId }: AccountRef): Said | undefined {
    return this.#said.get(directory)?.get(externalId);
  }

  #node({ directory, externalId }: AccountRef): Said {
    const inDirectory = this.#said.get(directory) ?? new Map<string, Said>();
    this.#said.set(directory, inDirectory);
    const said = inDirectory.get(externalId) ?? { same: [], different: [] };
    inDirectory.set(externalId, said);
    return said;
  }
}

/** Of two links of one pair the newer one counts; of two of the same instant the one that keeps apart. */
function newestOfEachPair(links: readonly ManualLink[]): ReadonlyMap<string, ManualLink> {
  const newest = new Map<string, ManualLink>();
  for (const link of links) {
    const pair = [link.one, link.other]
      .map(({ directory, externalId }) => JSON.stringify([directory, externalId]))
      .toSorted();
    // An account is the same as itself, whatever is said of it.
    if (pair[0] === pair[1]) continue;
    const key = pair.join(' ');
    const before = newest.get(key);
    const later = before === undefined ? 1 : link.at.getTime() - before.at.getTime();
    if (later > 0 || (later === 0 && link.kind === 'DIFFERENT')) newest.set(key, link);
  }
  return newest;
}
