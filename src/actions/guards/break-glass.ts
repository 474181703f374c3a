import type { Guard } from './guard.ts';

/** Accounts that the operator keeps for emergencies are not touched by the gateway. */
export const breakGlass: Guard = {
  name: 'break-glass',
  check: async ({ breakGlass: kept, subject, user }) => {
    const names = new Set(
      [subject.externalId, user?.username, user?.email].flatMap((name) =>
        typeof name === 'string' ? [name.toLowerCase()] : [],
      ),
    );
    return kept.some((name) => names.has(name.trim().toLowerCase()))
      ? {
          code: 'BREAK_GLASS',
          message:
            'This account is kept for emergencies. It passes when the operator takes it off the break-glass list.',
          retryable: false,
        }
      : null;
  },
};
