import { UpstreamError } from '../../upstream/upstream-error.ts';
import {
  type Explanation,
  explainFailedRead,
  type Hints,
  isOfTokenEndpoint,
  sentence,
} from '../health-failure.ts';

/** What would allow a read: the scope of a service application, and the administrator role of whoever asks. */
export interface Rights {
  readonly scope: string;
  readonly role: string;
}

/** Why a read failed, and what to do. `what` begins a sentence: "Users". */
export function explainRead(error: unknown, what: string, { scope, role }: Rights): Explanation {
  if (error instanceof UpstreamError && error.code === 'FORBIDDEN') {
    return {
      message: `${what} may not be read: Okta refuses it (403${codeOf(error)}).`,
      hint:
        `Give ${role} to the administrator who made the API token. A service application needs both: the scope ${scope} ` +
        'granted under "Okta API Scopes", and that role under "Admin roles".',
    };
  }
  return explainFailedRead(error, what, HINTS, HINT);
}

const HINT = 'Try again; if it stays so, check the network between here and Okta.';

const HINTS: Hints = {
  RATE_LIMITED:
    'Others share the rate of the organisation: try again later, set a lower request rate, or raise the share of this token in the Admin Console ("Rate limits").',
  NOT_FOUND: 'The organisation may not have this part of Okta, or the address is not that of Okta itself.',
  BAD_RESPONSE:
    'Check that the address is that of the organisation itself, and that no proxy changes its answers.',
  PAGINATION_LOOP:
    'Check that the address is the one under which Okta writes its own links: its custom domain, or its okta.com address.',
};

/** Why there is no token that Okta takes. */
export function explainToken(error: UpstreamError, byApiToken: boolean): Explanation {
  if (error.code === 'UNREACHABLE' || error.code === 'TIMED_OUT' || error.code === 'CIRCUIT_OPEN')
    return explainUnreachable(error);
  if (byApiToken) {
    return {
      message: `Okta refuses the API token (401${codeOf(error)}).`,
      hint:
        'An API token ends after 30 days without use, and with the account of the administrator who made it. Make a new one in the ' +
        'Admin Console ("Security", "API", "Tokens"), and check that it belongs to this organisation.',
    };
  }
  const { providerCode } = error.facts;
  if (!isOfTokenEndpoint(error)) {
    return {
      message: `A token was issued, but the API refuses it (401${codeOf(error)}).`,
      hint: 'Check that the application is active and belongs to this organisation.',
    };
  }
  return {
    message: sentence(`No token: ${error.message}`),
    hint: TOKEN_HINTS[providerCode ?? ''] ?? TOKEN_HINT,
  };
}

const TOKEN_HINT =
  'Check the client id, that the application is an API services one, and that its authentication is "Public key / Private key".';

const TOKEN_HINTS: Readonly<Record<string, string>> = {
  invalid_scope:
    'A scope that is asked for was not granted: grant it under "Okta API Scopes" of the application, or name those that are granted as `scopes`.',
  invalid_client:
    'Check the client id, that the application is active, that its key set holds the public half of this private key, and its key id (`privateKeyId`).',
  use_dpop_nonce: 'DPoP is not supported: switch it off for the application.',
  invalid_dpop_proof: 'DPoP is not supported: switch it off for the application.',
};

/** Nothing answers at the organisation's address. */
export function explainUnreachable(error: UpstreamError): Explanation {
  return {
    message: sentence(`The organisation cannot be reached: ${error.message}`),
    hint: 'Check the spelling of the address, that this machine can resolve names, and whether a proxy or firewall stands in between.',
  };
}

function codeOf({ facts: { providerCode } }: UpstreamError): string {
  return providerCode === undefined ? '' : ` ${providerCode}`;
}
