import type { JsonObject } from '../../model/action.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isJsonObject, ownMember } from './merge-patch.ts';

/**
 * Whether an object is as a merge patch asks for. EXACT: lists are the same, which decides whether there is anything to
 * send. TOLERANT: for what a provider made of it: it may put the entries of a list into an order of its own, and add members
 * to them.
 */
export function isAsAsked(found: JsonObject, patch: JsonObject, lists: 'EXACT' | 'TOLERANT'): boolean {
  return Object.entries(patch).every(([name, asked]) => holds(ownMember(found, name), asked, lists));
}

function holds(found: unknown, asked: unknown, lists: 'EXACT' | 'TOLERANT'): boolean {
  if (asked === undefined) return true;
  if (asked === null) return found === undefined || found === null;
  if (isJsonObject(asked)) {
    // An object that asks for nothing, or only for absence, holds where there is none.
    if (!isJsonObject(found))
      return (found ?? null) === null && Object.values(asked).every((one) => holds(undefined, one, lists));
    return isAsAsked(found, asked, lists);
  }
  if (!Array.isArray(asked)) return found === asked;
  if (!Array.isArray(found)) return asked.length === 0 && (found ?? null) === null;
  if (lists === 'EXACT') return canonicalJson(found) === canonicalJson(asked);
  return found.length === asked.length && allFound(asked, found);
}

/** Whether each of the asked entries is there, each for another one. */
function allFound(asked: readonly unknown[], found: readonly unknown[]): boolean {
  const left = [...found];
  return asked.every((one) => {
    const at = left.findIndex((candidate) => holds(candidate, one, 'TOLERANT'));
    if (at < 0) return false;
    left.splice(at, 1);
    return true;
  });
}
