import { type RawBuilder, sql } from 'kysely';

/** The present moment in a query. */
export type Clock = () => RawBuilder<Date>;

/** The database's own clock, which gateways share; those of their machines may differ. A test brings another. */
export function clockOf(now: (() => Date) | undefined): Clock {
  return now === undefined
    ? () => sql<Date>`clock_timestamp()`
    : () => sql<Date>`${new Date(now())}::timestamptz`;
}

/** A moment so many milliseconds after (negative: before) another. */
export function shifted(moment: RawBuilder<Date>, ms: number): RawBuilder<Date> {
  return sql<Date>`(${moment} + ${ms}::float8 * interval '1 millisecond')`;
}
