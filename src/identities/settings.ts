/** How addresses of one mail domain are read beyond their strict form. What is not set stays apart. */
export interface EmailRule {
  /** Whether `ada+news@` is `ada@`. */
  readonly plus?: 'strip';
  /** Whether `a.da@` is `ada@`. */
  readonly dots?: 'ignore';
}

/** What the operator says of names and numbers, so that accounts of one person can be told from those of two. */
export interface CorrelationSettings {
  /** Mail domains that are another one under a second name: `{ 'corp.example.co.uk': 'corp.example' }`. */
  readonly domainAliases: Readonly<Record<string, string>>;
  /** By mail domain. */
  readonly emailRules: Readonly<Record<string, EmailRule>>;
  /** By directory: the domain that makes an address of its bare user names (`alovelace` becomes `alovelace@corp.example`). */
  readonly usernameDomain: Readonly<Record<string, string>>;
  /**
   * By directory: the custom attribute that holds the employee number, where the provider has no field for it; `externalId` or
   * `sourceId`: it is the id that another system gave the account.
   */
  readonly employeeNumberAttribute: Readonly<Record<string, string>>;
  /** Patterns (regular expressions, any case) of user names that belong to machines. */
  readonly serviceAccountPatterns: readonly string[];
  /** How much later than a local account the primary one must be made for its address to look handed on, in days. */
  readonly recycleGapDays: number;
  /**
   * Matches by address that a directory must have before their dates are judged together: if most primary accounts are younger than
   * theirs by more than the gap, the primary directory was filled later, and no address there counts as handed on.
   */
  readonly recycleMinimumMatches: number;
  /** A value that more accounts hold is test data or a form's default, and no key of a person. */
  readonly crowdSize: number;
  /** Whether `0042` and `42` are one employee number. */
  readonly stripLeadingZeros: boolean;
  /** Age of the primary directory's read from which it no longer proves that somebody is missing there, in milliseconds. */
  readonly maxStalenessMs: number;
}

export const defaultCorrelationSettings: CorrelationSettings = {
  domainAliases: {},
  emailRules: {},
  usernameDomain: {},
  employeeNumberAttribute: {},
  serviceAccountPatterns: ['^svc[-_.]', '^service[-_.]', '[-_.]bot$'],
  recycleGapDays: 30,
  recycleMinimumMatches: 20,
  crowdSize: 50,
  stripLeadingZeros: false,
  maxStalenessMs: 86_400_000,
};
