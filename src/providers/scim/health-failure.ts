import { type Explanation, explainFailedRead, type Hints } from '../health-failure.ts';

const ADDRESS =
  'Check the url of the directory: it is the base of the service, such as https://host/scim/v2, without /Users.';

const HINTS: Hints = {
  UNAUTHORIZED: 'Check the token, or user name and password, and that it is this service that issued them.',
  FORBIDDEN: 'Give the credential the right to read users and groups, where the service is administered.',
  NOT_FOUND: ADDRESS,
  BAD_RESPONSE: `${ADDRESS} A page for signing in or a proxy may answer in place of the service.`,
  UNREACHABLE: 'Check the address, the network, and whether a proxy or firewall stands in between.',
  TIMED_OUT: 'Check the network, and whether the service is overloaded.',
  RATE_LIMITED: 'Try again later, or set requestsPerSecond of the directory.',
  PAGINATION_LOOP: 'Report it where the service is made. Until then its lists are marked as incomplete.',
};

const HINT = 'Try again; if it stays so, check the address and the credential.';

/** Why a read failed, and what to do. */
export function explainRead(error: unknown, what: string): Explanation {
  return explainFailedRead(error, what, HINTS, HINT);
}
