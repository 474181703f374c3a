/** Rules about people and their accounts, and about all of them together; in the order of the families. */
import { adminExternalIdentity } from './rules/admin-admin-external-identity.ts';
import { adminFederatedOrSynced } from './rules/admin-admin-federated-or-synced.ts';
import { adminNotPhishingResistant } from './rules/admin-admin-not-phishing-resistant.ts';
import { adminRatioHigh } from './rules/admin-admin-ratio-high.ts';
import { adminWeakMfa } from './rules/admin-admin-weak-mfa.ts';
import { adminWithoutFactor } from './rules/admin-admin-without-factor.ts';
import { breakGlassMissingOrWeak } from './rules/admin-break-glass-missing-or-weak.ts';
import { canEscalateToTop } from './rules/admin-can-escalate-to-top.ts';
import { directRoleAssignment } from './rules/admin-direct-role-assignment.ts';
import { genericAdminAccount } from './rules/admin-generic-admin-account.ts';
import { redundantRoleAssignment } from './rules/admin-redundant-role-assignment.ts';
import { roleViaGroup } from './rules/admin-role-via-group.ts';
import { roleViaNestedGroup } from './rules/admin-role-via-nested-group.ts';
import { standingTopRole } from './rules/admin-standing-top-role.ts';
import { tooFewTopAdmins } from './rules/admin-too-few-top-admins.ts';
import { tooManyTopAdmins } from './rules/admin-too-many-top-admins.ts';
import { topRoleShareHigh } from './rules/admin-top-role-share-high.ts';
import { toxicRoleCombination } from './rules/admin-toxic-role-combination.ts';
import { userInNoGroup } from './rules/group-user-in-no-group.ts';
import { adminNotInPrimary } from './rules/identity-admin-not-in-primary.ts';
import { ambiguousMatch } from './rules/identity-ambiguous-match.ts';
import { duplicateEmail } from './rules/identity-duplicate-email.ts';
import { duplicatePersonAccounts } from './rules/identity-duplicate-person-accounts.ts';
import { emailMismatch } from './rules/identity-email-mismatch.ts';
import { externalIdConflict } from './rules/identity-external-id-conflict.ts';
import { joinerMissingHere } from './rules/identity-joiner-missing-here.ts';
import { missingCorrelationKey } from './rules/identity-missing-correlation-key.ts';
import { orphanServiceAccount } from './rules/identity-orphan-service-account.ts';
import { possibleRecycledIdentifier } from './rules/identity-possible-recycled-identifier.ts';
import { statusConflict } from './rules/identity-status-conflict.ts';
import { unapprovedEmailDomain } from './rules/identity-unapproved-email-domain.ts';
import { unverifiedEmailLink } from './rules/identity-unverified-email-link.ts';
import { accountLocked } from './rules/lifecycle-account-locked.ts';
import { contractorWithoutEndDate } from './rules/lifecycle-contractor-without-end-date.ts';
import { emailUnverified } from './rules/lifecycle-email-unverified.ts';
import { identityVerificationDisabled } from './rules/lifecycle-identity-verification-disabled.ts';
import { passwordChangePending } from './rules/lifecycle-password-change-pending.ts';
import { passwordExpired } from './rules/lifecycle-password-expired.ts';
import { passwordNeverSet } from './rules/lifecycle-password-never-set.ts';
import { passwordStaleWithoutMfa } from './rules/lifecycle-password-stale-without-mfa.ts';
import { pendingActivation } from './rules/lifecycle-pending-activation.ts';
import { allFactorsLocked } from './rules/mfa-all-factors-locked.ts';
import { factorContactMismatch } from './rules/mfa-factor-contact-mismatch.ts';
import { noBackupFactor } from './rules/mfa-no-backup-factor.ts';
import { noPhishingResistantFactor } from './rules/mfa-no-phishing-resistant-factor.ts';
import { orgCoverageLow } from './rules/mfa-org-coverage-low.ts';
import { registeredFactorsDisallowed } from './rules/mfa-registered-factors-disallowed.ts';
import { serviceAccountPasswordSignIn } from './rules/mfa-service-account-password-sign-in.ts';
import { sharedFactor } from './rules/mfa-shared-factor.ts';
import { unverifiedFactor } from './rules/mfa-unverified-factor.ts';
import { userMfaBypassActive } from './rules/mfa-user-mfa-bypass-active.ts';
import { userMfaDisabled } from './rules/mfa-user-mfa-disabled.ts';
import { userNoFactor } from './rules/mfa-user-no-factor.ts';
import { weakFactorFallback } from './rules/mfa-weak-factor-fallback.ts';
import { weakFactorOnly } from './rules/mfa-weak-factor-only.ts';
import { disabledUserLiveSession } from './rules/offboarding-disabled-user-live-session.ts';
import { disabledUserNotRemoved } from './rules/offboarding-disabled-user-not-removed.ts';
import { disabledUserRetainsAdminRole } from './rules/offboarding-disabled-user-retains-admin-role.ts';
import { disabledUserRetainsFactors } from './rules/offboarding-disabled-user-retains-factors.ts';
import { disabledUserRetainsGroups } from './rules/offboarding-disabled-user-retains-groups.ts';
import { endDatePassed } from './rules/offboarding-end-date-passed.ts';
import { leaverActiveInMultipleProviders } from './rules/offboarding-leaver-active-in-multiple-providers.ts';
import { leaverHoldsAdmin } from './rules/offboarding-leaver-holds-admin.ts';
import { leaverRecentActivity } from './rules/offboarding-leaver-recent-activity.ts';
import { adminNoMfa } from './rules/ping-identity-admin-no-mfa.ts';
import { offboardedUserActive } from './rules/ping-identity-offboarded-user-active.ts';
import { userNotInIdp } from './rules/ping-identity-user-not-in-idp.ts';
import { adminInactive } from './rules/stale-admin-inactive.ts';
import { externalUserInactive } from './rules/stale-external-user-inactive.ts';
import { orgInactiveRatioHigh } from './rules/stale-org-inactive-ratio-high.ts';
import { serviceAccountInactive } from './rules/stale-service-account-inactive.ts';
import { userInactive } from './rules/stale-user-inactive.ts';
import { userNeverSignedIn } from './rules/stale-user-never-signed-in.ts';
import { leaverOwnsAssets } from './rules/offboarding-leaver-owns-assets.ts';
import { personInactiveEverywhere } from './rules/stale-person-inactive-everywhere.ts';
import { inactiveHereActiveElsewhere } from './rules/stale-inactive-here-active-elsewhere.ts';
import { noDedicatedAdminAccount } from './rules/admin-no-dedicated-admin-account.ts';
import { passwordNotRequired } from './rules/lifecycle-password-not-required.ts';
import { extidpJitAccountUnlinkedFromPrimary } from './rules/extidp-jit-account-unlinked-from-primary.ts';
import type { AnyRule } from './rule.ts';

export const userRules: readonly AnyRule[] = [
  offboardedUserActive,
  leaverRecentActivity,
  leaverHoldsAdmin,
  leaverActiveInMultipleProviders,
  disabledUserRetainsAdminRole,
  disabledUserRetainsGroups,
  disabledUserLiveSession,
  disabledUserRetainsFactors,
  disabledUserNotRemoved,
  endDatePassed,
  leaverOwnsAssets,
  userInactive,
  userNeverSignedIn,
  adminInactive,
  externalUserInactive,
  personInactiveEverywhere,
  inactiveHereActiveElsewhere,
  serviceAccountInactive,
  orgInactiveRatioHigh,
  userNoFactor,
  userMfaDisabled,
  userMfaBypassActive,
  weakFactorOnly,
  weakFactorFallback,
  noPhishingResistantFactor,
  registeredFactorsDisallowed,
  unverifiedFactor,
  sharedFactor,
  factorContactMismatch,
  noBackupFactor,
  allFactorsLocked,
  serviceAccountPasswordSignIn,
  orgCoverageLow,
  adminNoMfa,
  tooManyTopAdmins,
  tooFewTopAdmins,
  adminRatioHigh,
  topRoleShareHigh,
  standingTopRole,
  adminWithoutFactor,
  adminWeakMfa,
  adminNotPhishingResistant,
  adminExternalIdentity,
  adminFederatedOrSynced,
  noDedicatedAdminAccount,
  genericAdminAccount,
  roleViaGroup,
  roleViaNestedGroup,
  directRoleAssignment,
  redundantRoleAssignment,
  canEscalateToTop,
  toxicRoleCombination,
  breakGlassMissingOrWeak,
  userNotInIdp,
  adminNotInPrimary,
  duplicateEmail,
  duplicatePersonAccounts,
  ambiguousMatch,
  emailMismatch,
  possibleRecycledIdentifier,
  externalIdConflict,
  statusConflict,
  missingCorrelationKey,
  unverifiedEmailLink,
  unapprovedEmailDomain,
  orphanServiceAccount,
  joinerMissingHere,
  pendingActivation,
  emailUnverified,
  accountLocked,
  passwordNeverSet,
  passwordChangePending,
  passwordExpired,
  passwordStaleWithoutMfa,
  passwordNotRequired,
  contractorWithoutEndDate,
  identityVerificationDisabled,
  userInNoGroup,
  extidpJitAccountUnlinkedFromPrimary,
];
