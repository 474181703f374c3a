import { can } from '../../access/caller.ts';
import type { BulkStart } from '../../actions/bulk/start-bulk.ts';
import { notFound } from '../../actions/failures.ts';
import { actionNamed } from '../../actions/registry.ts';
import { builder } from '../builder.ts';
import { visible } from '../bulk.ts';
import { forbidden } from '../forbidden.ts';
import { parseObjectId } from '../global-id.ts';
import { bulkResult, unavailable } from './bulk-mutation.ts';

const CancelInput = builder.inputType('CancelBulkOperationInput', {
  description: 'Which operation is to end.',
  fields: (t) => ({ operation: t.id({ required: true, description: 'Id of the operation.' }) }),
});

builder.mutationField('cancelBulkOperation', (t) =>
  t.field({
    type: bulkResult('CancelBulkOperationResult', 'cancelBulkOperation'),
    nullable: true,
    description:
      'Ends a bulk operation: what was not begun stays as it is, and what was begun is carried to its end. For who asked for it, and for whoever may do its action. Repeating it changes nothing.',
    args: { input: t.arg({ type: CancelInput, required: true, description: 'Which operation.' }) },
    // Who asked for it, or may do the action itself.
    extensions: { permission: 'public' },
    resolve: async (_root, { input }, context): Promise<BulkStart> => {
      const { actions, caller } = context;
      if (actions.bulk === null) return unavailable();
      const { directory, externalId } = parseObjectId(input.operation, 'BulkOperation');
      const operation = await visible(externalId, context);
      const action = operation === null ? null : actionNamed(operation.action);
      if (operation === null || action === null) return notFound('bulk operation', directory);
      const may = operation.caller.name === caller.name || can(caller, action.permission, { directory });
      if (!may) throw forbidden(action.permission);
      await actions.bulk.cancel(operation.id);
      actions.bulkNews.tell(operation.id);
      return (await actions.bulk.get(operation.id)) ?? operation;
    },
  }),
);
