/** The rules about groups, populations, applications and the directory itself, one file each. */
import type { AnyRule } from './rule.ts';
import { adminCustomRoleBroad } from './rules/admin-custom-role-broad.ts';
import { adminCustomRoleUnused } from './rules/admin-custom-role-unused.ts';
import { appCertificateExpiring } from './rules/app-certificate-expiring.ts';
import { appDeviceCodeFlow } from './rules/app-device-code-flow.ts';
import { appDisabledWithGrants } from './rules/app-disabled-with-grants.ts';
import { appImplicitGrant } from './rules/app-implicit-grant.ts';
import { appInsecureRedirectUri } from './rules/app-insecure-redirect-uri.ts';
import { appMfaStepCanBeSkipped } from './rules/app-mfa-step-can-be-skipped.ts';
import { appNoMfaSignOnPolicy } from './rules/app-no-mfa-sign-on-policy.ts';
import { appPkceNotRequired } from './rules/app-pkce-not-required.ts';
import { appPreviousSecretStillValid } from './rules/app-previous-secret-still-valid.ts';
import { appPrivilegedInactive } from './rules/app-privileged-inactive.ts';
import { appPublicAccess } from './rules/app-public-access.ts';
import { appRefreshTokenUnbounded } from './rules/app-refresh-token-unbounded.ts';
import { appSamlRequestSignatureIgnored } from './rules/app-saml-request-signature-ignored.ts';
import { appSamlUnsignedAssertion } from './rules/app-saml-unsigned-assertion.ts';
import { appSecretAge } from './rules/app-secret-age.ts';
import { appSecretInsteadOfKey } from './rules/app-secret-instead-of-key.ts';
import { appSensitiveScopeGrant } from './rules/app-sensitive-scope-grant.ts';
import { appUnused } from './rules/app-unused.ts';
import { appWeakKey } from './rules/app-weak-key.ts';
import { appWildcardRedirectUri } from './rules/app-wildcard-redirect-uri.ts';
import { appWorkerExcessRoles } from './rules/app-worker-excess-roles.ts';
import { appWorkerTopRole } from './rules/app-worker-top-role.ts';
import { coverageEvaluationGap } from './rules/coverage-evaluation-gap.ts';
import { coveragePermissionMissing } from './rules/coverage-permission-missing.ts';
import { coverageProviderUnreachable } from './rules/coverage-provider-unreachable.ts';
import { extidpCertificateExpiring } from './rules/extidp-certificate-expiring.ts';
import { extidpDisabledIdpStillLinked } from './rules/extidp-disabled-idp-still-linked.ts';
import { extidpJitProvisioning } from './rules/extidp-jit-provisioning.ts';
import { extidpLockoutNotEnforced } from './rules/extidp-lockout-not-enforced.ts';
import { extidpPopulationDefaultIdpUnusable } from './rules/extidp-population-default-idp-unusable.ts';
import { extidpSocialIdpInWorkforce } from './rules/extidp-social-idp-in-workforce.ts';
import { extidpWeakFederationSettings } from './rules/extidp-weak-federation-settings.ts';
import { groupDuplicateName } from './rules/group-duplicate-name.ts';
import { groupEmpty } from './rules/group-empty.ts';
import { groupNestingCycleOrDeep } from './rules/group-nesting-cycle-or-deep.ts';
import { groupPrivilegedDynamicRule } from './rules/group-privileged-dynamic-rule.ts';
import { groupPrivilegedNested } from './rules/group-privileged-nested.ts';
import { groupPrivilegedTooLarge } from './rules/group-privileged-too-large.ts';
import { orgAdminAccountRecoveryEnabled } from './rules/org-admin-account-recovery-enabled.ts';
import { orgAdminMfaNotEnforced } from './rules/org-admin-mfa-not-enforced.ts';
import { orgAdminWeakMethodsAllowed } from './rules/org-admin-weak-methods-allowed.ts';
import { orgDefaultPolicyNoMfa } from './rules/org-default-policy-no-mfa.ts';
import { orgFidoUserVerificationWeak } from './rules/org-fido-user-verification-weak.ts';
import { orgForcedPasswordRotation } from './rules/org-forced-password-rotation.ts';
import { orgMfaIgnoresUserLock } from './rules/org-mfa-ignores-user-lock.ts';
import { orgMfaOffForNewUsers } from './rules/org-mfa-off-for-new-users.ts';
import { orgMfaRememberMeTooLong } from './rules/org-mfa-remember-me-too-long.ts';
import { orgNoAuditStream } from './rules/org-no-audit-stream.ts';
import { orgNoLockout } from './rules/org-no-lockout.ts';
import { orgNoNewDeviceNotice } from './rules/org-no-new-device-notice.ts';
import { orgOpenSelfRegistration } from './rules/org-open-self-registration.ts';
import { orgPhishingResistantNotOffered } from './rules/org-phishing-resistant-not-offered.ts';
import { orgPushNumberMatchingOff } from './rules/org-push-number-matching-off.ts';
import { orgWeakMfaMethodsAllowed } from './rules/org-weak-mfa-methods-allowed.ts';
import { orgWeakPasswordPolicy } from './rules/org-weak-password-policy.ts';
import { populationAdminsMixedWithCustomers } from './rules/population-admins-mixed-with-customers.ts';
import { populationEmpty } from './rules/population-empty.ts';
import { populationNoPasswordPolicy } from './rules/population-no-password-policy.ts';
import { populationWeakPasswordPolicy } from './rules/population-weak-password-policy.ts';
import { groupOwnerless } from './rules/group-ownerless.ts';
import { appOwnerless } from './rules/app-ownerless.ts';
import { appPasswordGrant } from './rules/app-password-grant.ts';
import { orgLegacyAuthenticationAllowed } from './rules/org-legacy-authentication-allowed.ts';
import { orgNoInactivityAutomation } from './rules/org-no-inactivity-automation.ts';
import { extidpGatewayTlsNotValidated } from './rules/extidp-gateway-tls-not-validated.ts';
import { extidpGatewayCredentialStale } from './rules/extidp-gateway-credential-stale.ts';

export const directoryRules: readonly AnyRule[] = [
  groupEmpty,
  groupPrivilegedNested,
  groupPrivilegedDynamicRule,
  groupPrivilegedTooLarge,
  groupNestingCycleOrDeep,
  groupOwnerless,
  groupDuplicateName,
  populationNoPasswordPolicy,
  populationWeakPasswordPolicy,
  populationAdminsMixedWithCustomers,
  populationEmpty,
  appWorkerTopRole,
  appWorkerExcessRoles,
  appPrivilegedInactive,
  appUnused,
  appDisabledWithGrants,
  appSecretAge,
  appPreviousSecretStillValid,
  appSecretInsteadOfKey,
  appNoMfaSignOnPolicy,
  appMfaStepCanBeSkipped,
  appPublicAccess,
  appWildcardRedirectUri,
  appInsecureRedirectUri,
  appImplicitGrant,
  appPkceNotRequired,
  appDeviceCodeFlow,
  appPasswordGrant,
  appRefreshTokenUnbounded,
  appSamlUnsignedAssertion,
  appSamlRequestSignatureIgnored,
  appCertificateExpiring,
  appWeakKey,
  appSensitiveScopeGrant,
  appOwnerless,
  orgAdminMfaNotEnforced,
  orgAdminWeakMethodsAllowed,
  orgAdminAccountRecoveryEnabled,
  orgDefaultPolicyNoMfa,
  orgWeakPasswordPolicy,
  orgNoLockout,
  orgForcedPasswordRotation,
  orgWeakMfaMethodsAllowed,
  orgPhishingResistantNotOffered,
  orgPushNumberMatchingOff,
  orgMfaRememberMeTooLong,
  orgMfaOffForNewUsers,
  orgMfaIgnoresUserLock,
  orgNoNewDeviceNotice,
  orgFidoUserVerificationWeak,
  orgOpenSelfRegistration,
  orgNoAuditStream,
  orgNoInactivityAutomation,
  orgLegacyAuthenticationAllowed,
  extidpDisabledIdpStillLinked,
  extidpJitProvisioning,
  extidpSocialIdpInWorkforce,
  extidpLockoutNotEnforced,
  extidpWeakFederationSettings,
  extidpCertificateExpiring,
  extidpPopulationDefaultIdpUnusable,
  extidpGatewayTlsNotValidated,
  extidpGatewayCredentialStale,
  coverageProviderUnreachable,
  coveragePermissionMissing,
  coverageEvaluationGap,
  adminCustomRoleBroad,
  adminCustomRoleUnused,
];
