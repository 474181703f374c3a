import type {
  Application,
  ApplicationProtocol,
  OidcSettings,
  SamlSettings,
} from '../../model/application.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, object, reference, references, text, texts, whole } from '../rows.ts';

const PROTOCOLS: ReadonlyMap<string, ApplicationProtocol> = new Map([
  ['OPENID_CONNECT', 'OPENID_CONNECT'],
  ['SAML', 'SAML'],
  ['WS_FED', 'WS_FED'],
  ['EXTERNAL_LINK', 'EXTERNAL_LINK'],
]);

/** How a PingOne application becomes an `Application`. Secrets and keys in the row are not taken over. */
export function toApplication(row: Row, directory: string, observedAt: Date): Application {
  const application = row.members;
  const rawProtocol = text(application, 'protocol');
  const protocol = PROTOCOLS.get(rawProtocol ?? '') ?? 'UNKNOWN';
  const type = text(application, 'type');
  return {
    directory,
    externalId: row.id,
    // The console and the portals come with little more than their type.
    name: text(application, 'name') ?? type ?? row.id,
    description: text(application, 'description'),
    protocol,
    rawProtocol,
    type,
    enabled: flag(application, 'enabled'),
    accessControl: accessControl(application),
    oidc: protocol === 'OPENID_CONNECT' ? oidcSettings(application, row.id) : null,
    saml: protocol === 'SAML' ? samlSettings(application) : null,
    homePageUrl: text(application, 'homePageUrl'),
    createdAt: instant(application, 'createdAt'),
    updatedAt: instant(application, 'updatedAt'),
    observedAt,
  };
}

const GROUP_MATCHES: ReadonlyMap<string, 'ANY' | 'ALL'> = new Map([
  ['ANY_GROUP', 'ANY'],
  ['ALL_GROUPS', 'ALL'],
]);

/**
 * Without `accessControl` everybody may sign on. Groups with a match that is not known count as the narrower one, and so does a kind of
 * role that is not known: it closes the application to others.
 */
function accessControl(application: Members): Application['accessControl'] {
  const control = object(application, 'accessControl') ?? {};
  const group = object(control, 'group');
  return {
    adminOnly: object(control, 'role') !== null,
    groupMatch: group === null ? null : (GROUP_MATCHES.get(text(group, 'type') ?? '') ?? 'ALL'),
    groupIds: group === null ? [] : references(group, 'groups'),
  };
}

function oidcSettings(application: Members, id: string): OidcSettings {
  return {
    // PingOne's client id is the application's id unless the row says otherwise.
    clientId: text(application, 'clientId') ?? id,
    grantTypes: texts(application, 'grantTypes'),
    responseTypes: texts(application, 'responseTypes'),
    redirectUris: texts(application, 'redirectUris'),
    allowWildcardInRedirectUris: flag(application, 'allowWildcardInRedirectUris'),
    pkceEnforcement: text(application, 'pkceEnforcement'),
    tokenEndpointAuthMethod: text(application, 'tokenEndpointAuthMethod'),
    refreshTokenDuration: whole(application, 'refreshTokenDuration'),
    refreshTokenRollingDuration: whole(application, 'refreshTokenRollingDuration'),
    refreshTokenReplayProtection: flag(application, 'additionalRefreshTokenReplayProtectionEnabled'),
  };
}

function samlSettings(application: Members): SamlSettings {
  const signingKey = object(application, 'idpSigning') ?? {};
  const verification = object(application, 'spVerification') ?? {};
  return {
    spEntityId: text(application, 'spEntityId'),
    acsUrls: texts(application, 'acsUrls'),
    assertionSigned: flag(application, 'assertionSigned'),
    responseSigned: flag(application, 'responseSigned'),
    requestSignatureRequired: flag(verification, 'authnRequestSigned'),
    signingKeyId: reference(signingKey, 'key'),
    acceptsAcsUrlOfSignedRequest: flag(application, 'enableAlwaysAcceptAcsUrlInSignedAuthnRequest'),
    sloEndpoint: text(application, 'sloEndpoint'),
    spCertificateIds: spCertificateIds(application, verification),
  };
}

/** Those that verify the provider's requests, and the one that encrypts what it is told. */
function spCertificateIds(application: Members, verification: Members): readonly string[] {
  const encryption = reference(object(application, 'spEncryption') ?? {}, 'certificate');
  return [
    ...new Set([...references(verification, 'certificates'), ...(encryption === null ? [] : [encryption])]),
  ];
}
