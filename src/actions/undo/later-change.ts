import { differencesOf } from '../differences.ts';
import type { Ledger, LedgerEntry } from '../ledger.ts';

/**
 * The newest entry that changed what this one changed, and still stands: it is not to be taken back under this one's name, though
 * the state may look as this one left it. Null: nobody did. Later entries that were undone themselves do not count, so that a row of
 * changes can be taken back one after the other, the newest first.
 */
export async function laterChange(ledger: Ledger, entry: LedgerEntry): Promise<LedgerEntry | null> {
  const later = await entriesSince(ledger, entry);
  const ids = new Set(later.map(({ id }) => id));
  const takenBack = new Set<string>();
  for (const each of later) {
    if (takenBack.has(each.id)) continue;
    if (each.cause?.kind === 'UNDO' && ids.has(each.cause.id)) takenBack.add(each.cause.id);
    else if (isOfTheSame(entry, each)) return each;
  }
  return null;
}

/** Newest first. */
async function entriesSince(ledger: Ledger, entry: LedgerEntry): Promise<readonly LedgerEntry[]> {
  const { subject, recordedAt: since } = entry;
  const found: LedgerEntry[] = [];
  let after: string | null = null;
  for (;;) {
    const { rows, hasNextPage } = await ledger.list(
      { subject, since, outcome: 'SUCCEEDED' },
      { first: 100, after },
    );
    for (const row of rows) {
      if (row.entry.id === entry.id) return found;
      if (row.entry.subject.type === subject.type) found.push(row.entry);
    }
    after = rows.at(-1)?.cursor ?? null;
    if (!hasNextPage || after === null) return found;
  }
}

/** Whether both changed a member of one thing: of a membership, that in the same group; of a role, the same one. */
function isOfTheSame(one: LedgerEntry, other: LedgerEntry): boolean {
  if (namesAnother(one, other)) return false;
  const changed = differencesOf(one.before, one.after);
  return differencesOf(other.before, other.after).some(({ path }) =>
    changed.some((each) => isWithin(path, each.path) || isWithin(each.path, path)),
  );
}

/** What was not there before is made whole, and changed in its members: `acceptance`, and later `acceptance.expiresAt`. */
function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`);
}

/** Members of a state by which it says of what it is, beside the subject. */
const names = ['groupId', 'parentId', 'roleId', 'scope', 'finding', 'one', 'other'] as const;

function namesAnother(one: LedgerEntry, other: LedgerEntry): boolean {
  const [a, b] = [one.after ?? one.before ?? {}, other.after ?? other.before ?? {}];
  return names.some(
    (name) =>
      name in a &&
      name in b &&
      JSON.stringify(a[name] ?? null).toLowerCase() !== JSON.stringify(b[name] ?? null).toLowerCase(),
  );
}
