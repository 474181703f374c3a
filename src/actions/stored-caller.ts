import type { Caller } from '../access/caller.ts';
import type { JsonObject } from '../model/action.ts';

type StoredCaller = Omit<Caller, 'grants'> & {
  readonly grants: readonly (Omit<Caller['grants'][number], 'until'> & { readonly until?: string })[];
};

/** A caller as a database keeps it, for work that goes on when the request is over. */
export function storedCaller(caller: Caller): JsonObject {
  const stored: StoredCaller = {
    ...caller,
    grants: caller.grants.map(({ until, ...grant }) =>
      until === undefined ? grant : { ...grant, until: until.toISOString() },
    ),
  };
  return { caller: stored };
}

/** The caller that was kept: nobody gains a right by it, and what its grants' time has run out for is refused. */
export function callerFrom(stored: JsonObject): Caller {
  const caller = stored['caller'] as StoredCaller;
  return {
    ...caller,
    grants: caller.grants.map(({ until, ...grant }) =>
      until === undefined ? grant : { ...grant, until: new Date(until) },
    ),
  };
}
