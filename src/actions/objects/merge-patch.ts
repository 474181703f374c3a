import type { JsonObject } from '../../model/action.ts';

/**
 * What an object becomes by a merge patch (RFC 7396): members of the patch replace those of the object, null takes a member
 * away, objects are merged, lists are replaced whole.
 */
export function mergePatch(object: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(object));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (value === undefined) continue;
    else if (isJsonObject(value)) {
      const held = merged.get(name);
      merged.set(name, mergePatch(isJsonObject(held) ? held : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** The patch that puts what another patch touched back to what it was. */
export function reversePatch(patch: JsonObject, before: JsonObject): JsonObject {
  const touched = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    touched.map(([name, value]) => {
      const held = ownMember(before, name) ?? null;
      return [name, isJsonObject(value) && isJsonObject(held) ? reversePatch(value, held) : held];
    }),
  );
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of the object's own: names come from callers, and `constructor` is one. */
export function ownMember(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
