import type { Grant } from './administrators.ts';
import type { ResourceName } from './resources.ts';

/** An application, before ids are known. */
export interface ApplicationPlan {
  readonly name: string;
  readonly description?: string;
  readonly protocol: 'OPENID_CONNECT' | 'SAML' | 'WS_FED' | 'EXTERNAL_LINK';
  readonly type: string;
  readonly enabled?: boolean;
  /** Members of its protocol, as PingOne names them. */
  readonly settings: Record<string, unknown>;
  /** Name of the key that signs for it. */
  readonly signingKey?: string;
  /** Names of groups; absent: everybody. */
  readonly groups?: readonly string[];
  readonly adminsOnly?: boolean;
  /** Names of sign-on policies, in order; absent: the default of the environment. */
  readonly policies?: readonly string[];
  readonly grants?: readonly (readonly [ResourceName, readonly string[]])[];
  readonly roles?: readonly Grant[];
  /** Days since it was made. */
  readonly age: number;
  /** Days that the previous secret stays valid, counted from now; negative when it has ended. */
  readonly previousSecretFor?: number;
  /** Sign-ons: how many of all people come by on a day, and how many days ago that ended. */
  readonly use?: { readonly share: number; readonly endedDaysAgo?: number };
  /** The reduced rows of PingOne's own applications have no dates and little else. */
  readonly system?: boolean;
}

const OIDC = 'OPENID_CONNECT' as const;

/** A web application with a secret, as it should be; members can be overridden. */
export function web(
  host: string,
  settings: Record<string, unknown> = {},
): Pick<ApplicationPlan, 'protocol' | 'type' | 'settings'> {
  return {
    protocol: OIDC,
    type: 'WEB_APP',
    settings: {
      grantTypes: ['AUTHORIZATION_CODE'],
      responseTypes: ['CODE'],
      redirectUris: [`https://${host}/callback`],
      postLogoutRedirectUris: [`https://${host}/`],
      pkceEnforcement: 'S256_REQUIRED',
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
      ...settings,
    },
  };
}

/** An application of the browser or the phone: no secret. */
export function publicClient(
  type: 'SINGLE_PAGE_APP' | 'NATIVE_APP',
  redirectUris: readonly string[],
  settings: Record<string, unknown> = {},
): Pick<ApplicationPlan, 'protocol' | 'type' | 'settings'> {
  return {
    protocol: OIDC,
    type,
    settings: {
      grantTypes: ['AUTHORIZATION_CODE'],
      responseTypes: ['CODE'],
      redirectUris: [...redirectUris],
      pkceEnforcement: 'S256_REQUIRED',
      tokenEndpointAuthMethod: 'NONE',
      ...settings,
    },
  };
}

/** A program that acts for itself. */
export function worker(
  tokenEndpointAuthMethod = 'CLIENT_SECRET_BASIC',
): Pick<ApplicationPlan, 'protocol' | 'type' | 'settings' | 'adminsOnly'> {
  return {
    protocol: OIDC,
    type: 'WORKER',
    adminsOnly: true,
    settings: {
      grantTypes: ['CLIENT_CREDENTIALS'],
      responseTypes: [],
      pkceEnforcement: 'OPTIONAL',
      tokenEndpointAuthMethod,
    },
  };
}

/** A service provider that speaks SAML. */
export function saml(
  host: string,
  settings: Record<string, unknown>,
): Pick<ApplicationPlan, 'protocol' | 'type' | 'settings'> {
  return {
    protocol: 'SAML',
    type: 'WEB_APP',
    settings: {
      acsUrls: [`https://${host}/saml/acs`],
      spEntityId: `https://${host}/saml`,
      assertionDuration: 300,
      assertionSigned: true,
      responseSigned: false,
      nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      ...settings,
    },
  };
}
