import { createHash } from 'node:crypto';
import type { JsonObject } from '../model/action.ts';
import { canonicalJson } from './canonical-json.ts';
import { isJsonObject } from './objects/merge-patch.ts';

/** One member that a change touches. */
export interface Difference {
  /** Names from the outside in: `address.city`. */
  readonly path: string;
  /** Null: it was not there. */
  readonly before: unknown;
  /** Null: it is not there any more. */
  readonly after: unknown;
}

/** What is different between two states; null: the object does not exist. Lists are compared whole. */
export function differencesOf(before: JsonObject | null, after: JsonObject | null): readonly Difference[] {
  const found: Difference[] = [];
  compare('', before ?? {}, after ?? {}, found);
  return found;
}

function compare(path: string, before: unknown, after: unknown, found: Difference[]): void {
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(path === '' ? key : `${path}.${key}`, before[key], after[key], found);
    return;
  }
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  found.push({ path, before: before ?? null, after: after ?? null });
}

/** A short text that stands for a state: another state has another one. */
export function versionOf(state: JsonObject | null): string | null {
  return state === null ? null : createHash('sha256').update(canonicalJson(state)).digest('hex').slice(0, 32);
}
