import { type PeerAnswer, PeerError } from '../peer-server.ts';

const SAID: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['badRequest', 'Bad Request'],
  401: ['authError', 'Invalid Credentials'],
  403: ['forbidden', 'Not Authorized to access this resource/api'],
  404: ['notFound', 'Resource Not Found'],
  409: ['duplicate', 'Entity already exists.'],
  412: ['conditionNotMet', 'Precondition Failed'],
  429: ['rateLimitExceeded', 'Quota exceeded for quota metric.'],
  503: ['backendError', 'Service unavailable. Please try again.'],
};

/** Google's error envelope (Directory API, "Troubleshoot error codes"). */
export function errorAnswer(status: number, reason?: string, message?: string): PeerAnswer {
  const [usualReason, usualMessage] = SAID[status] ?? ['backendError', 'Backend Error'];
  const said = message ?? usualMessage;
  return {
    status,
    body: {
      error: {
        code: status,
        message: said,
        errors: [{ domain: 'global', reason: reason ?? usualReason, message: said }],
      },
    },
  };
}

export function refuse(status: number, reason?: string, message?: string): never {
  throw new PeerError(errorAnswer(status, reason, message));
}

/** The newer form, in which the reason is among the details. */
export function rateLimitDetail(): PeerAnswer {
  return {
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Quota exceeded for quota metric.',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED' }],
      },
    },
  };
}
