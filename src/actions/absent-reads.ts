import type { Directory } from '../directory/directory.ts';
import type { Capability } from '../model/directory.ts';
import type { Listing } from '../model/coverage.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

/** For guards: a list that this kind of directory does not have is empty there, and is not asked for. */
export async function whereThereIs<T>(
  directory: Directory,
  capability: Capability,
  read: () => Promise<Listing<T>>,
): Promise<Listing<T>> {
  return directory.can(capability) ? await read() : nothing();
}

/** What groups give is no capability of its own: a provider says by `UNSUPPORTED` that roles are held by users only. */
export async function unlessUnsupported<T>(read: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'UNSUPPORTED') return otherwise;
    throw error;
  }
}

export function nothing<T>(): Listing<T> {
  return { rows: [], complete: true, reason: null, message: null, observedAt: new Date() };
}
