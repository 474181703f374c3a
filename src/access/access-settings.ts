import type { Permission, RoleName } from '../model/permission.ts';

/** How far something that is granted reaches. */
export interface GrantScope {
  /** Keys of directories; left out: all. */
  readonly directories?: readonly string[];
  /** The provider's ids of populations; left out: all. */
  readonly populations?: readonly string[];
  readonly until?: Date;
}

/** What a value of the roles' claim, or an API key, gives. */
export interface RoleGrant extends GrantScope {
  readonly role?: RoleName;
  readonly permissions: readonly Permission[];
}

/** What each value of the claim gives; the values are the issuer's words. */
export type RoleMap = ReadonlyMap<string, readonly RoleGrant[]>;

/** Algorithms of signatures with a public key; none and those with a shared secret are not among them. */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** Somebody whose tokens are taken. */
export interface IssuerSettings {
  /** Compared letter by letter with `iss`. */
  readonly issuer: string;
  readonly jwksUri: URL;
  /** One of these must be in `aud`. */
  readonly audience: readonly string[];
  readonly algorithms: readonly SignatureAlgorithm[];
  /** The name of a claim, or its path with dots; a list of texts, or one text with blanks. */
  readonly rolesClaim: string;
  /** Null: the values are names of our roles and permissions. */
  readonly roles: RoleMap | null;
  /** The claim that holds the id of the caller's own account in `directory`. */
  readonly account: { readonly claim: string; readonly directory: string } | null;
}

/** Whose requests are answered. */
export interface AccessSettings {
  readonly issuers: readonly IssuerSettings[];
  /** An absolute path; the file need not be there. */
  readonly keysFile: string;
}
