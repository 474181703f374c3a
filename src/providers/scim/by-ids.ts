import type { CallContext } from '../../upstream/call.ts';
import { anyId, canQuote, idFilter } from './filter.ts';
import { isFilterRefusal } from './scim-errors.ts';
import type { Collection, FoundRow, ScimApi } from './scim-api.ts';

/** Ids in one filter: fewer than the page of any service that was seen. */
const MOST_IDS = 20;
/** For how long a service is believed not to take such a filter. */
const VERDICT_MS = 60 * 60 * 1_000;

/**
 * Objects by their ids, in few calls where the service takes `id eq "a" or id eq "b"`, else with a call for each. Some services
 * refuse such a filter and some ignore it: either is noticed at the first answer, and not tried again.
 */
export class ByIds {
  readonly #api: ScimApi;
  readonly #clock: () => Date;
  /** Since when a call for each is made. */
  readonly #without = new Map<Collection, number>();

  constructor(api: ScimApi, clock: () => Date) {
    this.#api = api;
    this.#clock = clock;
  }

  #isOneByOne(collection: Collection): boolean {
    const since = this.#without.get(collection);
    return since !== undefined && this.#clock().getTime() - since < VERDICT_MS;
  }

  /**
   * Those that exist, by id.
   * @param instead knows many of them, and is better than a call for each.
   * @throws {UpstreamError} when one of them cannot be told to exist or not.
   */
  async find(
    collection: Collection,
    ids: readonly string[],
    query: Readonly<Record<string, string>>,
    context: CallContext,
    instead?: () => Promise<ReadonlyMap<string, FoundRow>>,
  ): Promise<ReadonlyMap<string, FoundRow>> {
    const wanted = [...new Set(ids)];
    const found = new Map<string, FoundRow>();
    const together = wanted.length > 2 ? anyId(wanted.filter(canQuote), MOST_IDS) : [];
    const [first, ...others] = together;
    // The first one tells whether the others are worth asking.
    if (first !== undefined) await this.#together(collection, first, query, found, context);
    await Promise.all(others.map((some) => this.#together(collection, some, query, found, context)));
    const asked = found.size;
    if (instead !== undefined && asked < wanted.length && this.#isOneByOne(collection)) {
      const known = await instead();
      for (const id of wanted) {
        const row = found.get(id) ?? known.get(id);
        if (row !== undefined) found.set(id, row);
      }
    }
    const missing = wanted.filter((id) => !found.has(id));
    await Promise.all(
      missing.map(async (id) => {
        const template = collection === 'Users' ? '/Users/{userId}' : '/Groups/{groupId}';
        const names = collection === 'Users' ? { userId: id } : { groupId: id };
        const one = await this.#api.find(template, names, context, { query });
        if (one !== null) found.set(id, { ...one.row, observedAt: one.answer.observedAt });
      }),
    );
    // It takes the filter and finds nobody by it: no use either.
    if (first !== undefined && asked === 0 && found.size > 0) this.#giveUp(collection);
    return found;
  }

  async #together(
    collection: Collection,
    ids: readonly string[],
    query: Readonly<Record<string, string>>,
    found: Map<string, FoundRow>,
    context: CallContext,
  ): Promise<void> {
    if (this.#isOneByOne(collection)) return;
    const asked = { filter: idFilter(ids), startIndex: '1', count: String(ids.length), ...query };
    try {
      const { rows, observedAt } = await this.#api.list(collection, asked, context);
      const wanted = rows.filter(({ id }) => ids.includes(id));
      for (const row of wanted) found.set(row.id, { ...row, observedAt });
      if (wanted.length < rows.length) this.#giveUp(collection);
    } catch (error) {
      if (!isFilterRefusal(error)) throw error;
      this.#giveUp(collection);
    }
  }

  #giveUp(collection: Collection): void {
    this.#without.set(collection, this.#clock().getTime());
  }
}
