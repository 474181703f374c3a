/** The thresholds of the rules. Days are spans of 86,400,000 ms. */
export interface FindingSettings {
  readonly inactivityDays: number;
  readonly adminInactivityDays: number;
  readonly guestInactivityDays: number;
  readonly applicationInactivityDays: number;
  readonly neverDays: number;
  readonly pendingDays: number;
  readonly verifyDays: number;
  readonly mfaGraceDays: number;
  readonly targetCoverage: number;
  readonly maxTopAdministrators: number;
  readonly minTopAdministrators: number;
  readonly maxAdministratorRatio: number;
  readonly maxAdministrators: number;
  readonly maxSecretDays: number;
  readonly certificateWarnDays: number;
  readonly maxBypassHours: number;
  readonly maxPrivilegedGroupSize: number;
  readonly endDateGraceHours: number;
  /** Hours that a directory may take to follow the primary one when somebody leaves, where it is known when they did. */
  readonly leaverGraceHours: number;
  /** Hours after leaving in which a sign-on may still be the last one of before, by clocks that differ. */
  readonly leaverActivityGraceHours: number;
  /** Hours that an account may be older than its counterpart in the primary directory. */
  readonly strangerGraceHours: number;
  /** Hours for which an account may be switched off here while the primary one is in use. */
  readonly statusConflictGraceHours: number;
  /** From how many directories on a leaver who can still use them is worse than in each of them. */
  readonly minLeaverDirectories: number;
  /** Usable accounts without an administrator's role that one person may have in one directory. */
  readonly maxAccountsPerPerson: number;
  /** Days for which an account that was switched off is kept. */
  readonly retentionDays: number;
  /** User names, addresses or ids of accounts that have no counterpart in the primary directory, and need none. */
  readonly knownLocalAccounts: readonly string[];
  /** Names or ids of populations whose people nobody expects in the primary directory. */
  readonly localPopulations: readonly string[];
  /** Keys of the directories in which people of the primary one shall have an account; empty: in none. */
  readonly accountsExpectedIn: readonly string[];
  /** Names or ids of the primary directory's groups and populations whose people that holds for; empty: everybody. */
  readonly accountsExpectedOf: readonly string[];
  /** User names, addresses or ids of accounts that are kept for emergencies. */
  readonly breakGlass: readonly string[];
  /** Users, groups or applications that the operator wants left alone, by id or name. */
  readonly ignore: readonly string[];
  readonly organizationDomains: readonly string[];
  readonly partnerDomains: readonly string[];
  /** Where second factors live: in the directory itself or elsewhere. */
  readonly mfaEngine: 'PINGONE' | 'PINGID' | 'DAVINCI' | 'EXTERNAL';
  /** Whether rules may read the state of client secrets; PingOne sends the secret along, which needs a right of its own. */
  readonly sensitiveReads: boolean;
  /** Patterns (regular expressions, any case) of user names that belong to machines. */
  readonly serviceAccountPatterns: readonly string[];
  /** Digits that a phone number without a country code is read with (`1` for North America); null: such numbers stay as they are. */
  readonly defaultCallingCode: string | null;
  /** Whether the directory keeps end dates, so that an account without one certainly has none. */
  readonly endDatesKept: boolean;
  /** The custom attribute that names who answers for a machine's account; null: none does. */
  readonly ownerAttribute: string | null;
  /** `GROUP`: administrators shall get their roles through groups, and a direct one is a finding. */
  readonly roleAssignmentModel: 'ANY' | 'GROUP';
  /** Whether everybody shall be in a group. */
  readonly groupMembershipExpected: boolean;
}

export const defaultFindingSettings: FindingSettings = {
  inactivityDays: 90,
  adminInactivityDays: 45,
  guestInactivityDays: 90,
  applicationInactivityDays: 90,
  neverDays: 30,
  pendingDays: 14,
  verifyDays: 14,
  mfaGraceDays: 14,
  targetCoverage: 0.98,
  maxTopAdministrators: 4,
  minTopAdministrators: 2,
  maxAdministratorRatio: 0.1,
  maxAdministrators: 50,
  maxSecretDays: 180,
  certificateWarnDays: 30,
  maxBypassHours: 24,
  maxPrivilegedGroupSize: 20,
  endDateGraceHours: 24,
  leaverGraceHours: 0,
  leaverActivityGraceHours: 24,
  strangerGraceHours: 24,
  statusConflictGraceHours: 24,
  minLeaverDirectories: 2,
  maxAccountsPerPerson: 1,
  retentionDays: 365,
  knownLocalAccounts: [],
  localPopulations: [],
  accountsExpectedIn: [],
  accountsExpectedOf: [],
  sensitiveReads: false,
  breakGlass: [],
  ignore: [],
  organizationDomains: [],
  partnerDomains: [],
  mfaEngine: 'PINGONE',
  serviceAccountPatterns: ['^svc[-_.]', '^service[-_.]', '[-_.]bot$'],
  defaultCallingCode: null,
  endDatesKept: false,
  ownerAttribute: null,
  roleAssignmentModel: 'ANY',
  groupMembershipExpected: false,
};
