import { type Explanation, explainFailedRead, type Hints } from '../health-failure.ts';

const HINTS: Hints = {
  UNAUTHORIZED: 'Check bindDn and the password. Active Directory takes a DN, name@domain or DOMAIN\\name.',
  FORBIDDEN:
    'Give the account the right to read this, or an encrypted connection where the server wants one.',
  NOT_FOUND: 'Check baseDn: it is not there, or the account may not see it.',
  RATE_LIMITED:
    "A limit of the server stands against it: raise the account's limits, or set a smaller pageSize.",
  BAD_RESPONSE: 'Check the address and its port: ldaps is usually 636, ldap 389.',
  INVALID_REQUEST: 'Check baseDn, flavour, the filters and the names of attributes.',
};

const HINT = 'Check the address, the network, and whether a firewall stands in between; then try again.';

/** Why a read failed, and what to do. */
export function explainRead(error: unknown, what: string): Explanation {
  return explainFailedRead(error, what, HINTS, HINT);
}
