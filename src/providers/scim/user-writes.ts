import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Unsupported } from '../unsupported.ts';
import type { UserWrites } from '../user-writes.ts';
import { patch } from './patch.ts';
import type { ScimApi } from './scim-api.ts';
import { userState } from './user-state.ts';

/** @param without answers for what SCIM does not have. */
export function createUserWrites(api: ScimApi, without: Unsupported['userWrites']): UserWrites {
  async function isSo(userId: string, enabled: boolean, context: CallContext): Promise<boolean> {
    const found = await api.find('/Users/{userId}', { userId }, context);
    return found !== null && userState(found.row.members).enabled === enabled;
  }

  return {
    ...without,
    setEnabled: async (userId, enabled, context) => {
      try {
        // A real boolean: some services refuse the text "True", others take it.
        const operation = { op: 'replace', path: 'active', value: enabled } as const;
        await patch(api, '/Users/{userId}', { userId }, operation, context);
      } catch (error) {
        // Changed meanwhile (412), perhaps by a first try of ours whose answer was lost.
        const moved = error instanceof UpstreamError && error.code === 'CONFLICT';
        if (!moved || !(await isSo(userId, enabled, context))) throw error;
      }
    },
  };
}
