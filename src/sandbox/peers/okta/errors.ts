import { type PeerAnswer, PeerError } from '../peer-server.ts';

/** Okta's codes that the simulated organisation uses, with their summaries in words of ours. */
const SUMMARIES = {
  E0000001: 'Api validation failed',
  E0000004: 'Authentication failed',
  E0000006: 'You do not have permission to perform the requested action',
  E0000007: 'Not found: resource not found',
  E0000009: 'Internal server error',
  E0000011: 'Invalid token provided',
  E0000022: 'The endpoint does not support the provided HTTP method',
  E0000031: 'Invalid search criteria',
  E0000032: 'Unlock is not allowed for this user',
  E0000038: "This operation is not allowed in the user's current status",
  E0000047: 'API call exceeded rate limit due to too many requests',
  E0000060: 'Unsupported operation',
} as const;

type OktaErrorCode = keyof typeof SUMMARIES;

let errors = 0;

/** An error in Okta's envelope. */
export function oktaError(status: number, code: OktaErrorCode, cause?: string): PeerAnswer {
  errors += 1;
  return {
    status,
    body: {
      errorCode: code,
      errorSummary: SUMMARIES[code],
      errorLink: code,
      errorId: `oae${String(errors).padStart(17, '0')}`,
      errorCauses: cause === undefined ? [] : [{ errorSummary: cause }],
    },
  };
}

/** The same, to end a handler. */
export function refusal(status: number, code: OktaErrorCode, cause?: string): PeerError {
  return new PeerError(oktaError(status, code, cause));
}

const BY_STATUS: ReadonlyMap<number, OktaErrorCode> = new Map([
  [400, 'E0000001'],
  [401, 'E0000011'],
  [403, 'E0000006'],
  [404, 'E0000007'],
  [405, 'E0000022'],
  [429, 'E0000047'],
]);

export function errorOf(status: number): PeerAnswer {
  return oktaError(status, BY_STATUS.get(status) ?? (status >= 500 ? 'E0000009' : 'E0000060'));
}
