/** An automation of the directory that acts on accounts which nobody uses. */
export interface InactivityAutomation {
  readonly name: string;
  readonly enabled: boolean;
  /** Days without use after which it acts. */
  readonly afterDays: number;
  readonly switchesOff: boolean;
  /** Null: the provider says it in words that the gateway cannot read. */
  readonly coversEverybody: boolean | null;
}
