/** Which reach of a role contains another. */
import type { DirectoryFacts, Grant } from '../facts.ts';
import { any, or, type Truth, undecided } from '../kleene.ts';

type Scoped = Pick<Grant, 'scopeType' | 'scopeId'>;

/**
 * Whether everything that `inner` reaches is reached by `outer`: an organisation contains its environments, an environment
 * its populations, applications and groups. Undecided where it is not known which environment something is in.
 */
export function containsScope(outer: Scoped, inner: Scoped, directory: DirectoryFacts): Truth {
  if (outer.scopeType === inner.scopeType && outer.scopeId === inner.scopeId) return true;
  if (outer.scopeType === 'UNKNOWN' || inner.scopeType === 'UNKNOWN') return undecided('INVALID_VALUE');
  if (outer.scopeType === inner.scopeType || inner.scopeType === 'ORGANIZATION') return false;
  if (outer.scopeType === 'ORGANIZATION') return true;
  if (outer.scopeType !== 'ENVIRONMENT') return false;
  if (inner.scopeType !== 'POPULATION') return undecided('PARTIAL_DATA');
  const here = any(directory.populations, ({ externalId }) => externalId === inner.scopeId);
  if (outer.scopeId === directory.externalId) return here;
  return here === true ? false : undecided('PARTIAL_DATA');
}

/** Whether two reaches have something in common: one of them contains the other. */
export function scopesOverlap(one: Scoped, other: Scoped, directory: DirectoryFacts): Truth {
  return or(
    () => containsScope(one, other, directory),
    () => containsScope(other, one, directory),
  );
}
