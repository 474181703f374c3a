import type { ActionRefused } from './action-result.ts';

/** The answer to a request whose idempotency key was used for another one. */
export const keyReused: ActionRefused = {
  kind: 'REFUSED',
  code: 'IDEMPOTENCY_KEY_REUSED',
  blockedBy: ['idempotency-key'],
  message: 'This idempotency key stands for another request. Use a new key for a new request.',
  retryable: false,
  passesAt: null,
  entryId: null,
};
