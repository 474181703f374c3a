import { predicateOf } from '../../filter/evaluate-filter.ts';
import { FilterSyntaxError, parseFilter } from '../../filter/parse-filter.ts';
import { refusal } from './errors.ts';
import type { OktaUser } from './org.ts';

/** The rows that an expression of `search` or `filter` fits; text is compared without regard to case. */
export function matching<Row extends object>(rows: Iterable<Row>, expression: string): Row[] {
  try {
    const fits = predicateOf(parseFilter(expression));
    return [...rows].filter((row) => fits(row as Readonly<Record<string, unknown>>));
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw refusal(400, 'E0000031', error.message);
    throw error;
  }
}

/** What `search` reads: as of the last change, or, while it lags, as of an earlier one. */
export class UserIndex {
  readonly #live: ReadonlyMap<string, OktaUser>;
  #frozen: readonly OktaUser[] | null = null;

  constructor(live: ReadonlyMap<string, OktaUser>) {
    this.#live = live;
  }

  /** From now on changes do not show in searches. */
  lag(): void {
    this.#frozen = structuredClone([...this.#live.values()]);
  }

  catchUp(): void {
    this.#frozen = null;
  }

  get rows(): Iterable<OktaUser> {
    return this.#frozen ?? this.#live.values();
  }
}
