import type { InactivityAutomation } from '../model/automation.ts';
import type { Listing } from '../model/coverage.ts';
import type { Gateway } from '../model/gateway.ts';
import type { Population } from '../model/group.ts';
import type {
  AdministratorSecurity,
  Certificate,
  DeviceAuthenticationPolicy,
  Fido2Policy,
  IdentityProvider,
  MfaSettings,
  PasswordPolicy,
  SignOnPolicy,
  Webhook,
} from '../model/policy.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { CallContext } from '../upstream/call.ts';
import type { CacheKind } from './cache.ts';
import type { Directory } from './directory.ts';
import type { RequestScope } from './request-scope.ts';

/** Collections that are small enough to be read whole and kept for a while. */
export interface SettingLoaders {
  populations(): Promise<Listing<Population>>;
  roles(): Promise<Listing<Role>>;
  signOnPolicies(): Promise<Listing<SignOnPolicy>>;
  passwordPolicies(): Promise<Listing<PasswordPolicy>>;
  deviceAuthenticationPolicies(): Promise<Listing<DeviceAuthenticationPolicy>>;
  fido2Policies(): Promise<Listing<Fido2Policy>>;
  mfaSettings(): Promise<MfaSettings>;
  administratorSecurity(): Promise<AdministratorSecurity>;
  identityProviders(): Promise<Listing<IdentityProvider>>;
  certificates(): Promise<Listing<Certificate>>;
  webhooks(): Promise<Listing<Webhook>>;
  gatewayRoleAssignments(): Promise<Listing<RoleAssignment>>;
  gateways(): Promise<Listing<Gateway>>;
  legacyProtocols(): Promise<Listing<string>>;
  inactivityAutomations(): Promise<Listing<InactivityAutomation>>;
}

export function readSettings(directory: Directory, scope: RequestScope): SettingLoaders {
  const { settings, controls } = directory.provider;
  const whole = <T>(kind: CacheKind, read: (context: CallContext) => Promise<T>): (() => Promise<T>) => {
    let once: Promise<T> | null = null;
    return () => {
      // Whoever changes something may change one of these.
      if (scope.changes === true) return directory.cache.read(kind, '', scope, read);
      once ??= directory.cache.read(kind, '', scope, read);
      return once;
    };
  };
  return {
    populations: whole('populations', (context) => settings.populations(context)),
    roles: whole('roles', (context) => settings.roles(context)),
    signOnPolicies: whole('signOnPolicies', (context) => settings.signOnPolicies(context)),
    passwordPolicies: whole('passwordPolicies', (context) => settings.passwordPolicies(context)),
    deviceAuthenticationPolicies: whole('deviceAuthenticationPolicies', (context) =>
      settings.deviceAuthenticationPolicies(context),
    ),
    fido2Policies: whole('fido2Policies', (context) => settings.fido2Policies(context)),
    mfaSettings: whole('mfaSettings', (context) => settings.mfaSettings(context)),
    administratorSecurity: whole('administratorSecurity', (context) =>
      settings.administratorSecurity(context),
    ),
    identityProviders: whole('identityProviders', (context) => settings.identityProviders(context)),
    certificates: whole('certificates', (context) => settings.certificates(context)),
    gatewayRoleAssignments: whole('gatewayRoleAssignments', (context) =>
      settings.gatewayRoleAssignments(context),
    ),
    gateways: whole('gateways', (context) => settings.gateways(context)),
    legacyProtocols: whole('legacyProtocols', (context) => controls.legacyProtocols(context)),
    inactivityAutomations: whole('inactivityAutomations', (context) =>
      controls.inactivityAutomations(context),
    ),
    webhooks: whole('webhooks', (context) => settings.webhooks(context)),
  };
}
