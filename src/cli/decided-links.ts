import { IncompleteList } from '../directory/fact-of.ts';
import type { Decisions } from '../exports/decisions.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { MemoryLinkStore } from '../identities/memory-link-store.ts';

/** Links as they were read once. Where they may lack some, who is who is not known: one that is missing mixes people up. */
export async function linkStoreOf({
  links,
  complete,
}: Pick<Decisions, 'complete' | 'links'>): Promise<IdentityLinkStore> {
  if (!complete) return unknownLinks('The file of decisions does not have all links that were made by hand.');
  const store = new MemoryLinkStore();
  for (const link of links) await store.put(link);
  return store;
}

/** Links that are not known: then who is who is not, either. */
export function unknownLinks(why: string): IdentityLinkStore {
  const refuse = (): Promise<never> => Promise.reject(new IncompleteList('UNREACHABLE', why));
  return { list: refuse, put: refuse, remove: refuse };
}
