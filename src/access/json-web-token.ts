import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { IssuerSettings } from './access-settings.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { Caller } from './caller.ts';
import { claim, grantedBy } from './claims.ts';
import { grantsOf, rolesOf } from './grants.ts';
import { issuerKeys, type KeySetOptions } from './key-set.ts';

/** Seconds that clocks may differ. */
export const CLOCK_TOLERANCE_S = 30;
const MAX_NAME_LENGTH = 255;

/** Whose token it is. @throws {AuthenticationError} for any that is not good; it is never somebody with fewer rights. */
export type TokenVerifier = (token: string) => Promise<Caller>;

interface Issuer {
  readonly settings: IssuerSettings;
  readonly keys: JWTVerifyGetKey;
}

/** Checks signed tokens (RFC 7519) of the issuers that are trusted. Keys come from the issuers' own addresses, whatever a token says. */
export function createTokenVerifier(
  issuers: readonly IssuerSettings[],
  options: KeySetOptions = {},
): TokenVerifier {
  const known: ReadonlyMap<string, Issuer> = new Map(
    issuers.map((settings) => [settings.issuer, { settings, keys: issuerKeys(settings.jwksUri, options) }]),
  );
  return async (token) => {
    const { settings, keys } = issuerOf(token, known);
    checkHeader(token, settings);
    const payload = await verified(token, settings, keys);
    return callerOf(payload, settings);
  };
}

function issuerOf(token: string, known: ReadonlyMap<string, Issuer>): Issuer {
  const issuer = known.get(claimedIssuer(token) ?? '');
  if (issuer !== undefined) return issuer;
  throw new AuthenticationError(
    'Expected a token of an issuer that this gateway trusts, named exactly in `iss`; received one of another issuer.',
  );
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw malformed();
  }
}

/** The parts of a header that could lead to another key, or to another meaning of the signature, are not followed. */
function checkHeader(token: string, { algorithms }: IssuerSettings): void {
  const header = headerOf(token);
  if (header.crit !== undefined)
    throw new AuthenticationError('Expected a token without `crit` in its header; received one with it.');
  if (!algorithms.some((algorithm) => algorithm === header.alg)) {
    throw new AuthenticationError(
      `Expected a token signed with ${algorithms.join(' or ')}; received one signed in another way, or not at all.`,
    );
  }
  if (header.typ !== undefined && !/^(application\/)?(at\+)?jwt$/i.test(header.typ)) {
    throw new AuthenticationError(
      'Expected an access token (`typ` is `JWT` or `at+jwt`); received a token of another kind.',
    );
  }
}

function headerOf(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw malformed();
  }
}

async function verified(token: string, settings: IssuerSettings, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: settings.issuer,
      audience: [...settings.audience],
      algorithms: [...settings.algorithms],
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    throw asAuthenticationError(error, settings);
  }
}

/** The library's own messages can quote the token's claims, so none is repeated. */
function asAuthenticationError(error: unknown, { audience }: IssuerSettings): AuthenticationError {
  if (error instanceof AuthenticationError) return error;
  if (error instanceof errors.JWTExpired)
    return new AuthenticationError('Expected a token that has not expired; get a new one.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return new AuthenticationError(claimText(error, audience));
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return new AuthenticationError("Expected a token signed with one of its issuer's published keys.");
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new AuthenticationError(
      'Expected a token with the signature of its issuer; this signature does not fit.',
    );
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) {
    return new AuthenticationError("The keys of the token's issuer cannot be read now. Try again.", {
      code: 'AUTH_UNAVAILABLE',
      cause: error,
    });
  }
  return malformed();
}

function claimText(
  { claim: name, reason }: errors.JWTClaimValidationFailed,
  audience: readonly string[],
): string {
  if (name === 'aud') {
    return `Expected a token for this gateway, with ${audience.map((each) => `"${each}"`).join(' or ')} in \`aud\`; received one for somebody else.`;
  }
  if (name === 'nbf') return 'Expected a token that is valid already; `nbf` lies in the future.';
  if (name === 'exp')
    return `Expected a token with the moment of its end in \`exp\`; received one ${reason === 'missing' ? 'without it' : 'in which it is no time'}.`;
  return `Expected a token with a proper \`${name}\`.`;
}

function callerOf(payload: JWTPayload, settings: IssuerSettings): Caller {
  const given = grantedBy(payload, settings);
  const account = accountOf(payload, settings);
  return {
    name: `${settings.issuer}#${subjectOf(payload)}`,
    ...(account !== undefined && { user: account }),
    roles: rolesOf(given),
    grants: grantsOf(given),
    // Verified to be there: `requiredClaims`.
    ...(payload.exp !== undefined && {
      credential: { kind: 'TOKEN', expiresAt: new Date(payload.exp * 1_000) },
    }),
  };
}

/** A machine's token may name its client only (RFC 9068 section 2.2 wants both). */
function subjectOf(payload: JWTPayload): string {
  const subject = isName(payload.sub) ? payload.sub : undefined;
  if (subject !== undefined) return subject;
  const client = payload['client_id'];
  if (payload.sub === undefined && isName(client)) return `client:${client}`;
  throw new AuthenticationError(
    `Expected a token that names its subject in \`sub\`, or its client in \`client_id\`, with at most ${MAX_NAME_LENGTH} characters.`,
  );
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= MAX_NAME_LENGTH &&
    /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u.test(value)
  );
}

function accountOf(payload: JWTPayload, { account }: IssuerSettings): Caller['user'] {
  if (account === null || isMachine(payload)) return undefined;
  const externalId = claim(payload, account.claim);
  if (isName(externalId)) return { directory: account.directory, externalId };
  throw new AuthenticationError(
    `Expected a token that names the caller's own account in \`${account.claim}\`; received one without it.`,
  );
}

/** A client that acts for itself has no account: its subject is the client (RFC 9068 section 2.2), or nobody. */
function isMachine({ sub, ...rest }: JWTPayload): boolean {
  return sub === undefined || sub === rest['client_id'];
}

function malformed(): AuthenticationError {
  return new AuthenticationError(
    'Expected a signed JSON Web Token in three parts, or an API key of this gateway; received something else.',
  );
}
