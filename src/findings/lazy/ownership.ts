/** Who answers for what, turned round: made once per evaluation when a rule first asks what somebody answers for. */
import type { Owner } from '../../model/owner.ts';
import { inTurns } from '../../upstream/turns.ts';
import type { Asset, OwnedRow } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import { incomplete } from './slot.ts';

export class Ownership {
  readonly #byUser: ReadonlyMap<string, readonly Asset[]>;
  /** Those of which some owners are known and some are not: they may be anybody's. */
  readonly #partly: readonly Asset[];
  /** Why there may be more. */
  readonly #whole: ListFact<unknown>;

  constructor(
    byUser: ReadonlyMap<string, readonly Asset[]>,
    partly: readonly Asset[],
    whole: ListFact<unknown>,
  ) {
    this.#byUser = byUser;
    this.#partly = partly;
    this.#whole = whole;
  }

  static unknown(list: ListFact<never>): Ownership {
    return new Ownership(new Map(), [], list);
  }

  ofUser(userId: string): ListFact<Asset> {
    return listOf([...(this.#byUser.get(userId) ?? []), ...this.#partly], this.#whole);
  }
}

/** @param ownersOf must not throw. */
export async function readOwnership(
  lists: readonly ListFact<OwnedRow>[],
  ownersOf: (asset: OwnedRow) => Promise<ListFact<Owner>>,
): Promise<Ownership> {
  const byUser = new Map<string, Asset[]>();
  const partly: Asset[] = [];
  // What a directory has none of is no gap, as long as it keeps owners of something.
  let gap: ListFact<unknown> | null = lists.find((list) => !isNeverTold(list) && !list.complete) ?? null;
  let isTold = false;
  let isWithheld = lists.some(isNeverTold);
  for (const list of lists) {
    const owners = await Promise.all(list.rows.map(ownersOf));
    await inTurns([...list.rows.entries()], ([at, { row }]) => {
      const found = owners[at] ?? incomplete('PARTIAL');
      if (isNeverTold(found)) {
        isWithheld = true;
        return;
      }
      isTold = true;
      const asset: Asset = { name: row.name, owners: found };
      if (!found.complete && found.rows.length === 0) gap ??= found;
      else if (!found.complete) partly.push(asset);
      else for (const id of usersOf(found)) add(byUser, id, asset);
    });
  }
  const untold = isWithheld && !isTold ? incomplete('UNSUPPORTED') : null;
  return new Ownership(byUser, partly, gap ?? untold ?? { rows: [], complete: true, reason: null });
}

function isNeverTold({ rows, reason }: ListFact<unknown>): boolean {
  return rows.length === 0 && reason === 'UNSUPPORTED';
}

function usersOf({ rows }: ListFact<Owner>): ReadonlySet<string> {
  return new Set(rows.filter(({ kind }) => kind === 'USER').map(({ externalId }) => externalId));
}

function add(index: Map<string, Asset[]>, key: string, asset: Asset): void {
  const assets = index.get(key);
  if (assets === undefined) index.set(key, [asset]);
  else assets.push(asset);
}
