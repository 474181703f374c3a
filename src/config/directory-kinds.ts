import type { DirectoryKind } from './directory-kind.ts';
import { type EntraIdDirectoryConfig, entraIdKind } from './entra-id-directory.ts';
import { type GoogleWorkspaceDirectoryConfig, googleWorkspaceKind } from './google-workspace-directory.ts';
import { type KeycloakDirectoryConfig, keycloakKind } from './keycloak-directory.ts';
import { type LdapDirectoryConfig, ldapKind } from './ldap-directory.ts';
import { type OktaDirectoryConfig, oktaKind } from './okta-directory.ts';
import { type PingOneDirectoryConfig, pingOneKind } from './pingone-directory.ts';
import { type ScimDirectoryConfig, scimKind } from './scim-directory.ts';

/** A directory of any provider, told apart by `provider`. */
export type DirectoryConfig =
  | PingOneDirectoryConfig
  | OktaDirectoryConfig
  | EntraIdDirectoryConfig
  | GoogleWorkspaceDirectoryConfig
  | ScimDirectoryConfig
  | LdapDirectoryConfig
  | KeycloakDirectoryConfig;

type Kind = DirectoryConfig['provider'];

/** A new kind is a line here, and one above. */
const kinds: { readonly [K in Kind]: DirectoryKind<Extract<DirectoryConfig, { readonly provider: K }>> } = {
  PINGONE: pingOneKind,
  OKTA: oktaKind,
  ENTRA_ID: entraIdKind,
  GOOGLE_WORKSPACE: googleWorkspaceKind,
  SCIM: scimKind,
  LDAP: ldapKind,
  KEYCLOAK: keycloakKind,
};

export const EVERY_KIND: readonly DirectoryKind<DirectoryConfig>[] = Object.values(kinds);

export function kindByProvider(provider: Kind): DirectoryKind<DirectoryConfig> {
  const kind = EVERY_KIND.find((each) => each.provider === provider);
  if (kind === undefined) throw new TypeError(`Expected a kind of directory for ${provider}.`);
  return kind;
}
