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
