import type { MfaWrites } from '../mfa-writes.ts';
import type { Unsupported } from '../unsupported.ts';
import { unlessGone } from './already.ts';
import type { OktaApi } from './okta-api.ts';

export function createMfaWrites(api: OktaApi, none: Unsupported['mfaWrites']): MfaWrites {
  return {
    ...none,
    /** Taking away Okta Verify's push or key takes its other factors along (API reference, "Unenroll a factor"). */
    deleteDevice: async (userId, factorId, context) => {
      const template = '/api/v1/users/{userId}/factors/{factorId}';
      await unlessGone(() => api.command(template, { userId, factorId }, { method: 'DELETE' }, context));
    },
    deleteAllDevices: async (userId, context) => {
      const template = '/api/v1/users/{userId}/lifecycle/reset_factors';
      await api.command(template, { userId }, { method: 'POST', idempotent: true }, context);
    },
  };
}
