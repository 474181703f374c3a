import type { ActionResult, ActionSuccess } from '../../actions/action-result.ts';
import { undoEntry } from '../../actions/undo/undo-entry.ts';
import { ActionDoneType } from '../action-done.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { resultUnion } from '../success.ts';

const UndoInput = builder.inputType('UndoInput', {
  description: 'Which entry is to be taken back.',
  fields: (t) => ({
    entry: t.id({ required: true, description: 'Id of the entry in the ledger.' }),
    reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
    idempotencyKey: t.string({
      description:
        'A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer, for a day.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Everything but the change.' }),
  }),
});

const UndoResult = resultUnion('undo', ActionDoneType, 'ActionDone');

builder.mutationField('undo', (t) =>
  t.field({
    type: UndoResult,
    nullable: true,
    description:
      "Takes back what an entry of the ledger did, by its inverse: with the inverse's permission, and only while the present state is the one that the entry left. Anything else is a conflict, with the state as it is. An entry is undone once.",
    args: { input: t.arg({ type: UndoInput, required: true, description: 'Which entry.' }) },
    // The inverse's own permission is asked for when it is known which one it is.
    extensions: { permission: 'public', cost: { calls: 6 } },
    resolve: async (
      _root,
      { input: { entry, ...input } },
      context,
    ): Promise<ActionSuccess | ActionResult> => {
      const { directory, externalId } = parseObjectId(entry, 'LedgerEntry');
      const result = await undoEntry({
        services: context.actions,
        loaders: context.loaders(directory),
        loadersOf: (key) =>
          context.directories.some((one) => one.key === key) ? context.loaders(key) : null,
        caller: context.caller,
        entryId: externalId,
        input,
      });
      // It may have been a link of two accounts.
      if (result.kind !== 'REFUSED' && result.subject?.type === 'USER') context.identities.linksChanged();
      return result;
    },
  }),
);
