import type { AccountRef, IdentityLinkStore, ManualLink } from './manual-link.ts';

/** Links of this process only: gone when it ends. */
export class MemoryLinkStore implements IdentityLinkStore {
  readonly #links = new Map<string, ManualLink>();

  list(): Promise<readonly ManualLink[]> {
    return Promise.resolve([...this.#links.values()]);
  }

  put(link: ManualLink): Promise<void> {
    this.#links.set(pairKey(link.one, link.other), link);
    return Promise.resolve();
  }

  remove(one: AccountRef, other: AccountRef): Promise<boolean> {
    return Promise.resolve(this.#links.delete(pairKey(one, other)));
  }
}

function pairKey(one: AccountRef, other: AccountRef): string {
  const keys = [one, other].map(({ directory, externalId }) => JSON.stringify([directory, externalId]));
  return keys.toSorted().join(' ');
}
