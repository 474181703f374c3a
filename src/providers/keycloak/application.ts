import type {
  Application,
  ApplicationProtocol,
  OidcSettings,
  SamlSettings,
} from '../../model/application.ts';
import type { Members, Row } from '../rows.ts';
import { flag, object, text, texts } from '../rows.ts';

const PROTOCOLS: ReadonlyMap<string, ApplicationProtocol> = new Map([
  ['openid-connect', 'OPENID_CONNECT'],
  ['saml', 'SAML'],
]);

/**
 * How a client becomes an `Application`. Its id is the one that addresses use, not the `clientId`. The secret in the row is not taken
 * over. A credential that may only query gets rows of id and `clientId` alone: all else is then null.
 */
export function toApplication(
  { id, members: client }: Row,
  directory: string,
  observedAt: Date,
): Application {
  const rawProtocol = text(client, 'protocol');
  const protocol = PROTOCOLS.get(rawProtocol ?? '') ?? 'UNKNOWN';
  return {
    directory,
    externalId: id,
    name: own(text(client, 'name')) ?? text(client, 'clientId') ?? id,
    description: own(text(client, 'description')),
    protocol,
    rawProtocol,
    type: typeOf(client),
    enabled: flag(client, 'enabled'),
    accessControl: { adminOnly: false, groupMatch: null, groupIds: [] },
    oidc: protocol === 'OPENID_CONNECT' ? oidcSettings(client) : null,
    saml: protocol === 'SAML' ? samlSettings(client) : null,
    homePageUrl: own(text(client, 'baseUrl')),
    createdAt: null,
    updatedAt: null,
    observedAt,
  };
}

/** `${client_account}` stands for a text that only the console has. */
function own(said: string | null): string | null {
  return said === null || said === '' || said.startsWith('${') ? null : said;
}

/** Keycloak has switches and no kinds: SERVICE is a client that works alone, with nobody signing on through it. */
function typeOf(client: Members): string | null {
  if (flag(client, 'enabled') === null) return null;
  if (flag(client, 'bearerOnly') === true) return 'BEARER_ONLY';
  const people = ['standardFlowEnabled', 'implicitFlowEnabled', 'directAccessGrantsEnabled'];
  const signsOn = people.some((name) => flag(client, name) === true);
  if (flag(client, 'serviceAccountsEnabled') === true && !signsOn) return 'SERVICE';
  return flag(client, 'publicClient') === true ? 'PUBLIC' : 'CONFIDENTIAL';
}

const AUTHENTICATORS: ReadonlyMap<string, string> = new Map([
  // By header or by form, as the client likes.
  ['client-secret', 'CLIENT_SECRET_BASIC'],
  ['client-secret-jwt', 'CLIENT_SECRET_JWT'],
  ['client-jwt', 'PRIVATE_KEY_JWT'],
  ['client-x509', 'TLS_CLIENT_AUTH'],
]);

function oidcSettings(client: Members): OidcSettings {
  const attributes = object(client, 'attributes') ?? {};
  const redirectUris = texts(client, 'redirectUris');
  const challenge = text(attributes, 'pkce.code.challenge.method');
  const isKnown = flag(client, 'standardFlowEnabled') !== null;
  return {
    clientId: text(client, 'clientId'),
    grantTypes: grantTypes(client, attributes),
    responseTypes: [
      ...(flag(client, 'standardFlowEnabled') === true ? ['CODE'] : []),
      ...(flag(client, 'implicitFlowEnabled') === true ? ['TOKEN', 'ID_TOKEN'] : []),
    ],
    redirectUris,
    // A `*` at the end is taken wherever it stands: there is no switch that forbids it.
    allowWildcardInRedirectUris: isKnown ? redirectUris.some((uri) => uri.includes('*')) : null,
    pkceEnforcement: isKnown ? pkce(challenge) : null,
    tokenEndpointAuthMethod:
      flag(client, 'publicClient') === true
        ? 'NONE'
        : (AUTHENTICATORS.get(text(client, 'clientAuthenticatorType') ?? '') ?? null),
    refreshTokenDuration: null,
    refreshTokenRollingDuration: null,
    refreshTokenReplayProtection: null,
  };
}

function pkce(challenge: string | null): string {
  if (challenge === null || challenge === '') return 'OPTIONAL';
  return challenge === 'S256' ? 'S256_REQUIRED' : 'REQUIRED';
}

function grantTypes(client: Members, attributes: Members): readonly string[] {
  const switches: readonly (readonly [boolean, string])[] = [
    [flag(client, 'standardFlowEnabled') === true, 'AUTHORIZATION_CODE'],
    [flag(client, 'implicitFlowEnabled') === true, 'IMPLICIT'],
    [flag(client, 'directAccessGrantsEnabled') === true, 'PASSWORD'],
    [flag(client, 'serviceAccountsEnabled') === true, 'CLIENT_CREDENTIALS'],
    [text(attributes, 'oauth2.device.authorization.grant.enabled') === 'true', 'DEVICE_CODE'],
    [text(attributes, 'oidc.ciba.grant.enabled') === 'true', 'CIBA'],
  ];
  return switches.flatMap(([on, name]) => (on ? [name] : []));
}

function samlSettings(client: Members): SamlSettings {
  const attributes = object(client, 'attributes') ?? {};
  const isOn = (name: string): boolean | null => {
    const said = text(attributes, name);
    return said === null ? null : said === 'true';
  };
  const acs = ['saml_assertion_consumer_url_post', 'saml_assertion_consumer_url_redirect'];
  return {
    spEntityId: text(client, 'clientId'),
    acsUrls: acs.flatMap((name) => own(text(attributes, name)) ?? []),
    assertionSigned: isOn('saml.assertion.signature'),
    responseSigned: isOn('saml.server.signature'),
    requestSignatureRequired: isOn('saml.client.signature'),
    signingKeyId: null,
    acceptsAcsUrlOfSignedRequest: null,
    sloEndpoint:
      own(text(attributes, 'saml_single_logout_service_url_post')) ??
      own(text(attributes, 'saml_single_logout_service_url_redirect')),
    spCertificateIds: [],
  };
}
