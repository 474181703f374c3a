import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isConfined } from '../access/reach.ts';
import { can } from '../access/caller.ts';
import { type GivenSubject, largestBulk } from '../actions/bulk/start-bulk.ts';
import type { ItemEnd } from '../actions/bulk/bulk-operation.ts';
import { forEachBounded } from '../directory/bounded.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { GatewayContext } from './context.ts';
import { forbidden } from './forbidden.ts';
import { badInput, parseObjectId } from './global-id.ts';
import { readUserFilter, type UserFilterInput } from './user-filter.ts';
import { refDirectory, resolveUserRef, type UserRef } from './user-ref.ts';
import { listUsers } from './user.ts';

type Ref = typeof UserRef.$inferInput;
type Filter = typeof UserFilterInput.$inferInput;

/** Who is meant, and the one directory that they are in. */
export interface BulkSubjects {
  readonly directory: string;
  readonly find: () => Promise<readonly GivenSubject[]>;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` when neither or both are given, or when they are in several directories. */
export function bulkSubjects(
  users: readonly Ref[] | null | undefined,
  filter: Filter | null | undefined,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): BulkSubjects {
  if (users && filter) throw badInput('Expected either `users` or `filter`; received both.');
  if (filter) return byFilter(filter, context, info);
  if (!users) throw badInput('Expected `users` or `filter`; received neither.');
  return byRefs(users, context);
}

function byRefs(users: readonly Ref[], context: GatewayContext): BulkSubjects {
  const directories = new Set(users.flatMap((ref) => directoryOf(ref) ?? []));
  return {
    directory: onlyOne(directories, context),
    find: async () => {
      if (users.length > 2 * largestBulk)
        throw badInput(
          `Expected at most ${largestBulk} users in one operation; received ${users.length}. Divide them.`,
        );
      const found: GivenSubject[] = users.map((ref) => ({ given: wordsOf(ref), externalId: '', end: null }));
      await forEachBounded([...users.entries()], 16, async ([index, ref]) => {
        found[index] = await subjectOf(ref, context);
      });
      return found;
    },
  };
}

/** An id that is none of ours is in no directory; it gets a result of its own. */
function directoryOf(ref: Ref): string | null {
  try {
    return refDirectory(ref);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

/**
 * The provider's id of who is meant. An id that is given is taken as it is, without a call: whether there is such a user shows
 * when the action reads it. A caller of single populations is told only of whom it may see.
 */
async function subjectOf(ref: Ref, context: GatewayContext): Promise<GivenSubject> {
  const given = wordsOf(ref);
  try {
    if (!isConfined(context.caller)) {
      if (typeof ref.id === 'string') return known(given, parseObjectId(ref.id, 'User').externalId);
      if (ref.externalId) return known(given, ref.externalId.externalId);
    }
    const user = await resolveUserRef(ref, context);
    return known(given, user?.externalId ?? '');
  } catch (error) {
    if (error instanceof GraphQLError) {
      const { code } = error.extensions;
      return unknown(
        given,
        'INVALID',
        typeof code === 'string' ? code : 'BAD_USER_INPUT',
        error.message,
        false,
      );
    }
    if (error instanceof UpstreamError)
      return unknown(given, 'FAILED', error.code, `Nothing was changed: ${error.message}`, error.retryable);
    throw error;
  }
}

function known(given: string, externalId: string): GivenSubject {
  return externalId === ''
    ? unknown(given, 'NOT_FOUND', 'NOT_FOUND', 'No such user, or it is not visible to the gateway.', false)
    : { given, externalId, end: null };
}

function unknown(
  given: string,
  outcome: ItemEnd['outcome'],
  code: string,
  message: string,
  retryable: boolean,
): GivenSubject {
  return { given, externalId: '', end: { outcome, code, message, retryable, entryId: null } };
}

function wordsOf(ref: Ref): string {
  const words =
    typeof ref.id === 'string'
      ? `id ${ref.id}`
      : ref.externalId
        ? `externalId ${ref.externalId.externalId}`
        : ref.username
          ? `user name ${ref.username.username}`
          : `address ${ref.email?.email ?? ''}`;
  return words.slice(0, 300);
}

function byFilter(input: Filter, context: GatewayContext, info: GraphQLResolveInfo): BulkSubjects {
  const read = readUserFilter(input);
  const directory = onlyOne(read.directories ?? new Set(context.directories.map(({ key }) => key)), context);
  return {
    directory,
    find: async () => {
      if (!can(context.caller, 'directory:read', { directory })) throw forbidden('directory:read');
      const wanted = { first: largestBulk + 1, after: null };
      const list = await listUsers({ ...read, directories: new Set([directory]) }, wanted, context, info);
      if (!list.coverage.complete)
        throw new GraphQLError(
          `Who the filter means could not be read whole, so nothing was planned: ${list.coverage.sources[0]?.message ?? 'the list broke off'}`,
          { extensions: { code: list.coverage.sources[0]?.reason ?? 'PARTIAL' } },
        );
      return list.edges.map(({ node }) => known(`user name ${node.username}`.slice(0, 300), node.externalId));
    },
  };
}

function onlyOne(directories: ReadonlySet<string>, context: GatewayContext): string {
  const [first, ...more] = directories;
  if (first === undefined && context.directories[0] !== undefined && context.directories.length === 1)
    return context.directories[0].key;
  if (first === undefined) throw badInput('Expected users of a directory; received none.');
  if (more.length > 0)
    throw badInput(
      `Expected users of one directory in one operation; received ${directories.size} directories. Ask for one operation for each.`,
    );
  return context.loaders(first).directory.key;
}
