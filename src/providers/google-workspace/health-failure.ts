import { UpstreamError } from '../../upstream/upstream-error.ts';
import {
  type Explanation,
  explainFailedRead,
  type Hints,
  isOfTokenEndpoint,
  sentence,
} from '../health-failure.ts';

const HINTS: Hints = {
  FORBIDDEN:
    'Give the administrator as whom the service account acts a role that allows it (Admin console, Account, Admin roles).',
  UNAUTHORIZED: 'The token was refused: check that apiUrl and tokenUrl belong together.',
  RATE_LIMITED:
    'Other programs share the quota of the project: try again later, or set a lower requestsPerSecond.',
  NOT_FOUND: 'Check customerId and apiUrl.',
  BAD_RESPONSE: 'Check that apiUrl is Google itself and that no proxy changes its answers.',
  PAGINATION_LOOP: 'Check that apiUrl is Google itself and that no proxy changes its answers.',
};

const HINT = 'Try again; if it stays so, check the network between here and Google.';

/** Why a part cannot be used, and what to do. `what` begins a sentence: "Users could not be read". */
export function explainRead(error: unknown, what: string): Explanation {
  if (error instanceof UpstreamError && isOfTokenEndpoint(error)) {
    const told = explainToken(error);
    return { ...told, message: `${what} cannot be read: ${told.message}` };
  }
  return explainFailedRead(error, what, HINTS, HINT);
}

/** Why there is no token. */
export function explainToken(error: UpstreamError): Explanation {
  const { providerCode } = error.facts;
  if (error.code === 'FORBIDDEN')
    return {
      message: sentence(error.message),
      hint:
        'In the Admin console, Security, API controls, Domain-wide delegation, add exactly these scopes to the numeric client id ' +
        'of the service account. It can take some minutes until they hold.',
    };
  if (providerCode === 'invalid_grant')
    return {
      message: sentence(error.message),
      hint: 'Set adminEmail, or make a new key for the service account.',
    };
  if (error.code === 'UNREACHABLE' || error.code === 'TIMED_OUT')
    return {
      message: sentence(`The token endpoint cannot be reached: ${error.message}`),
      hint: 'Check tokenUrl, the network, and whether a proxy or firewall stands in between.',
    };
  return {
    message: sentence(`No token: ${error.message}`),
    hint: 'Check serviceAccountEmail, the private key and tokenUrl.',
  };
}
