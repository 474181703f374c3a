import type { Action } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { ownApplication } from '../guards/own-application.ts';
import { applicationTakeover } from './application-takeover.ts';
import { type ApplicationActionInput, onApplication } from './application-target.ts';
import { describeSecretState, readSecretState, type SecretKnowledge } from './secret-state.ts';

interface RotateSecretInput extends ApplicationActionInput {
  /** RFC 3339: until when the secret that is current now goes on working. Left out: as the provider has it. */
  readonly previousExpiresAt?: string | null | undefined;
}

const minuteMs = 60_000;
const longestMs = 30 * 86_400_000;

/**
 * Makes a new client secret. The current one goes on working for a while, the one before it ends. The new one is in the
 * answer of this one request and nowhere else: a repeat with the same idempotency key does not have it, and neither has the
 * ledger. "Supported time range is 1 minute to 30 days" (PingOne API definition, `previous.expiresAt`).
 */
export const rotateApplicationSecret: Action<RotateSecretInput, SecretKnowledge> = {
  ...onApplication,
  name: 'ROTATE_APPLICATION_SECRET',
  summary: 'Make a new client secret.',
  mutation: 'rotateApplicationSecret',
  permission: 'secret:rotate',
  effect: 'TRIGGER',
  inverse: null,
  guards: [ownApplication, applicationTakeover],
  problem: ({ previousExpiresAt }) =>
    previousExpiresAt === undefined ||
    previousExpiresAt === null ||
    !Number.isNaN(Date.parse(previousExpiresAt))
      ? null
      : 'Expected previousExpiresAt to be a moment such as 2026-08-01T12:00:00Z, received something else.',
  parameters: ({ previousExpiresAt }) => ({ previousExpiresAt: previousExpiresAt ?? null }),
  read: readSecretState,
  describe: describeSecretState,
  objection: async ({ before, input }) => objectionTo(before, input),
  holds: () => false,
  confirms: (after, { before, input }, sent) =>
    // The answer that carries the new secret is proof enough, and must not be lost to a look that failed.
    sent !== null || wasRotated(before, after, input),
  send: async ({ target, input, environment: { provider, context } }) => {
    const { previousExpiresAt } = input;
    const secret = await provider.applicationWrites.rotateSecret(
      target.externalId,
      typeof previousExpiresAt === 'string' ? new Date(previousExpiresAt) : null,
      context,
    );
    return { once: secret.reveal() };
  },
};

function objectionTo(before: SecretKnowledge | null, input: RotateSecretInput): GuardRefusal | null {
  if (before?.known === false)
    return {
      code: 'GUARD_UNKNOWN',
      message: `Whether a new secret could be told from the old one cannot be known, because their state could not be read: ${before.why}`,
      retryable: true,
    };
  if (typeof input.previousExpiresAt !== 'string') return null;
  const inMs = Date.parse(input.previousExpiresAt) - Date.now();
  return inMs >= minuteMs && inMs <= longestMs
    ? null
    : {
        code: 'NOT_POSSIBLE',
        message:
          'The provider keeps the previous secret for a minute to thirty days: expected previousExpiresAt to be a moment in that time from now.',
        retryable: false,
      };
}

/** Every rotation keeps the secret that was current, with an end of its own. */
function wasRotated(
  before: SecretKnowledge | null,
  after: SecretKnowledge | null,
  { previousExpiresAt }: RotateSecretInput,
): boolean | null {
  if (before?.known !== true || after?.known !== true) return null;
  if (!after.secret.hasPrevious) return false;
  if (!before.secret.hasPrevious) return true;
  const [then, now] = [before.secret.previousExpiresAt?.getTime(), after.secret.previousExpiresAt?.getTime()];
  if (then === undefined || now === undefined) return null;
  if (then !== now) return true;
  return typeof previousExpiresAt === 'string' && Date.parse(previousExpiresAt) === then ? null : false;
}
