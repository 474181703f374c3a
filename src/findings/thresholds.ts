/** The numbers that rules measure with, their defaults, and what each is. */

/** `DAYS` are spans of 86,400,000 ms; a `SHARE` lies between 0 and 1. */
export type ThresholdUnit = 'DAYS' | 'HOURS' | 'SHARE' | 'COUNT';

export interface Threshold {
  readonly value: number;
  readonly unit: ThresholdUnit;
  /** Whether none at all may be set: no grace, or nothing spared. */
  readonly mayBeZero: boolean;
  readonly meaning: string;
}

function of(unit: ThresholdUnit, mayBeZero = false) {
  return (value: number, meaning: string): Threshold => ({ value, unit, mayBeZero, meaning });
}

const days = of('DAYS');
const hours = of('HOURS');
const graceHours = of('HOURS', true);
const share = of('SHARE', true);
const heads = of('COUNT');
const spared = of('COUNT', true);

export const thresholds = {
  inactivityDays: days(90, 'days without a sign-on from which an account counts as unused'),
  longInactivityDays: days(180, 'days without a sign-on from which that is severe'),
  adminInactivityDays: days(45, "the same for an administrator's account"),
  longAdminInactivityDays: days(90, 'the same for an administrator who can take over the directory: severe'),
  guestInactivityDays: days(90, 'the same for somebody of another organisation'),
  serviceInactivityDays: days(90, "the same for a machine's account"),
  applicationInactivityDays: days(90, 'the same for an application'),
  activeElsewhereDays: days(
    30,
    'days within which somebody was seen in the primary directory to count as at work',
  ),
  maxInactiveRatio: share(0.2, 'share of unused accounts that a directory may have'),
  minKnownUsers: heads(20, 'accounts of which the last use is known, below which no share is told'),
  neverDays: days(30, 'days after which an account that was never used is one'),
  longNeverDays: days(90, 'days after which that is severe'),
  pendingDays: days(14, 'days that an account may wait for its activation'),
  verifyDays: days(14, 'days that an address may wait to be verified'),
  mfaGraceDays: days(14, 'days that a new account has to register a second factor'),
  factorPendingDays: days(7, 'days that a second factor may wait to be activated'),
  serviceSignInGraceDays: days(1, "days after which a machine's account has to be set up"),
  targetCoverage: share(0.98, 'share of accounts that shall have a second factor'),
  maxBypassHours: hours(24, 'hours for which the second factor may be switched off'),
  maxTopAdministrators: heads(4, 'accounts that may be able to take over the directory'),
  manyTopAdministrators: heads(8, 'number of them above which that is severe'),
  minTopAdministrators: heads(2, 'accounts that shall be able to'),
  sparedBreakGlass: spared(2, 'emergency accounts that are not counted among them'),
  maxAdministratorRatio: share(0.1, 'share of administrators among the accounts'),
  maxAdministrators: heads(50, 'administrators there may be, whatever their share'),
  minUsersForRatio: heads(100, 'accounts from which the share of administrators is looked at'),
  reviewTopShare: share(
    0.3,
    'share of the highest roles among all that are held, from which somebody should look',
  ),
  failTopShare: share(0.5, 'share from which that is a fault'),
  minTopShareGrants: heads(3, 'roles held, below which no share is told'),
  maxCustomRoleShare: share(0.6, "share of the provider's own permissions that a custom role may have"),
  maxPrivilegedGroupSize: heads(20, 'members of a group that holds a role of administrators'),
  maxNestingDepth: heads(3, 'levels of groups above a group'),
  emptyGroupDays: days(30, 'days that a new group may stay empty'),
  mixedPopulationLimit: heads(50, 'users of a population that may share it with administrators'),
  maxWorkerRoles: heads(3, 'roles that one application may hold'),
  maxSecretDays: days(180, 'age that a client secret may have'),
  previousSecretUseDays: days(7, 'days within which a replaced secret was used: a client has not followed'),
  maxRefreshRollingDays: days(180, 'days for which refresh tokens may be renewed'),
  certificateWarnDays: days(30, 'days before the end of a certificate'),
  maxCertificateDays: days(365, 'lifetime of a key or certificate'),
  minPasswordLength: heads(15, 'characters of a password that stands alone'),
  minPasswordLengthWithMfa: heads(8, 'characters where a second factor is always asked for'),
  minPasswordHistory: heads(5, 'old passwords that are not taken again'),
  maxLockoutFailures: heads(10, 'wrong passwords before an account is locked'),
  maxPasswordDays: days(365, 'age of a password that nothing else protects'),
  passwordUnsetDays: days(14, 'days after which an account shall have a password'),
  passwordChangeDays: days(7, 'days that an ordered change of password may be put off'),
  lockedDays: days(7, 'days that an account may stay locked'),
  maxRememberHours: hours(24, 'hours for which a device may be spared the second factor'),
  longRememberHours: hours(720, 'hours above which that is severe'),
  maxAutomationDays: days(90, 'days without use after which an automation shall switch accounts off'),
  gatewayCredentialDays: days(365, "age of a gateway's credential"),
  gatewayCredentialUnusedDays: days(90, "days without use of a gateway's credential"),
  endDateGraceHours: hours(24, 'hours after an end date'),
  leaverGraceHours: graceHours(
    0,
    'hours that a directory may take to follow the primary one when somebody leaves, where it is known when they did',
  ),
  leaverActivityGraceHours: graceHours(
    24,
    'hours after leaving in which a sign-on may still be the last one of before, by clocks that differ',
  ),
  strangerGraceHours: graceHours(
    24,
    'hours that an account may be older than its counterpart in the primary directory',
  ),
  statusConflictGraceHours: graceHours(
    24,
    'hours for which an account may be switched off here while the primary one is in use',
  ),
  minLeaverDirectories: heads(
    2,
    'directories from which on a leaver who can still use them is worse than in each of them',
  ),
  maxAccountsPerPerson: heads(
    1,
    "usable accounts without an administrator's role that one person may have in one directory",
  ),
  retentionDays: days(365, 'days for which an account that was switched off is kept'),
  maxUnknownShare: share(0.1, 'share of subjects of which a rule of HIGH or worse may not be able to tell'),
} as const satisfies Readonly<Record<string, Threshold>>;

export type ThresholdName = keyof typeof thresholds;

export type Thresholds = Readonly<Record<ThresholdName, number>>;

export const thresholdNames = Object.keys(thresholds) as ThresholdName[];

export const defaultThresholds = Object.fromEntries(
  thresholdNames.map((name) => [name, thresholds[name].value]),
) as Thresholds;
