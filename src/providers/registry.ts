import type { ProviderKind } from '../model/directory.ts';
import type { ConnectionOptions } from './connection.ts';
import { connectEntraId } from './entra-id/connect.ts';
import type { EntraIdConnection } from './entra-id/upstream.ts';
import { connectGoogleWorkspace } from './google-workspace/connect.ts';
import type { GoogleWorkspaceConnection } from './google-workspace/upstream.ts';
import { connectKeycloak } from './keycloak/connect.ts';
import type { KeycloakConnection } from './keycloak/upstream.ts';
import { connectLdap } from './ldap/connect.ts';
import type { LdapConnectionSettings } from './ldap/settings.ts';
import { connectOkta } from './okta/connect.ts';
import type { OktaConnection } from './okta/upstream.ts';
import { createPingOneProvider } from './pingone/pingone.ts';
import { createPingOneUpstream, type PingOneConnection } from './pingone/upstream.ts';
import type { Provider } from './provider.ts';
import { connectScim } from './scim/connect.ts';
import type { ScimConnection } from './scim/upstream.ts';

/** What each kind of provider needs to connect. */
interface ProviderSettings {
  readonly PINGONE: PingOneConnection;
  readonly OKTA: OktaConnection;
  readonly ENTRA_ID: EntraIdConnection;
  readonly GOOGLE_WORKSPACE: GoogleWorkspaceConnection;
  readonly SCIM: ScimConnection;
  readonly LDAP: LdapConnectionSettings;
  readonly KEYCLOAK: KeycloakConnection;
}

type Factories = {
  readonly [Kind in ProviderKind]: (
    settings: ProviderSettings[Kind],
    options?: ConnectionOptions,
  ) => Provider;
};

/** The providers that there are: a new one is a line here and in `ProviderSettings`. Each throws `TypeError` for settings that cannot work. */
export const providerFactories: Factories = {
  PINGONE: (settings, options) =>
    createPingOneProvider({ settings, upstream: createPingOneUpstream(settings, options) }),
  OKTA: connectOkta,
  ENTRA_ID: connectEntraId,
  GOOGLE_WORKSPACE: connectGoogleWorkspace,
  SCIM: connectScim,
  LDAP: connectLdap,
  KEYCLOAK: connectKeycloak,
};

/** Connects to a directory of any kind. @throws {TypeError} for settings that cannot work. */
export function connectProvider<Kind extends ProviderKind>(
  settings: { readonly provider: Kind } & ProviderSettings[Kind],
  options?: ConnectionOptions,
): Provider {
  return providerFactories[settings.provider](settings, options);
}
