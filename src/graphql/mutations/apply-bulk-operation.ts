import { applyBulk, type BulkStart } from '../../actions/bulk/start-bulk.ts';
import { actionNamed } from '../../actions/registry.ts';
import { notFound } from '../../actions/failures.ts';
import { builder } from '../builder.ts';
import { visible } from '../bulk.ts';
import { parseObjectId } from '../global-id.ts';
import { bulkResult, settled, unavailable } from './bulk-mutation.ts';

const ApplyInput = builder.inputType('ApplyBulkOperationInput', {
  description: 'Which plan is to be applied.',
  fields: (t) => ({ operation: t.id({ required: true, description: 'Id of the planned operation.' }) }),
});

builder.mutationField('applyBulkOperation', (t) =>
  t.field({
    type: bulkResult('ApplyBulkOperationResult', 'applyBulkOperation'),
    nullable: true,
    description:
      'Applies a plan, exactly as it was shown: whoever changed since is a conflict of their own, and whoever was refused is not tried. Only who planned it can, within 15 minutes. Repeating it changes nothing. The answer waits up to 20 s for the end.',
    args: { input: t.arg({ type: ApplyInput, required: true, description: 'Which plan.' }) },
    // Who may do the action itself, by the operation.
    extensions: { permission: 'public', cost: { calls: 300 } },
    resolve: async (_root, { input }, context): Promise<BulkStart> => {
      const { actions, caller, directories, scope } = context;
      if (actions.bulk === null) return unavailable();
      const { directory, externalId } = parseObjectId(input.operation, 'BulkOperation');
      const operation = await visible(externalId, context);
      const action = operation === null ? null : actionNamed(operation.action);
      if (operation === null || action === null) return notFound('bulk operation', directory);
      const request = { services: actions, store: actions.bulk, caller, directories, scope };
      return await settled(await applyBulk(request, operation, action), context);
    },
  }),
);
