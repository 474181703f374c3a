import { GraphQLError } from 'graphql';
import type { User } from '../model/user.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { badInput, parseObjectId } from './global-id.ts';
import { usersWithin } from './within.ts';

const ExternalIdRef = builder.inputType('ExternalIdRef', {
  description: "An object by its provider's id.",
  fields: (t) => ({
    directory: t.string({ required: true, description: 'Key of the directory.' }),
    externalId: t.string({ required: true, description: "The provider's id." }),
  }),
});

const UsernameRef = builder.inputType('UsernameRef', {
  description: 'A user by user name, which is unique within a directory.',
  fields: (t) => ({
    directory: t.string({ required: true, description: 'Key of the directory.' }),
    username: t.string({ required: true, description: 'The user name, any case.' }),
  }),
});

const EmailRef = builder.inputType('EmailRef', {
  description:
    'A user by address. Several users may share one: then the reference is refused, and names how many.',
  fields: (t) => ({
    directory: t.string({ required: true, description: 'Key of the directory.' }),
    email: t.string({ required: true, description: 'The address, any case.' }),
  }),
});

/** One of four ways to say which user is meant. */
export const UserRef = builder.inputType('UserRef', {
  description: 'Which user is meant: exactly one of the members.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'Id of a User in this graph.' }),
    externalId: t.field({ type: ExternalIdRef, description: "By the provider's id." }),
    username: t.field({ type: UsernameRef, description: 'By user name.' }),
    email: t.field({ type: EmailRef, description: 'By address.' }),
  }),
});

/** The user that is meant, or null when there is none. @throws {GraphQLError} `AMBIGUOUS` when several fit. */
export async function resolveUserRef(
  ref: typeof UserRef.$inferInput,
  context: GatewayContext,
): Promise<User | null> {
  if (typeof ref.id === 'string') {
    const { directory, externalId } = parseObjectId(ref.id, 'User');
    return context.loaders(directory).user.load(externalId);
  }
  if (ref.externalId) {
    return context.loaders(ref.externalId.directory).user.load(ref.externalId.externalId);
  }
  if (ref.username) {
    const { directory, username } = ref.username;
    return onlyOne(
      await find(context, directory, username, (users) =>
        users.findByUsername(username, context.scope.context),
      ),
      'user name',
    );
  }
  if (ref.email) {
    const { directory, email } = ref.email;
    return onlyOne(
      await find(context, directory, email, (users) => users.findByEmail(email, context.scope.context)),
      'address',
    );
  }
  throw badInput('Expected exactly one of `id`, `externalId`, `username` and `email`; received none.');
}

/** The provider's id that a reference names; null: it names the user in another way. */
export function idOfRef(
  ref: typeof UserRef.$inferInput,
): { readonly directory: string; readonly externalId: string } | null {
  return typeof ref.id === 'string' ? parseObjectId(ref.id, 'User') : (ref.externalId ?? null);
}

/** Key of the directory that a reference belongs to. */
export function refDirectory(ref: typeof UserRef.$inferInput): string {
  if (typeof ref.id === 'string') return parseObjectId(ref.id, 'User').directory;
  const named = ref.externalId ?? ref.username ?? ref.email;
  if (named) return named.directory;
  throw badInput('Expected exactly one of `id`, `externalId`, `username` and `email`; received none.');
}

type UserReads = GatewayContext['directories'][number]['provider']['users'];

async function find(
  context: GatewayContext,
  directory: string,
  name: string,
  ask: (users: UserReads) => Promise<readonly User[]>,
): Promise<readonly User[]> {
  const loaders = context.loaders(directory);
  const { provider } = loaders.directory;
  const found = (await ask(provider.users)).filter(
    (user) => provider.kind === 'LDAP' || isCalled(user, name),
  );
  for (const user of found) loaders.user.prime(user.externalId, user);
  const within = usersWithin(context.caller);
  return within === null ? found : found.filter(within);
}

/**
 * Whether somebody is called so: an index that trails a change, or a server that is not to be trusted, may answer with somebody
 * else, for whom a change would then be. (LDAP has further names, and its provider compares them itself.)
 */
function isCalled({ username, email, aliases }: User, name: string): boolean {
  const wanted = comparable(name);
  return [username, email, ...aliases].some((each) => each !== null && comparable(each) === wanted);
}

function comparable(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

function onlyOne(users: readonly User[], by: string): User | null {
  if (users.length > 1) {
    throw new GraphQLError(
      `Expected one user with this ${by}; the directory has ${users.length}. Name the one you mean by \`id\`.`,
      { extensions: { code: 'AMBIGUOUS' } },
    );
  }
  return users[0] ?? null;
}
