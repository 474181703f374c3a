import type { Guard } from './guard.ts';

/**
 * Some vendors suspend an account only out of certain states (Okta: "from ACTIVE"); see `Provider.suspendable`. What they would
 * refuse is said before anything is sent.
 */
export const suspendable: Guard = {
  name: 'state',
  stage: 'FREE',
  check: async ({ directory: { key, provider }, user }) =>
    user === null || provider.suspendable === undefined || provider.suspendable.includes(user.rawStatus)
      ? null
      : {
          code: 'NOT_POSSIBLE',
          message: `"${key}" suspends only users who are ${provider.suspendable.join(' or ')}; this one is ${user.rawStatus}. Bring the account out of that state first, or deactivate it in the directory itself.`,
          retryable: false,
        },
};

/** Who was removed from a directory is let in again by being restored there, which is another thing than ending a suspension. */
export const notRemoved: Guard = {
  name: 'state',
  stage: 'FREE',
  check: async ({ directory: { key }, user }) =>
    user?.status === 'DEPROVISIONED'
      ? {
          code: 'NOT_POSSIBLE',
          message: `The account was removed from "${key}" (${user.rawStatus}), and no suspension keeps it out. Restore it in the directory itself.`,
          retryable: false,
        }
      : null,
};
