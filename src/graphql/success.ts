import type { ActionResult, ActionSuccess } from '../actions/action-result.ts';
import type { ObjectRef } from '@pothos/core';
import { actionErrors, errorTypenames } from './action-error.ts';
import { replayedMeans } from './action-parts.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { LedgerEntryType } from './ledger.ts';

type Shapes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;
type SuccessFields<S extends ActionSuccess> = PothosSchemaTypes.ObjectFieldBuilder<Shapes, S>;

/** What every success tells, whatever was done. */
export function doneFields<S extends ActionSuccess>(t: SuccessFields<S>) {
  return {
    changed: t.boolean({
      description: 'Whether anything was changed, or would be: false when it was so already.',
      resolve: ({ changed }) => changed,
    }),
    dryRun: t.boolean({
      description: 'Whether it was only a rehearsal.',
      resolve: ({ dryRun }) => dryRun,
    }),
    replayed: t.boolean({
      description: replayedMeans,
      resolve: ({ replayed }) => replayed === true,
    }),
    entry: t.field({
      type: LedgerEntryType,
      nullable: true,
      description: 'The entry in the ledger; null when the ledger does not keep it any more.',
      extensions: { own: true },
      resolve: ({ entryId }, _args, context) => context.actions.ledger.get(entryId),
    }),
  };
}

/** What a mutation answers: its success, and all the ways in which it does not succeed. @param name of the success's type. */
export function resultUnion<S extends ActionSuccess>(
  mutation: string,
  Success: ObjectRef<Shapes, S>,
  name: string,
) {
  const typeName = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return builder.unionType(`${typeName}Result`, {
    description: `How \`${mutation}\` ended.`,
    extensions: { permission: 'public' },
    types: [Success, ...actionErrors],
    resolveType: (result: ActionResult) => (result.kind === 'SUCCESS' ? name : errorTypenames[result.kind]),
  });
}
