import {
  type AccountState,
  changes,
  type OffboardStep,
  type StepEnd,
} from '../actions/offboard/offboard-step.ts';
import type { OffboardedAccount } from '../actions/offboard/offboard.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { CoverageSource } from '../model/coverage.ts';
import type { User } from '../model/user.ts';
import { replayedMeans } from './action-parts.ts';
import { ActionNameEnum } from './available-action.ts';
import { builder } from './builder.ts';
import { CoverageSourceType } from './coverage.ts';
import { DirectoryType } from './directory.ts';
import { IdentityType } from './identity.ts';
import { identityOf } from './identity-reads.ts';
import { LedgerEntryType } from './ledger.ts';
import { placeOfUser } from './place.ts';
import { UserType } from './user.ts';

/** What an offboarding came to. */
export interface Offboarding {
  readonly kind: 'SUCCESS';
  readonly anchor: User;
  readonly accounts: readonly (OffboardedAccount & { readonly user: User })[];
  readonly dryRun: boolean;
  readonly unread: readonly CoverageSource[];
  readonly notes: readonly string[];
  readonly complete: boolean;
  /** Of its own: what was read before the change does not hold any more. */
  readonly scope: RequestScope;
}

const StateEnum = builder.enumType('OffboardState', {
  description: 'What became of one account; of a rehearsal, what would.',
  values: {
    DONE: { description: 'Everything that can be done there is done, and some of it by this.' },
    WOULD_DO: { description: 'Of a rehearsal: everything that can be done there would be.' },
    ALREADY: { description: 'Everything was so already: nothing was changed.' },
    PARTIAL: { description: 'Some of it is done, some is not; see the steps.' },
    REFUSED: { description: 'A guard held it back: nothing was changed.' },
    FAILED: { description: 'Nothing of it is surely done; see the steps, and ask again.' },
    SKIPPED: { description: 'It was left alone; see the message, or the steps.' },
  } satisfies Record<AccountState, { description: string }>,
});

const StepEndEnum = builder.enumType('OffboardStepOutcome', {
  description: 'How a step ended.',
  values: {
    DONE: { description: 'It took effect.' },
    WOULD_DO: { description: 'Of a rehearsal: it would take effect.' },
    ALREADY: { description: 'It was so already.' },
    REFUSED: { description: 'A guard held it back.' },
    FAILED: { description: 'It did not take effect, or was not tried because something could not be read.' },
    UNCONFIRMED: { description: 'It was sent, and it is not known whether it happened.' },
    SKIPPED: { description: 'It was not tried, or this kind of directory has no such thing.' },
  } satisfies Record<StepEnd, { description: string }>,
});

const StepType = builder.objectRef<OffboardStep>('OffboardStep').implement({
  description: 'One action on one account.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    action: t.expose('action', { type: ActionNameEnum, description: 'The action.' }),
    about: t.exposeString('about', {
      nullable: true,
      description: 'What beside the account it is about: the name of a role.',
    }),
    outcome: t.expose('outcome', { type: StepEndEnum, description: 'How it ended.' }),
    replayed: t.exposeBoolean('replayed', { description: replayedMeans }),
    message: t.exposeString('message', { nullable: true, description: 'Why, where that is not plain.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Of a refusal or a failure, for programs; docs/errors.md lists them.',
    }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether the same request may succeed later without anybody changing anything.',
    }),
    entry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger; null when nothing was recorded.',
      extensions: { own: true },
      resolve: ({ entryId }, _args, context) =>
        entryId === null ? null : context.actions.ledger.get(entryId),
    }),
  }),
});

type Shown = Offboarding['accounts'][number];

const AccountType = builder.objectRef<Shown>('OffboardedAccount').implement({
  description: 'One account of somebody who leaves, and what was done to it.',
  // What callers have just done is theirs to see; what it was done to, whoever may read it.
  extensions: { permission: 'public', place: ({ user }: Shown) => placeOfUser(user) },
  fields: (t) => ({
    directory: t.field({
      type: DirectoryType,
      nullable: true,
      description: 'The directory that it is in.',
      resolve: ({ account }, _args, context) => context.loaders(account.directory).directory,
    }),
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The account, as it was read back; null when it does not exist any more.',
      extensions: { cost: { calls: 1 } },
      resolve: ({ account }, _args, context) =>
        context.loaders(account.directory).user.load(account.externalId),
    }),
    state: t.expose('state', { type: StateEnum, description: 'What became of it as a whole.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Why it was left alone; null: it was not.',
    }),
    steps: t.expose('steps', { type: [StepType], description: 'What was tried on it, in this order.' }),
  }),
});

export const OffboardingType = builder.objectRef<Offboarding>('OffboardIdentitySuccess').implement({
  description:
    'What was done, account by account. That it is here says that it was tried, not that all of it succeeded: `complete` does.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    complete: t.exposeBoolean('complete', {
      description:
        'Whether every account of the person, in every directory, is done: none failed or was left alone, every directory was read, and the caller may see them all. Of a rehearsal: would be.',
    }),
    changed: t.boolean({
      description: 'Whether anything was changed, or would be.',
      resolve: ({ accounts }) => accounts.some(({ steps }) => steps.some(({ outcome }) => changes(outcome))),
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it was only a rehearsal.' }),
    replayed: t.boolean({
      description:
        'Whether every step that succeeded is the answer of an earlier call with the same idempotency key: then nothing was done now.',
      resolve: ({ accounts }) => {
        const good = accounts
          .flatMap(({ steps }) => steps)
          .filter(({ outcome, entryId }) => entryId !== null && (changes(outcome) || outcome === 'ALREADY'));
        return good.length > 0 && good.every((step) => step.replayed);
      },
    }),
    accounts: t.expose('accounts', { type: [AccountType], description: 'Its accounts.' }),
    unread: t.expose('unread', {
      type: [CoverageSourceType],
      description:
        'Directories that could not be read whole: there may be an account in there that nobody has seen. Ask again when they answer.',
    }),
    notes: t.exposeStringList('notes', {
      description: 'In words: what else keeps it from being complete, and what to do.',
    }),
    identity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'The person, as known now; null while no sweep has the account.',
      resolve: ({ anchor, scope }, _args, context) => identityOf(anchor, context, scope),
    }),
  }),
});
