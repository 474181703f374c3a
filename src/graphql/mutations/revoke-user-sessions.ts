import type { ActionSuccess } from '../../actions/action-result.ts';
import { revokeUserSessions } from '../../actions/users/revoke-user-sessions.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('RevokeUserSessionsInput', {
  description: 'What `revokeUserSessions` is to do.',
  fields: userInputFields,
});

/** How many sessions were ended; null: the directory does not show them. */
function revokedBy({ facts }: ActionSuccess): number | null {
  if (facts['readBack'] === 'NOT_POSSIBLE') return null;
  return typeof facts['revoked'] === 'number' ? facts['revoked'] : 0;
}

defineAction({
  action: revokeUserSessions,
  description:
    'Ends all sessions of a user, who may sign on again at once. Safe to repeat. Tokens that applications hold may outlive it. Where a directory does not show whether sessions are left, the answer is Unconfirmed. Nothing takes it back.',
  input: Input,
  read: readUserInput,
  object: userObject,
  success: (t) => ({
    revoked: t.int({
      description:
        'How many sessions were ended by it; 0 for a rehearsal, null where the directory cannot list sessions and ended all of them.',
      nullable: true,
      resolve: revokedBy,
    }),
  }),
});
