import { GraphQLError } from 'graphql';
import { isConfined } from '../access/reach.ts';
import { encodeCursor } from '../directory/cursor.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { identityId } from '../identities/identity-id.ts';
import type { AccountRef } from '../identities/manual-link.ts';
import type { Coverage } from '../model/coverage.ts';
import type { User } from '../model/user.ts';
import type { Connection, PageArguments } from './connection.ts';
import type { GatewayContext } from './context.ts';
import { badInput, objectId } from './global-id.ts';
import { type IdentityView, viewOf } from './identity-view.ts';
import { usersWithin } from './within.ts';

/** The identity to which an account belongs, as the caller sees it; null: no sweep has the account, or they see none of it. */
export async function identityOf(
  ref: AccountRef,
  context: GatewayContext,
  scope: RequestScope = context.scope,
): Promise<IdentityView | null> {
  const coverage = knownCoverage(await context.identities.refresh(scope), context);
  const identity = await context.identities.identityOf(ref, scope);
  return identity && viewOf(identity, coverage, context.caller);
}

/** The identity with this local id, or that to which its account belongs by now; null when there is none any more. */
export async function identityById(id: string, context: GatewayContext): Promise<IdentityView | null> {
  const ref = objectId(id);
  const found = await identityOf(ref, context);
  // An id names an account: who may not see that one does not learn from it whom it belongs to.
  if (found === null || !isConfined(context.caller)) return found;
  const isNamed = ({ directory, externalId }: User): boolean =>
    directory === ref.directory && externalId === ref.externalId;
  return found.links.some(({ user }) => isNamed(user)) ? found : null;
}

/** @throws {GraphQLError} `INCOMPLETE` when the sweep of its directory could not be taken, or does not have it yet. */
export async function identityOfUser(user: User, context: GatewayContext): Promise<IdentityView | null> {
  const found = await identityOf(user, context);
  if (found !== null) return found;
  const coverage = knownCoverage(await context.identities.refresh(context.scope), context);
  const source = coverage.sources.find(({ directory }) => directory === user.directory);
  const why =
    source === undefined || source.observedAt === null
      ? `could not be swept: ${source?.message ?? 'it is not known why.'}`
      : `was swept at ${source.observedAt.toISOString()}, and this account was not seen there; ask again after the next sweep, or with the header "Cache-Control: no-cache".`;
  throw new GraphQLError(`Whose account this is cannot be told: "${user.directory}" ${why}`, {
    extensions: {
      code: 'INCOMPLETE',
      directory: user.directory,
      state: source?.state ?? 'FAILED',
      reason: source?.reason ?? null,
    },
  });
}

/** The next identities of which the caller sees an account. @throws {GraphQLError} `BAD_USER_INPUT` for a foreign cursor. */
export async function listIdentities(
  { first, after }: PageArguments,
  context: GatewayContext,
): Promise<Connection<IdentityView, null>> {
  const { identities, caller, scope } = context;
  const coverage = knownCoverage(await identities.refresh(scope), context);
  const within = usersWithin(caller);
  let start: string | null = null;
  if (after !== null) {
    if (after.page === null || after.offset !== 0) throw badInput(foreignCursor);
    const ref = { directory: after.directory, externalId: after.page };
    // The cursor names an account that the caller sees; the order is that of the anchors, whom they may not see.
    start = (within === null ? null : identities.current.identityOf(ref)?.id) ?? identityId(ref);
  }
  const page = await identities.page(first, start, scope, within);
  const views = page.identities.flatMap((identity) => viewOf(identity, coverage, caller) ?? []);
  return {
    edges: views.map((view) => ({
      node: view,
      cursor: () =>
        encodeCursor({ directory: view.anchor.directory, page: view.anchor.externalId, offset: 0 }),
      relation: null,
    })),
    hasNextPage: page.hasNextPage,
    totalCount: coverage.complete ? page.total : null,
    coverage: within === null ? coverage : { ...coverage, checked: views.length },
  };
}

const foreignCursor = '`after` is expected to be an `endCursor` of this list; received one of another list.';

const known = new WeakMap<Coverage, Coverage>();

/** Without the directories that the caller does not know. One object for each request, so that a gap is told once. */
export function knownCoverage(coverage: Coverage, { directories }: GatewayContext): Coverage {
  const before = known.get(coverage);
  if (before !== undefined) return before;
  const keys = new Set(directories.map(({ key }) => key));
  const sources = coverage.sources.filter(({ directory }) => keys.has(directory));
  const complete = sources.every(({ state }) => state === 'COMPLETE');
  const shown: Coverage =
    sources.length === coverage.sources.length
      ? coverage
      : { complete, checked: 0, unknown: complete ? 0 : null, sources };
  known.set(coverage, shown);
  return shown;
}
