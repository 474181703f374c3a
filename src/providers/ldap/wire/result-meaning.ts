import { sayable } from '../../../model/sayable.ts';
import type { UpstreamErrorCode } from '../../../upstream/upstream-error.ts';
import { bindRefusal } from './bind-refusal.ts';
import { passwordRule } from './password-rule.ts';
import type { ResultError } from './wire-error.ts';

/** What a result code says, in our words. */
export interface ResultMeaning {
  readonly code: UpstreamErrorCode;
  /** Completes "received result 50: ...". */
  readonly said: string;
  /** The nearest word of HTTP, which exchanges and errors are counted by. */
  readonly status: number;
  /** Whether the server is busy or away just now: the same request may go better soon. */
  readonly transient: boolean;
}

type Row = readonly [code: UpstreamErrorCode, status: number, said: string];

/** Result codes of RFC 4511, appendix A. */
const MEANINGS: ReadonlyMap<number, Row> = new Map<number, Row>([
  [1, ['BAD_RESPONSE', 500, 'the server could not put the operations in order; is the account bound?']],
  [2, ['INVALID_REQUEST', 400, 'the server does not take the request for LDAP version 3']],
  [
    3,
    ['RATE_LIMITED', 503, "the server's time limit for this account is over: raise it, or narrow the filter"],
  ],
  [
    4,
    [
      'RATE_LIMITED',
      503,
      'the size limit for this account ends the list, and the rest of it cannot be read: raise it (OpenLDAP: limits size.prtotal=unlimited; Active Directory: MaxPageSize), or narrow the filter',
    ],
  ],
  [8, ['FORBIDDEN', 403, 'the server wants an encrypted connection: use ldaps, or ldap with startTls']],
  [
    10,
    [
      'INVALID_REQUEST',
      400,
      'another server holds this part of the directory, and referrals are never followed: set url to that one, or another baseDn',
    ],
  ],
  [
    11,
    [
      'RATE_LIMITED',
      503,
      "the server's administrative limit for this account is reached: set a smaller pageSize, or raise the limit",
    ],
  ],
  // Not UNSUPPORTED: that is of what no such directory has, and never of an answer.
  [12, ['INVALID_REQUEST', 501, 'the server does not know a control that this needs']],
  [13, ['FORBIDDEN', 403, 'the server wants an encrypted connection: use ldaps, or ldap with startTls']],
  [16, ['CONFLICT', 409, 'the entry has no such attribute or value']],
  [17, ['INVALID_REQUEST', 400, 'the server does not know an attribute of the request']],
  [18, ['INVALID_REQUEST', 400, 'the attribute cannot be compared in this way']],
  [19, ['INVALID_REQUEST', 400, 'the value breaks a rule of the server']],
  [20, ['CONFLICT', 409, 'the entry has this value already']],
  [21, ['INVALID_REQUEST', 400, 'a value of the request is not in the form that its attribute has']],
  [32, ['NOT_FOUND', 404, 'no such entry, or it is not visible to the account']],
  [34, ['INVALID_REQUEST', 400, 'a name in the request is no DN']],
  [48, ['UNAUTHORIZED', 401, 'the account may not bind in this way']],
  [49, ['UNAUTHORIZED', 401, 'the credential was refused']],
  [50, ['FORBIDDEN', 403, 'the account lacks the right']],
  [51, ['RATE_LIMITED', 429, 'the server is busy; ask again later']],
  [52, ['UNREACHABLE', 503, 'the server is not available; ask again later']],
  [
    53,
    [
      'CONFLICT',
      409,
      'the server is unwilling: the entry is in another state, or a rule of the server stands against it',
    ],
  ],
  [65, ['CONFLICT', 409, 'the entry would break the rules of its object class']],
  [68, ['CONFLICT', 409, 'it is there already']],
  [80, ['UNREACHABLE', 500, 'the server failed; ask again later']],
]);

const TRANSIENT = new Set([51, 52]);

/** What a server says of its rules helps people, if it is short; code units. */
const LONGEST_WORDS = 200;

/** @param ofSecret whether the request carried a secret: the server's own words, which may repeat it, are left out. */
export function meaningOf(error: ResultError, ofSecret: boolean): ResultMeaning {
  const { resultCode, diagnostic, duringBind } = error;
  const row = MEANINGS.get(resultCode);
  const transient = TRANSIENT.has(resultCode);
  if (row === undefined)
    return { code: 'INVALID_REQUEST', said: 'the server refuses the request', status: 400, transient };
  const [code, status, said] = row;
  if (resultCode === 49) {
    const { reason } = bindRefusal(diagnostic);
    return {
      code,
      status,
      transient,
      said: `the bind was refused: ${reason}. Check bindDn and its password`,
    };
  }
  // OpenLDAP lets such an account bind, and refuses all that it asks for afterwards (slapo-ppolicy, pwdReset).
  if (resultCode === 50 && /must be changed|restricted to bind/i.test(diagnostic))
    return {
      code,
      status,
      transient,
      said: "the account's own password must be changed before it may do anything",
    };
  // 53 of a bind: a name without a password, or a server that takes no such binds.
  if (resultCode === 53 && duringBind)
    return {
      code: 'UNAUTHORIZED',
      status: 401,
      transient,
      said: 'the server is unwilling to let the account bind',
    };
  const why = ofSecret ? passwordRule(diagnostic) : sayable(diagnostic, { longest: LONGEST_WORDS });
  if (resultCode === 19 && why !== '') return { code, status, transient, said: `${said}: ${why}` };
  return { code, status, said, transient };
}
