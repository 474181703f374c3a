import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { NewUser } from '../../providers/user-writes.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment, Change, Sent, Target } from '../action.ts';
import { mayHaveHappened } from '../ending.ts';
import type { CreateUserInput } from './create-user.ts';
import type { Account } from './user-account.ts';
import { changesOf, hasProfile, wantedProfile, type ProfileInput } from './user-profile.ts';

/** The record to begin with: nothing is cleared in what does not exist yet. */
export function wantedUser(profile: ProfileInput): JsonObject {
  return withoutNulls(wantedProfile(profile));
}

function withoutNulls(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (value === null) return [];
      const isPart = name === 'name' || name === 'address';
      return [[name, isPart ? withoutNulls({ ...Object(value) }) : value]];
    }),
  );
}

/** The user that was created, or, before that, one of the same name. */
export async function readNew(
  { externalId }: Target,
  input: CreateUserInput,
  environment: ActionEnvironment,
): Promise<Account | null> {
  const { provider, reads, context } = environment;
  const user =
    externalId === '' ? await named(input.profile.username, environment) : await reads.user(externalId);
  if (user === null) return null;
  if ((input.groups ?? []).length === 0) return { user, groups: null };
  const groups = await provider.users.groupsOf(user.externalId, context);
  return { user, groups: groups.rows };
}

async function named(
  username: string,
  { provider, reads, context }: Pick<ActionEnvironment, 'provider' | 'reads' | 'context'>,
): Promise<User | null> {
  const [found] = await provider.users.findByUsername(username, context);
  // A list may lag behind the record.
  return found === undefined ? null : await reads.user(found.externalId);
}

/** Makes the record, then part after part; when one fails, the user is deleted again. */
export async function createWithParts(change: Change<CreateUserInput, Account>): Promise<Sent> {
  const createdId = await createRecord(change);
  try {
    await addParts(createdId, change);
  } catch (error) {
    await takeBack(createdId, change);
    throw error;
  }
  return { createdId };
}

async function createRecord({
  input,
  steps,
  environment,
}: Change<CreateUserInput, Account>): Promise<string> {
  const { provider, context } = environment;
  const wanted = wantedUser(input.profile);
  const user: NewUser = {
    ...changesOf(null, wanted),
    username: input.profile.username,
    ...(typeof input.population === 'string' ? { populationId: input.population } : {}),
  };
  try {
    const id = await provider.userWrites.create(user, context);
    steps.note('create', 'DONE');
    return id;
  } catch (error) {
    // Nobody heard the answer: a user of this very name and record, who was not there a moment ago, is the one.
    const found = mayHaveHappened({ error })
      ? await named(input.profile.username, environment).catch(() => null)
      : null;
    if (found === null || !hasProfile(found, wanted)) {
      steps.note('create', 'FAILED', wordsOf(error));
      throw error;
    }
    steps.note('create', 'DONE', 'No answer came; the user was found by the user name.');
    return found.externalId;
  }
}

async function addParts(
  id: string,
  { input, steps, environment }: Change<CreateUserInput, Account>,
): Promise<void> {
  const { context, provider } = environment;
  const { userWrites, mfaWrites, membershipWrites } = provider;
  const { password, mfaEnabled } = input;
  // New users are enabled.
  if (input.enabled === false) await steps.run('disable', () => userWrites.setEnabled(id, false, context));
  if (typeof mfaEnabled === 'boolean')
    await steps.run(mfaEnabled ? 'enable-mfa' : 'disable-mfa', () =>
      mfaWrites.setMfaEnabled(id, mfaEnabled, context),
    );
  for (const groupId of input.groups ?? [])
    await steps.run(`join-group ${groupId}`, () => membershipWrites.addUserToGroup(id, groupId, context));
  if (password)
    await steps.run('set-password', () =>
      userWrites.setPassword(id, { value: password, forceChange: input.forceChange ?? true }, context),
    );
}

async function takeBack(id: string, { steps, environment }: Change<CreateUserInput, Account>): Promise<void> {
  const { provider, context } = environment;
  try {
    await provider.userWrites.delete(id, context);
    if ((await provider.users.get(id, context)) !== null) throw new Error('It is still there.');
  } catch (error) {
    steps.note('delete-again', 'FAILED', `The user ${id} stands, as far as the steps say: ${wordsOf(error)}`);
    return;
  }
  for (const { name, outcome } of steps.all) if (outcome === 'DONE') steps.undone(name);
}

function wordsOf(error: unknown): string {
  return error instanceof UpstreamError ? error.message : 'the gateway failed';
}
