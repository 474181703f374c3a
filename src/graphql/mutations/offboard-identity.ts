import { can } from '../../access/caller.ts';
import { inputProblem } from '../../actions/action-input.ts';
import type { ActionFailure, ActionRefused } from '../../actions/action-result.ts';
import { failure, notFound } from '../../actions/failures.ts';
import { bindKey } from '../../actions/offboard/bind-key.ts';
import { chooseAccounts } from '../../actions/offboard/choose-accounts.ts';
import { offboard } from '../../actions/offboard/offboard.ts';
import type { AccountRef } from '../../identities/manual-link.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import { actionErrors, errorTypenames } from '../action-error.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { badInput, localId, parseObjectId } from '../global-id.ts';
import { type Offboarding, OffboardingType } from '../identity-offboarding.ts';
import { identityById, identityOf, knownCoverage } from '../identity-reads.ts';
import type { IdentityView } from '../identity-view.ts';
import { refDirectory, resolveUserRef, UserRef } from '../user-ref.ts';

const OffboardInput = builder.inputType('OffboardIdentityInput', {
  description: 'Who leaves: exactly one of `user` and `identity`.',
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      description:
        "The person's account in the primary directory. Another account of theirs stands for itself alone, unless an operator linked it.",
    }),
    identity: t.id({ description: 'Id of the Identity.' }),
    directories: t.stringList({
      description: 'Keys of the only directories in which something is to be done; left out: all.',
    }),
    includeUncertain: t.boolean({
      defaultValue: false,
      description:
        "Whether accounts that are tied to the others with low confidence are taken too: they may be somebody else's.",
    }),
    reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
    idempotencyKey: t.string({
      description:
        'A text of your own, 1 to 255 characters: for a day, a repeat with the same key goes on where the first stopped, and does nothing twice.',
    }),
    dryRun: t.boolean({
      defaultValue: false,
      description: 'The plan: everything is looked up and checked, and nothing is changed.',
    }),
  }),
});

const OffboardResult = builder.unionType('OffboardIdentityResult', {
  description: 'How `offboardIdentity` ended.',
  extensions: { permission: 'public' },
  types: [OffboardingType, ...actionErrors],
  resolveType: (result: NotDone | Offboarding) =>
    result.kind === 'SUCCESS' ? 'OffboardIdentitySuccess' : errorTypenames[result.kind],
});

/** Before anything was tried. */
type NotDone = ActionFailure | ActionRefused;

type Input = typeof OffboardInput.$inferInput;

builder.mutationField('offboardIdentity', (t) =>
  t.field({
    type: OffboardResult,
    nullable: true,
    description:
      "Takes a person's access away in all directories at once: blocks sign-in, ends sessions, and removes the roles of administrators, on every account that is surely theirs. Each step is an action of its own, under its own guards and permissions, with its own entry in the ledger; one that fails stops nothing elsewhere. Factors, groups without roles, and data stay.",
    args: { input: t.arg({ type: OffboardInput, required: true, description: 'Who leaves.' }) },
    extensions: { permission: 'user:suspend', cost: { calls: 60 } },
    resolve: (_root, { input }, context) => run(input, context),
  }),
);

async function run(input: Input, context: GatewayContext): Promise<NotDone | Offboarding> {
  if ((input.user ? 1 : 0) + (input.identity ? 1 : 0) !== 1)
    throw badInput('Expected exactly one of `user` and `identity`; received none of them, or both.');
  for (const key of input.directories ?? []) context.loaders(key);
  const problem = inputProblem(input);
  if (problem !== null)
    return failure({ kind: 'INVALID', code: 'BAD_USER_INPUT', message: problem, retryable: false });
  const found = await whoLeaves(input, context);
  if ('kind' in found) return found;
  const reused = await bindKey(context.actions, context.caller, input.idempotencyKey, {
    who: input.identity ?? localId(found.named ?? found.anchor),
    directories: input.directories?.toSorted() ?? null,
    includeUncertain: input.includeUncertain === true,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
  });
  if (reused !== null) return reused;

  const { named, ties } = found;
  const directories = input.directories ? new Set(input.directories) : null;
  const includeUncertain = input.includeUncertain === true;
  const primary = context.directories.find(({ isPrimary }) => isPrimary)?.key ?? null;
  const done = await offboard({
    services: context.actions,
    caller: context.caller,
    loaders: (directory) => context.loaders(directory),
    accounts: chooseAccounts(ties, {
      named,
      primary,
      directories,
      includeUncertain,
      tellsTies: ties[0]?.matchedBy === 'ANCHOR',
    }),
    input,
  });
  const users = new Map(ties.map(({ user }) => [localId(user), user]));
  const accounts = done.flatMap((each) => {
    const user = users.get(localId(each.account));
    return user === undefined ? [] : [{ ...each, user }];
  });
  const unread = found.coverage.sources.filter(({ state }) => state !== 'COMPLETE');
  const notes = notesOf(found, context);
  return {
    kind: 'SUCCESS',
    anchor: found.anchor,
    accounts,
    dryRun: input.dryRun === true,
    unread,
    notes,
    complete:
      unread.length === 0 &&
      notes.length === 0 &&
      accounts.every(({ state }) => state === 'DONE' || state === 'WOULD_DO' || state === 'ALREADY'),
    scope: { ...context.scope, maxAgeMs: null },
  };
}

interface Leaver extends Pick<IdentityView, 'anchor' | 'ties' | 'coverage'> {
  readonly named: AccountRef | null;
  /** Of all directories, also those that the caller does not know. */
  readonly everywhere: Coverage;
  /** Whether a sweep has the named account: otherwise it stands alone, though it may not be. */
  readonly isSwept: boolean;
}

async function whoLeaves(input: Input, context: GatewayContext): Promise<Leaver | NotDone> {
  const { identities, scope } = context;
  if (input.identity) {
    const { directory, externalId } = parseObjectId(input.identity, 'Identity');
    const view = await identityById(localId({ directory, externalId }), context);
    if (view === null) return notFound('identity', directory);
    const everywhere = await identities.refresh(scope);
    // Only the id that the identity has now names all of it. An older one names an account, which may have come to it by a claim.
    const first = (await identities.identityOf({ directory, externalId }, scope))?.links[0]?.user;
    const isItsOwn = first?.directory === directory && first.externalId === externalId;
    return { ...view, named: isItsOwn ? null : { directory, externalId }, everywhere, isSwept: true };
  }
  if (!input.user) throw badInput('Expected `user` or `identity`; received neither.');
  const user: User | null = await resolveUserRef(input.user, context);
  if (user === null) return notFound('user', refDirectory(input.user));
  const [view, everywhere] = await Promise.all([identityOf(user, context), identities.refresh(scope)]);
  const named = { directory: user.directory, externalId: user.externalId };
  if (view !== null) return { ...view, named, everywhere, isSwept: true };
  const alone = { user, matchedBy: 'ANCHOR', confidence: 'CERTAIN', evidence: [] } as const;
  const coverage = knownCoverage(everywhere, context);
  return { anchor: user, ties: [alone], coverage, named, everywhere, isSwept: false };
}

/** The same for everybody with the same rights: that there is something is not told to who may not see it. */
function notesOf({ everywhere, isSwept }: Leaver, { caller }: GatewayContext): readonly string[] {
  const seesAll = everywhere.sources.every(({ directory }) =>
    can(caller, 'directory:read', { directory, population: null }),
  );
  return [
    ...(seesAll
      ? []
      : [
          'Your permissions do not reach everybody in every directory: accounts that you may not see were neither looked for nor touched. Let somebody who sees all of them ask for the same.',
        ]),
    ...(isSwept
      ? []
      : [
          "No sweep has this account yet, so the person's other accounts are not known. Ask again after the next sweep.",
        ]),
  ];
}
