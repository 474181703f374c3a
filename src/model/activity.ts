/** How much a directory was used on one day, over all its users: there is nothing about single ones in it. */
export interface ActivityDay {
  /** The day, `2026-03-02`; null: the provider does not say. */
  readonly date: string | null;
  /** Null: the provider does not say, or says it under a name that is not known. */
  readonly signOns: number | null;
  /** All that the provider answered about it, in its own words. */
  readonly members: Readonly<Record<string, unknown>>;
}
