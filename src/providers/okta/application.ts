import type {
  Application,
  ApplicationProtocol,
  OidcSettings,
  SamlSettings,
} from '../../model/application.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, object, objects, text, texts } from '../rows.ts';

/** `signOnMode` (API reference, "Applications"). */
const PROTOCOLS: ReadonlyMap<string, ApplicationProtocol> = new Map([
  ['OPENID_CONNECT', 'OPENID_CONNECT'],
  ['SAML_2_0', 'SAML'],
  ['SAML_1_1', 'SAML'],
  ['WS_FEDERATION', 'WS_FED'],
  ['BOOKMARK', 'EXTERNAL_LINK'],
]);

/** Modes in which Okta fills in a password or a form for the person: they speak no protocol of ours. */
const OTHER_MODES: ReadonlySet<string> = new Set([
  'AUTO_LOGIN',
  'BASIC_AUTH',
  'BROWSER_PLUGIN',
  'SECURE_PASSWORD_STORE',
]);

/** `token_endpoint_auth_method` (API reference, "OAuthEndpointAuthenticationMethod"). */
const AUTH_METHODS: ReadonlySet<string> = new Set([
  'client_secret_basic',
  'client_secret_jwt',
  'client_secret_post',
  'none',
  'private_key_jwt',
]);

/** `status` (API reference, "Applications"). Of a word that is new it is not known whether people get in. */
const ENABLED: ReadonlyMap<string, boolean> = new Map([
  ['ACTIVE', true],
  ['INACTIVE', false],
  ['DELETED', false],
]);

/** `wildcard_redirect` (API reference, "Applications"). */
const WILDCARDS: ReadonlyMap<string, boolean> = new Map([
  ['DISABLED', false],
  ['SUBDOMAIN', true],
]);

/** How an Okta application becomes an `Application`. Secrets and keys in the row are not taken over. */
export function toApplication(row: Row, directory: string, observedAt: Date): Application {
  const application = row.members;
  const rawProtocol = text(application, 'signOnMode');
  const protocol = PROTOCOLS.get(rawProtocol ?? '') ?? 'UNKNOWN';
  const settings = object(application, 'settings') ?? {};
  const client = object(settings, 'oauthClient') ?? {};
  const status = text(application, 'status');
  return {
    directory,
    externalId: row.id,
    name: text(application, 'label') ?? text(application, 'name') ?? row.id,
    description: text(object(settings, 'notes') ?? {}, 'admin'),
    protocol,
    rawProtocol,
    type: protocol === 'OPENID_CONNECT' ? clientType(client) : typeOf(application, rawProtocol),
    enabled: ENABLED.get(status ?? '') ?? null,
    // Nobody gets in to whom it was not assigned, alone or by a group; to whom, the row does not say.
    accessControl: { adminOnly: false, groupMatch: 'ANY', groupIds: [] },
    oidc: protocol === 'OPENID_CONNECT' ? oidcSettings(application, client) : null,
    saml: protocol === 'SAML' ? samlSettings(object(settings, 'signOn') ?? {}) : null,
    homePageUrl: text(client, 'initiate_login_uri') ?? text(object(settings, 'app') ?? {}, 'url'),
    createdAt: instant(application, 'created'),
    updatedAt: instant(application, 'lastUpdated'),
    observedAt,
  };
}

/** Grants that are no single word (RFC 8628, OpenID Connect CIBA). */
const GRANTS: ReadonlyMap<string, string> = new Map([
  ['urn:ietf:params:oauth:grant-type:device_code', 'DEVICE_CODE'],
  ['urn:openid:params:grant-type:ciba', 'CIBA'],
]);

const CLIENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['web', 'WEB_APP'],
  ['browser', 'SINGLE_PAGE_APP'],
  ['native', 'NATIVE_APP'],
  ['service', 'SERVICE'],
]);

function clientType(client: Members): string | null {
  const type = text(client, 'application_type');
  return CLIENT_TYPES.get(type ?? '') ?? type;
}

/** Of a mode that is new nobody can say what it is that people sign on to. */
function typeOf(application: Members, mode: string | null): string | null {
  return mode !== null && (PROTOCOLS.has(mode) || OTHER_MODES.has(mode)) ? text(application, 'name') : null;
}

function oidcSettings(application: Members, client: Members): OidcSettings {
  const credentials = object(object(application, 'credentials') ?? {}, 'oauthClient') ?? {};
  const pkce = flag(credentials, 'pkce_required');
  const authMethod = text(credentials, 'token_endpoint_auth_method') ?? '';
  return {
    clientId: text(credentials, 'client_id'),
    grantTypes: texts(client, 'grant_types').map((grant) => GRANTS.get(grant) ?? grant.toUpperCase()),
    responseTypes: texts(client, 'response_types').map((type) => type.toUpperCase()),
    redirectUris: texts(client, 'redirect_uris'),
    allowWildcardInRedirectUris: WILDCARDS.get(text(client, 'wildcard_redirect') ?? '') ?? null,
    pkceEnforcement: pkce === null ? null : pkce ? 'REQUIRED' : 'OPTIONAL',
    tokenEndpointAuthMethod: AUTH_METHODS.has(authMethod) ? authMethod.toUpperCase() : null,
    // The policies of the authorisation server decide how long tokens live: of that, the application says nothing at all.
    refreshTokenDuration: null,
    refreshTokenRollingDuration: null,
    refreshTokenReplayProtection: null,
  };
}

function samlSettings(signOn: Members): SamlSettings {
  const own = text(signOn, 'ssoAcsUrl');
  const further = objects(signOn, 'acsEndpoints').flatMap((endpoint) => text(endpoint, 'url') ?? []);
  return {
    spEntityId: text(signOn, 'audience'),
    acsUrls: [...new Set([...(own === null ? [] : [own]), ...further])],
    assertionSigned: flag(signOn, 'assertionSigned'),
    responseSigned: flag(signOn, 'responseSigned'),
    requestSignatureRequired: null,
    signingKeyId: null,
    acceptsAcsUrlOfSignedRequest: null,
    sloEndpoint: text(object(signOn, 'slo') ?? {}, 'logoutUrl'),
    spCertificateIds: [],
  };
}
