import type { UserActions } from '../provider.ts';
import type { EnvironmentApi } from './environment-api.ts';

/** Suspending is `PUT .../enabled`: `enabled` is read-only in the user's own record (PingOne API reference, "Enable users"). */
export function createUserActions(api: EnvironmentApi): UserActions {
  return {
    setEnabled: async (userId, enabled, context) => {
      const call = { method: 'PUT' as const, body: { enabled } };
      await api.send('users/{userId}/enabled', { userId }, call, context);
      // PingOne's audit log keeps the transaction id that came with the call.
      return { correlationId: context.transactionId };
    },
  };
}
