import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Characters: of a text that is all punctuation, 250 bytes are kept for each. */
const mostCharacters = 250_000;

interface DocumentCaches {
  readonly documentCache: LRUCache<string, DocumentNode>;
  readonly errorCache: LRUCache<string, Error>;
}

/** What the engine keeps of the latest texts, as many as fit; its own caches are bounded by their number alone. */
export function documentCaches(): DocumentCaches {
  return { documentCache: cache(), errorCache: cache() };
}

function cache<T extends object>(): LRUCache<string, T> {
  return new LRUCache({
    max: 1_024,
    maxSize: mostCharacters,
    sizeCalculation: (_, text) => text.length + 1,
  });
}
