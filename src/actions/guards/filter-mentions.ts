/** What a change does to a user's record, by the provider's names of attributes, as the filters of dynamic groups have them. */
export interface AttributeChange {
  /** Whole attributes: names and addresses are sent, and so may change, as one. */
  readonly names: readonly string[];
  /** The user is new: whatever else was not asked for is what the provider gives everybody, or nothing. */
  readonly isNew: boolean;
}

/** What a new user has of itself (PingOne API reference, "Users"). */
const ofEveryUser: ReadonlySet<string> = new Set(
  'id environment population username enabled account lifecycle mfaEnabled identityProvider verifyStatus createdAt updatedAt memberOfGroups password'
    .toLowerCase()
    .split(' '),
);

/** Terms with these may hold of somebody who has no such attribute at all. */
const holdsOfNothing: ReadonlySet<string> = new Set(['not', 'ne', 'null']);

/**
 * Whether a change of these attributes may put somebody into, or take somebody out of, those whom a filter finds. It only looks
 * which attributes the filter names, so it may say yes where the values would say no, and never the other way round.
 */
export function mayBeMovedBy(filter: string, { names, isNew }: AttributeChange): boolean {
  const words = wordsOf(filter);
  if (words === null) return true;
  const changed = new Set(names.map((name) => name.toLowerCase()));
  if (words.some((word) => changed.has(word))) return true;
  return isNew && words.some((word) => ofEveryUser.has(word) || holdsOfNothing.has(word));
}

/** The words outside of quotes in lower case, attributes without what stands before and below them; null: a quote has no end. */
function wordsOf(filter: string): readonly string[] | null {
  const bare = filter.replaceAll(/"(?:[^"\\]|\\.)*"/gsu, ' ');
  if (bare.includes('"')) return null;
  return (bare.match(/[\p{L}\p{N}_$][\p{L}\p{N}_$.:-]*/gu) ?? []).map((word) => {
    // A schema may stand before the attribute, as in "urn:...:2.0:User:title".
    const path = word.slice(word.lastIndexOf(':') + 1);
    return (path.split('.')[0] ?? path).toLowerCase();
  });
}
