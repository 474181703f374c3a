import type { BulkItem, ItemOutcome } from '../actions/bulk/bulk-operation.ts';
import { DifferenceType, SubjectType } from './action-parts.ts';
import { builder } from './builder.ts';
import { LedgerEntryType } from './ledger.ts';

const BulkOutcomeEnum = builder.enumType('BulkOutcome', {
  description: 'How an item of a bulk operation ended.',
  values: {
    PENDING: { description: 'It has not ended (yet).' },
    SUCCEEDED: { description: 'It was done, and seen to be so.' },
    UNCHANGED: { description: 'It was so already: nothing was sent.' },
    REFUSED: { description: 'A guard held it back: nothing was sent.' },
    FAILED: { description: 'It was not done, or not wholly.' },
    CONFLICT: { description: 'The subject changed since the plan: nothing was sent.' },
    NOT_FOUND: { description: 'There is no such subject.' },
    INVALID: { description: 'What was asked for it is wrong, or names several.' },
    UNCONFIRMED: { description: 'It was sent, and it is not known whether it happened.' },
    NOT_STARTED: { description: 'The operation ended before its turn.' },
  } satisfies Record<ItemOutcome | 'PENDING', { description: string }>,
});

export const BulkItemType = builder.objectRef<BulkItem>('BulkItem').implement({
  description: 'One subject of a bulk operation, and what became of it.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    position: t.exposeInt('position', {
      description: 'Its place in the order in which they are begun: 1, 2, 3.',
    }),
    given: t.exposeString('given', { description: 'How the caller named it: `user name alice`.' }),
    subject: t.field({
      type: SubjectType,
      nullable: true,
      description: 'On whom; null where nobody was found.',
      resolve: ({ subject }) => (subject.externalId === '' ? null : subject),
    }),
    outcome: t.field({
      type: BulkOutcomeEnum,
      description: 'How it ended; of a plan: what it found that would be refused.',
      resolve: (item) => endOf(item)?.outcome ?? 'PENDING',
    }),
    code: t.string({
      nullable: true,
      description: 'Why it did not succeed: stable, for programs.',
      resolve: (item) => endOf(item)?.code ?? null,
    }),
    message: t.string({
      nullable: true,
      description: 'Why it did not succeed, for people.',
      resolve: (item) => endOf(item)?.message ?? null,
    }),
    retryable: t.boolean({
      description: 'Whether asking for it again may succeed without anybody changing anything.',
      resolve: (item) => endOf(item)?.retryable ?? false,
    }),
    wouldChange: t.boolean({
      nullable: true,
      description: 'Of a plan: whether anything would be changed. Null: there was no plan.',
      resolve: ({ plan }) => plan.changes,
    }),
    differences: t.field({
      type: [DifferenceType],
      description: 'Of a plan: what would be changed.',
      resolve: ({ plan }) => plan.differences,
    }),
    entry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger; null when nothing was recorded (yet).',
      resolve: (item, _args, context) => {
        const entryId = endOf(item)?.entryId ?? null;
        return entryId === null ? null : context.actions.ledger.get(entryId);
      },
    }),
  }),
});

function endOf({ end, plan }: BulkItem): BulkItem['end'] {
  return end ?? plan.end;
}
