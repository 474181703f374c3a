import type { ListedOwners } from './owner.ts';

export type ApplicationProtocol = 'OPENID_CONNECT' | 'SAML' | 'WS_FED' | 'EXTERNAL_LINK' | 'UNKNOWN';

/** An application that people or machines sign on to, as the row of a list carries it. Never holds a secret. */
export interface Application {
  readonly directory: string;
  readonly externalId: string;
  /** System applications may come without a name of their own: then their type stands in. */
  readonly name: string;
  readonly description: string | null;
  readonly protocol: ApplicationProtocol;
  readonly rawProtocol: string | null;
  /** The provider's word: `WEB_APP`, `WORKER`, `SINGLE_PAGE_APP`, ... */
  readonly type: string | null;
  readonly enabled: boolean | null;
  readonly accessControl: {
    readonly adminOnly: boolean;
    /** Null: everybody. */
    readonly groupMatch: 'ANY' | 'ALL' | null;
    readonly groupIds: readonly string[];
  };
  readonly oidc: OidcSettings | null;
  readonly saml: SamlSettings | null;
  readonly homePageUrl: string | null;
  /** Who answers for it; left out: this row does not tell. */
  readonly listedOwners?: ListedOwners;
  /** Set on what the vendor itself brings along: nobody in the organisation made it, or has to answer for it. */
  readonly vendorsOwn?: true;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly observedAt: Date;
}

export interface OidcSettings {
  readonly clientId: string | null;
  readonly grantTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly allowWildcardInRedirectUris: boolean | null;
  readonly pkceEnforcement: string | null;
  readonly tokenEndpointAuthMethod: string | null;
  /** Seconds. */
  readonly refreshTokenDuration: number | null;
  /** Seconds; null: a refresh token can be renewed for ever. */
  readonly refreshTokenRollingDuration: number | null;
  /** Whether a refresh token that is used twice ends the whole chain. */
  readonly refreshTokenReplayProtection: boolean | null;
}

export interface SamlSettings {
  readonly spEntityId: string | null;
  readonly acsUrls: readonly string[];
  readonly assertionSigned: boolean | null;
  readonly responseSigned: boolean | null;
  readonly requestSignatureRequired: boolean | null;
  readonly signingKeyId: string | null;
  /** Whether a signed request may name an address that is not among `acsUrls`. */
  readonly acceptsAcsUrlOfSignedRequest: boolean | null;
  readonly sloEndpoint: string | null;
  /** Certificates of the service provider, by which its requests are verified and its assertions encrypted. */
  readonly spCertificateIds: readonly string[];
}

/** Scopes of a resource that an application may ask for. */
export interface ApplicationGrant {
  readonly externalId: string;
  readonly resourceId: string;
  readonly resourceName: string | null;
  /** `PINGONE_API`, `OPENID_CONNECT`, `CUSTOM`; null: it could not be read. */
  readonly resourceType: string | null;
  readonly scopeIds: readonly string[];
  /** Names of the scopes; null where a name could not be read. */
  readonly scopes: readonly (string | null)[];
}

/** What an application is told about a user. */
export interface ApplicationAttribute {
  readonly externalId: string;
  readonly name: string;
  readonly value: string | null;
  readonly required: boolean | null;
  readonly mappingType: string | null;
}

export interface SignOnPolicyAssignment {
  readonly externalId: string;
  readonly signOnPolicyId: string;
  /** 1 is tried first. */
  readonly priority: number;
}

/** What is known of a client secret; never the secret. */
export interface ApplicationSecretState {
  /** When the current secret was made; null: the provider does not say. */
  readonly createdAt: Date | null;
  readonly hasPrevious: boolean;
  readonly previousExpiresAt: Date | null;
  readonly previousLastUsedAt: Date | null;
}

/** Completed sign-ons of an application in a window. */
export interface ApplicationUsage {
  readonly days: number;
  readonly signOns: number;
  /** Start of the newest period with a sign-on; null when there was none in the window. */
  readonly lastSignOnAt: Date | null;
}
