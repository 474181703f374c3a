import { can, type Caller, type Where } from '../../access/caller.ts';
import { isConfined } from '../../access/reach.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { ActionSubject } from '../../model/action.ts';
import type { LedgerEntry } from '../ledger.ts';
import { spokenOfIn } from './link-inverse.ts';
import type { UndoRequest } from './undo-request.ts';

type Subject = Pick<ActionSubject, 'directory' | 'type' | 'externalId'>;

/**
 * Where the subject of an entry is, as far as the caller's rights depend on it; null: it, or the other account that the entry speaks of,
 * is out of the caller's reach, and so is the entry. Nothing is looked at for callers whose rights hold everywhere.
 * @throws {UpstreamError} when the subject has to be looked at and cannot be.
 */
export async function placeOf(entry: LedgerEntry, request: UndoRequest): Promise<Where | null> {
  const { subject } = entry;
  if (!isConfined(request.caller)) return { directory: subject.directory };
  const accounts = (spokenOfIn(entry) ?? []).map((account): Subject => ({ ...account, type: 'USER' }));
  const [place = null, ...others] = await Promise.all(
    [subject, ...accounts].map((each) => placeWithin(each, request)),
  );
  return others.includes(null) ? null : place;
}

/** Null: the caller has no right there. */
async function placeWithin(
  subject: Subject,
  { caller, loaders, loadersOf }: UndoRequest,
): Promise<Where | null> {
  const { directory } = subject;
  const own = loaders.directory.key === directory ? loaders : (loadersOf?.(directory) ?? null);
  if (own === null) return null;
  const place = { directory, population: await populationOf(subject, own) };
  return hasRight(caller, place) ? place : null;
}

function hasRight(caller: Caller, place: Where): boolean {
  return caller.grants.some(({ permission }) => can(caller, permission, place));
}

/** Null: it is in none, or is not there for the caller. */
async function populationOf(
  { type, externalId }: Subject,
  loaders: DirectoryLoaders,
): Promise<string | null> {
  if (type === 'POPULATION') return externalId;
  if (type === 'GROUP') return (await loaders.group.load(externalId))?.populationId ?? null;
  if (type !== 'USER' && type !== 'MFA_DEVICE') return null;
  // A device is named behind its user.
  const [user = ''] = externalId.split('/', 1);
  return user === '' ? null : ((await loaders.user.load(user))?.populationId ?? null);
}
