import type {
  Application,
  ApplicationProtocol,
  OidcSettings,
  SamlSettings,
} from '../../model/application.ts';
import type { ListedOwners } from '../../model/owner.ts';
import type { Members, Row } from '../rows.ts';
import { flag, text, texts } from '../rows.ts';
import { isMicrosofts } from './owner.ts';

export const SELECT_APPLICATION =
  'id,appId,appOwnerOrganizationId,displayName,description,accountEnabled,appRoleAssignmentRequired,servicePrincipalType,preferredSingleSignOnMode,replyUrls,servicePrincipalNames,homepage,loginUrl,logoutUrl';

const PROTOCOLS: ReadonlyMap<string, ApplicationProtocol> = new Map([
  ['saml', 'SAML'],
  ['oidc', 'OPENID_CONNECT'],
]);

/** How an enterprise application (a service principal) becomes an `Application`. Keys and secrets are not asked for. */
export function toApplication(
  row: Row,
  directory: string,
  observedAt: Date,
  listedOwners?: ListedOwners,
): Application {
  const application = row.members;
  const rawProtocol = text(application, 'preferredSingleSignOnMode');
  const protocol = PROTOCOLS.get(rawProtocol ?? '') ?? 'UNKNOWN';
  return {
    directory,
    externalId: row.id,
    name: text(application, 'displayName') ?? row.id,
    description: text(application, 'description'),
    protocol,
    rawProtocol,
    type: text(application, 'servicePrincipalType'),
    enabled: flag(application, 'accountEnabled'),
    accessControl: {
      adminOnly: false,
      // Who was assigned stands in a list of its own; required, it is not everybody.
      groupMatch: flag(application, 'appRoleAssignmentRequired') === true ? 'ANY' : null,
      groupIds: [],
    },
    oidc: protocol === 'OPENID_CONNECT' ? oidcSettings(application) : null,
    saml: protocol === 'SAML' ? samlSettings(application) : null,
    homePageUrl: text(application, 'homepage') ?? text(application, 'loginUrl'),
    ...(listedOwners && { listedOwners }),
    ...(isMicrosofts(application) ? { vendorsOwn: true } : {}),
    createdAt: null,
    updatedAt: null,
    observedAt,
  };
}

/** Grants, flows and their times belong to the app registration, which may live in another tenant. */
function oidcSettings(application: Members): OidcSettings {
  return {
    clientId: text(application, 'appId'),
    grantTypes: [],
    responseTypes: [],
    redirectUris: texts(application, 'replyUrls'),
    allowWildcardInRedirectUris: null,
    pkceEnforcement: null,
    tokenEndpointAuthMethod: null,
    refreshTokenDuration: null,
    refreshTokenRollingDuration: null,
    refreshTokenReplayProtection: null,
  };
}

function samlSettings(application: Members): SamlSettings {
  const appId = text(application, 'appId');
  return {
    // The names of a service principal are its app id and the identifiers that were set, such as an entity id.
    spEntityId: texts(application, 'servicePrincipalNames').find((name) => name !== appId) ?? null,
    acsUrls: texts(application, 'replyUrls'),
    assertionSigned: null,
    responseSigned: null,
    requestSignatureRequired: null,
    signingKeyId: null,
    acceptsAcsUrlOfSignedRequest: null,
    sloEndpoint: text(application, 'logoutUrl'),
    spCertificateIds: [],
  };
}
