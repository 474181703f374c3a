import type { UnknownReason } from '../model/fact.ts';
import type { UpstreamError, UpstreamErrorCode } from './upstream-error.ts';

const reasons: Record<UpstreamErrorCode, UnknownReason> = {
  UNAUTHORIZED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  RATE_LIMITED: 'RATE_LIMITED',
  TIMED_OUT: 'TIMED_OUT',
  UNREACHABLE: 'UNREACHABLE',
  CIRCUIT_OPEN: 'UNREACHABLE',
  BAD_RESPONSE: 'BAD_RESPONSE',
  PAGINATION_LOOP: 'PARTIAL',
  INVALID_REQUEST: 'BAD_RESPONSE',
  CONFLICT: 'BAD_RESPONSE',
  UNSUPPORTED: 'UNSUPPORTED',
  CANCELLED: 'CANCELLED',
};

/** What a failed read is told as where its failure is part of an answer: the reason of an unknown fact or of an incomplete list. */
export function unknownReasonOf({ code }: UpstreamError): UnknownReason {
  return reasons[code];
}
