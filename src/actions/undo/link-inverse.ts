import { notFound, readFailed } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';
import { changeLink, type SpokenOf } from '../links/change-link.ts';
import { linkActions, linkActionSaying, linkPermission } from '../links/link-actions.ts';
import { isJsonObject } from '../objects/merge-patch.ts';
import { type Inverse, isAsLeft, type UndoRequest } from './undo-request.ts';

/** How it is taken back that somebody said something of two accounts, or nothing any more; null: the entry is not about that. */
export function linkInverse(entry: LedgerEntry, request: UndoRequest): Inverse | null {
  if (!linkActions.some(({ name }) => name === entry.action)) return null;
  const refs = spokenOfIn(entry);
  if (refs === null) return null;
  const [oneRef, otherRef] = refs;
  const { said, by, reason } = entry.before ?? {};
  const action = linkActionSaying(said === 'SAME' || said === 'DIFFERENT' ? said : null);
  const restores =
    action.says !== null && typeof by === 'string'
      ? { by, reason: typeof reason === 'string' ? reason : null }
      : null;
  return {
    permission: linkPermission,
    carryOut: async (cause, later) => {
      const { services, caller, input } = request;
      try {
        const mustBeThere = action.says !== null;
        const one = await spokenOf(oneRef, mustBeThere, request);
        const other = await spokenOf(otherRef, mustBeThere, request);
        if (one === null || other === null)
          return notFound('user', (one === null ? oneRef : otherRef).directory);
        const undoing = { cause, restores, isStill: isAsLeft(['said', 'by', 'reason'], entry, later) };
        return await changeLink({ action, services, caller, one, other, input, undoing });
      } catch (error) {
        return readFailed(error);
      }
    },
  };
}

type Ref = Pick<SpokenOf, 'directory' | 'externalId'>;

/** The two accounts that something was said of; null: the entry is not about two. */
export function spokenOfIn({ before }: LedgerEntry): readonly [Ref, Ref] | null {
  const [one, other] = [refIn(before?.['one']), refIn(before?.['other'])];
  return one === null || other === null ? null : [one, other];
}

function refIn(value: unknown): Ref | null {
  if (!isJsonObject(value)) return null;
  const { directory, externalId } = value;
  return typeof directory === 'string' && typeof externalId === 'string' ? { directory, externalId } : null;
}

/** What was said of an account that is there no more can still be taken back, by whoever may speak of its whole directory. */
async function spokenOf(
  { directory, externalId }: Ref,
  mustBeThere: boolean,
  { loaders, loadersOf }: UndoRequest,
): Promise<SpokenOf | null> {
  const own = loaders.directory.key === directory ? loaders : (loadersOf?.(directory) ?? null);
  const user = (await own?.user.load(externalId)) ?? null;
  if (user !== null) return user;
  return mustBeThere ? null : { directory, externalId, populationId: null };
}
