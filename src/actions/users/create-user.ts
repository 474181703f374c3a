import type { Secret } from '../../model/secret.ts';
import type { Action, ActionInput } from '../action.ts';
import { givesRolesByFilter } from '../guards/gives-roles-by-filter.ts';
import { isEnabled } from '../user-enabled.ts';
import { attributesOf } from './changed-attributes.ts';
import { createWithParts, readNew, wantedUser } from './create-user-parts.ts';
import { groupObjection } from './joined-groups.ts';
import { passwordDigest, passwordProblem } from './set-user-password.ts';
import { describeAccount, forgetAccount, type Account } from './user-account.ts';
import { hasProfile, profileProblem, type ProfileInput } from './user-profile.ts';
import { sameUser } from './user-target.ts';

export interface CreateUserInput extends ActionInput {
  readonly profile: ProfileInput & { readonly username: string };
  /** The provider's id; left out: the directory's default population. */
  readonly population?: string | null | undefined;
  /** The provider's ids of groups to join. */
  readonly groups?: readonly string[] | null | undefined;
  /** Left out: the user has none yet, and cannot sign on with one. */
  readonly password?: Secret | null | undefined;
  /** Whether the password has to be changed at the first sign-on. */
  readonly forceChange?: boolean | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly mfaEnabled?: boolean | null | undefined;
}

/**
 * Creates a user whole: the record, the switches, the groups and, last of all, the first password, so that nobody can sign on
 * before everything else stands. When a part fails, the user is deleted again; where that fails too, the steps say what stands.
 * User names are unique within a directory: one that is there already is left as it is, and is a conflict unless it is as asked
 * for (of its password nobody can tell). It gives no roles. Deleting the user takes it back.
 */
export const createUser: Action<CreateUserInput, Account> = {
  name: 'CREATE_USER',
  summary: 'Create a user with groups and a first password.',
  mutation: 'createUser',
  permission: 'user:write',
  reads: 'directory:read.pii',
  subjectType: 'USER',
  effect: 'CREATE',
  inverse: 'DELETE_USER',
  guards: [givesRolesByFilter],
  attributes: ({ profile }) => ({ ...attributesOf(wantedUser(profile)), isNew: true }),
  problem: ({ profile, password, groups }) => {
    const doubled = (groups ?? []).length !== new Set(groups ?? []).size;
    if (doubled) return 'groups: expected each group once, received one twice.';
    return profileProblem(wantedUser(profile)) ?? (password ? passwordProblem(password) : null);
  },
  locate: async () => ({ externalId: '' }),
  population: ({ population }) => population ?? null,
  read: readNew,
  user: ({ user }) => user,
  idOf: ({ user }) => user.externalId,
  describe: describeAccount,
  foresee: (_before, input) => ({
    ...wantedUser(input.profile),
    population: input.population ?? null,
    enabled: input.enabled ?? true,
    ...(typeof input.mfaEnabled === 'boolean' ? { mfaEnabled: input.mfaEnabled } : {}),
    groups: input.groups ?? [],
    passwordSet: Boolean(input.password),
  }),
  parameters: (input) => ({
    profile: wantedUser(input.profile),
    population: input.population ?? null,
    groups: input.groups ?? [],
    enabled: input.enabled ?? true,
    mfaEnabled: input.mfaEnabled ?? null,
    passwordSet: Boolean(input.password),
    forceChange: input.forceChange ?? true,
  }),
  fingerprint: async ({ password, idempotencyKey }) => ({
    password: password ? await passwordDigest(password, idempotencyKey) : null,
  }),
  objection: async ({ input, environment }, caller) =>
    await groupObjection(input.groups ?? [], input.population ?? null, environment, caller),
  holds: (state, input) => state !== null && isAsAsked(state, input),
  // A user with a part missing may look as asked for: whether a password was set shows nowhere.
  confirms: (_after, { steps }, sent) =>
    sent === null && steps.all.some(({ outcome }) => outcome === 'FAILED') ? false : null,
  send: createWithParts,
  undo: (entry) => ({ action: 'DELETE_USER', input: sameUser(entry) }),
  forget: forgetAccount,
};

function isAsAsked({ user, groups }: Account, input: CreateUserInput): boolean | null {
  const { mfaEnabled } = input;
  if (!hasProfile(user, wantedUser(input.profile))) return false;
  if (typeof input.population === 'string' && user.populationId !== input.population) return false;
  const enabled = isEnabled(user);
  if (enabled !== (input.enabled ?? true)) return enabled === null ? null : false;
  if (typeof mfaEnabled === 'boolean') {
    if (user.mfaEnabled.state !== 'KNOWN') return null;
    if (user.mfaEnabled.value !== mfaEnabled) return false;
  }
  const joined = new Set(groups?.map(({ groupId }) => groupId));
  return (input.groups ?? []).every((groupId) => joined.has(groupId));
}
