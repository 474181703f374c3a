/** What the operator decides about the rules: thresholds, lists of names, and which rules are on. */
import type { FindingFamily } from '../model/finding.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

export interface FindingSettings extends Thresholds {
  /** Whole families that are switched on or off; of the others the seed and core rules are on. See `rule-sets.ts`. */
  readonly families: Readonly<Partial<Record<FindingFamily, boolean>>>;
  /** Single rules that are switched on or off, by id; wins over their family. */
  readonly rules: Readonly<Record<string, boolean>>;
  /** User names or ids (alone, or as `directory:id`) of accounts that have no counterpart in the primary directory, and need none. */
  readonly knownLocalAccounts: readonly string[];
  /** Names or ids of populations whose people nobody expects in the primary directory. */
  readonly localPopulations: readonly string[];
  /** Keys of the directories in which people of the primary one shall have an account; empty: in none. */
  readonly accountsExpectedIn: readonly string[];
  /** Names or ids of the primary directory's groups and populations whose people that holds for; empty: everybody. */
  readonly accountsExpectedOf: readonly string[];
  /** User names or ids (alone, or as `directory:id`) of accounts that are kept for emergencies. */
  readonly breakGlass: readonly string[];
  /** What the operator wants left alone: users, groups, applications and populations by id (alone, or as `directory:id`), users also by user name. */
  readonly ignore: readonly string[];
  readonly organizationDomains: readonly string[];
  readonly partnerDomains: readonly string[];
  /** Names or ids of outside identity providers whose people need no counterpart: the primary one itself, and those of partners. */
  readonly trustedIdentityProviders: readonly string[];
  /** Where second factors live: in the directory itself or elsewhere. */
  readonly mfaEngine: 'PINGONE' | 'PINGID' | 'DAVINCI' | 'EXTERNAL';
  /** Whether rules may read the state of client secrets; PingOne sends the secret along, which needs a right of its own. */
  readonly sensitiveReads: boolean;
  /** Patterns (regular expressions, any case) of user names that belong to machines. */
  readonly serviceAccountPatterns: readonly string[];
  /** Patterns of user names that are only used for the work of an administrator. */
  readonly adminAccountPatterns: readonly string[];
  /** Digits that a phone number without a country code is read with (`1` for North America); null: such numbers stay as they are. */
  readonly defaultCallingCode: string | null;
  /** Whether the directory keeps end dates, so that an account without one certainly has none. */
  readonly endDatesKept: boolean;
  /** The custom attribute that names who answers for a machine's account; null: none does. */
  readonly ownerAttribute: string | null;
  /** The member of a group's custom data that names who answers for it; null: none does. */
  readonly groupOwnerAttribute: string | null;
  /** What stands before the owner in an application's description (`Owner:`); null: descriptions name none. */
  readonly applicationOwnerMark: string | null;
  /** `GROUP`: administrators shall get their roles through groups, and a direct one is a finding. */
  readonly roleAssignmentModel: 'ANY' | 'GROUP';
  /** Whether everybody shall be in a group. */
  readonly groupMembershipExpected: boolean;
  /** Days for which the trend of the posture has every day; of older ones it has the last of each month. */
  readonly trendDays: number;
}

export const defaultFindingSettings: FindingSettings = {
  ...defaultThresholds,
  families: {},
  rules: {},
  knownLocalAccounts: [],
  localPopulations: [],
  accountsExpectedIn: [],
  accountsExpectedOf: [],
  sensitiveReads: false,
  breakGlass: [],
  ignore: [],
  organizationDomains: [],
  partnerDomains: [],
  trustedIdentityProviders: [],
  mfaEngine: 'PINGONE',
  serviceAccountPatterns: ['^svc[-_.]', '^service[-_.]', '[-_.]bot$'],
  adminAccountPatterns: ['^adm[-_.]', '^admin[-_.]', '[-_.]a(dm|dmin)?(@|$)'],
  defaultCallingCode: null,
  endDatesKept: false,
  ownerAttribute: null,
  groupOwnerAttribute: null,
  applicationOwnerMark: null,
  roleAssignmentModel: 'ANY',
  groupMembershipExpected: false,
  trendDays: 731,
};

/** Settings that rules read; which rules there are is decided before they are asked. */
export type RuleSetting = Exclude<
  keyof FindingSettings,
  'families' | 'rules' | 'ignore' | 'sensitiveReads' | 'trendDays'
>;
