import type { LedgerEntry } from '../actions/ledger.ts';
import { everyAction } from '../actions/registry.ts';
import { dispositionOf, type FindingRecord } from '../findings/history/finding-history.ts';
import { ruleById } from '../findings/index.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { FindingType, type FindingOf } from './finding.ts';
import { AcceptanceType, DispositionEnum } from './finding-acceptance.ts';
import { recordOf } from './finding-records.ts';
import { LedgerEntryType } from './ledger.ts';

/** Entries of one action that are listed as tries to put a finding right. */
const mostRuns = 20;

const recordOfRow = ({ finding }: FindingOf, context: GatewayContext): Promise<FindingRecord | null> =>
  recordOf(finding.id, context);

builder.objectFields(FindingType, (t) => ({
  lastSeenAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'The newest look that saw it; null when none did.',
    resolve: async (row, _args, context) => (await recordOfRow(row, context))?.lastSeenAt ?? null,
  }),
  staleSince: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Of an open one: since which look it could not be decided any more. What is not known does not resolve it.',
    resolve: async (row, _args, context) => (await recordOfRow(row, context))?.staleSince ?? null,
  }),
  resolvedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'The look that showed that it is certainly not so any more; null while it is open.',
    resolve: async (row, _args, context) => (await recordOfRow(row, context))?.resolvedAt ?? null,
  }),
  reopenCount: t.int({
    nullable: true,
    description: 'How often it came back after it was resolved; null when it was never seen.',
    resolve: async (row, _args, context) => (await recordOfRow(row, context))?.reopenCount ?? null,
  }),
  disposition: t.field({
    type: DispositionEnum,
    nullable: true,
    description:
      'What became of it, as far as looks at its whole directory have shown; null when none has seen it.',
    resolve: async (row, _args, context) => {
      const record = await recordOfRow(row, context);
      return record && dispositionOf(record);
    },
  }),
  acceptance: t.field({
    type: AcceptanceType,
    nullable: true,
    description: 'Who accepted the risk, and until when; null: nobody, or not any more.',
    resolve: async (row, _args, context) => (await recordOfRow(row, context))?.acceptance ?? null,
  }),
  remedyRuns: t.field({
    type: [LedgerEntryType],
    nullable: true,
    description: `What was done or tried on its object, since it was seen first, of the actions that would put it right; newest first, at most ${mostRuns} of each action. Rehearsals and what was refused are left out, and what was done to parts of the object, such as a device.`,
    extensions: { cost: { calls: 0, rows: 5 } },
    resolve: async (row, _args, context) => {
      const record = await recordOfRow(row, context);
      return record === null ? [] : await remedyRuns(record, context);
    },
  }),
}));

async function remedyRuns(
  { ruleId, subject, firstSeenAt }: FindingRecord,
  { actions }: GatewayContext,
): Promise<readonly LedgerEntry[]> {
  const remedies = new Set(ruleById.get(ruleId)?.remedies.map(({ action }) => action));
  const pages = await Promise.all(
    everyAction
      .filter(({ mutation }) => remedies.has(mutation))
      .map(({ name }) =>
        actions.ledger.list({ subject, action: name, since: firstSeenAt }, { first: mostRuns, after: null }),
      ),
  );
  return pages
    .flatMap(({ rows }) => rows.map(({ entry }) => entry))
    .filter(({ dryRun, outcome }) => !dryRun && outcome !== 'REFUSED')
    .toSorted((one, other) => other.recordedAt.getTime() - one.recordedAt.getTime());
}
