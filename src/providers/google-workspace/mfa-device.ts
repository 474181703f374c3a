import type { MfaDevice } from '../../model/mfa.ts';
import { flag, type Members } from '../rows.ts';

/** Google tells whether somebody has second steps, never which: all of them together are this one. */
const TWO_STEP_VERIFICATION = 'two-step-verification';

/** What `isEnrolledIn2Sv` of a user's row says; null: the row does not have it. */
export function devicesOfRow(user: Members, directory: string, userId: string): readonly MfaDevice[] | null {
  const enrolled = flag(user, 'isEnrolledIn2Sv');
  if (enrolled === null) return null;
  if (!enrolled) return [];
  return [
    {
      directory,
      userId,
      externalId: TWO_STEP_VERIFICATION,
      type: 'UNKNOWN',
      rawType: '2SV',
      status: 'ACTIVE',
      rawStatus: 'isEnrolledIn2Sv=true',
      tier: 'UNKNOWN',
      nickname: null,
      contact: null,
      createdAt: null,
      updatedAt: null,
    },
  ];
}
