import type { Secret } from '../../model/secret.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import { secretDigest } from '../secret-digest.ts';
import { takeover } from './takeover.ts';
import type { UserActionInput } from './user-target.ts';
import { foreseenPassword, onPassword, refusedWhereExternal, type UserPassword } from './user-password.ts';

interface SetUserPasswordInput extends UserActionInput {
  readonly password: Secret;
  /** Whether the user must choose another one at the next sign-on. */
  readonly forceChange: boolean;
}

/** No directory is documented to take more. */
const LONGEST = 255;

/** What is wrong with a password before any policy is asked, in words that do not repeat it; null: nothing. */
export function passwordProblem(password: Secret): string | null {
  const value = password.reveal();
  if (value.length < 1 || value.length > LONGEST)
    return `password: expected 1 to ${LONGEST} characters, received ${value.length}.`;
  // PingOne takes a text that begins so for the hash of a password, which no policy can be held against.
  if (/^\{[^}]*\}/.test(value))
    return 'password: expected one that does not begin with a word in braces, since a directory may take such a text for a hash.';
  return null;
}

/** See `secretDigest`; another one for each idempotency key. */
export async function passwordDigest(password: Secret, key: string | null | undefined): Promise<string> {
  return await secretDigest(password.reveal(), `password\n${key ?? ''}`);
}

/**
 * Sets a password; by default one that must be changed at the next sign-on. The policy of the user's population is held
 * against it. It is confirmed by the moment of the last change moving on: the password itself cannot be read by anybody.
 * Running sessions stay. Nothing takes it back.
 */
export const setUserPassword: Action<SetUserPasswordInput, UserPassword> = {
  ...onPassword,
  name: 'SET_USER_PASSWORD',
  summary: 'Set a password.',
  mutation: 'setUserPassword',
  permission: 'user:reset-password',
  effect: 'TRIGGER',
  inverse: null,
  guards: [breakGlass, managedElsewhere, takeover],
  problem: ({ password }) => passwordProblem(password),
  parameters: ({ forceChange }) => ({ forceChange }),
  fingerprint: async ({ password, idempotencyKey }) => ({
    password: await passwordDigest(password, idempotencyKey),
  }),
  foresee: (before, { forceChange }) =>
    before && foreseenPassword(before, forceChange ? 'MUST_CHANGE' : 'OK'),
  // Whether it is this very password already, nobody can tell.
  holds: () => null,
  confirms: (after, { before, input }, sent) => {
    if (after === null || before === null) return null;
    if (after.password === null || before.password === null) return sent === null ? null : true;
    const { status, lastChangedAt } = after.password;
    if (status !== (input.forceChange ? 'MUST_CHANGE' : 'OK')) return status === 'UNKNOWN' ? null : false;
    // Where the directory tells no moment, its consent is all there is.
    if (lastChangedAt === null) return sent === null ? null : true;
    const earlier = before.password.lastChangedAt;
    return earlier === null || lastChangedAt.getTime() > earlier.getTime();
  },
  objection: async ({ before }) => before && refusedWhereExternal(before),
  send: async ({ target, input, environment: { provider, context } }) => {
    const { password: value, forceChange } = input;
    await provider.userWrites.setPassword(target.externalId, { value, forceChange }, context);
    return {};
  },
};
