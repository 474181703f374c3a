import type { BulkOperation } from '../actions/bulk/bulk-operation.ts';
import { watchBulk } from '../actions/bulk/bulk-watch.ts';
import { builder } from './builder.ts';
import { BulkOperationType, bulkStore, visible } from './bulk.ts';
import { BulkChanges } from './bulk-changes.ts';
import type { GatewayContext } from './context.ts';
import { badInput, parseObjectId } from './global-id.ts';
import { listenerOf } from './listener.ts';
import { mostSubscriptions } from './seats.ts';

builder.subscriptionField('bulkOperationChanged', (t) =>
  t.field({
    type: BulkOperationType,
    description: `A bulk operation as it is now and whenever it has come further, also at another gateway; ends with the operation. A plan is told of until it expires. At most ${mostSubscriptions.perCaller} at once for one caller.`,
    args: { id: t.arg.id({ required: true, description: 'Id of the operation.' }) },
    extensions: { permission: 'public' },
    subscribe: async (_root, { id }, context) => await changesOf(id, context),
    resolve: (operation) => operation,
  }),
);

async function changesOf(
  globalId: string,
  context: GatewayContext,
): Promise<AsyncIterableIterator<BulkOperation, undefined>> {
  const { externalId: id } = parseObjectId(globalId, 'BulkOperation');
  const { actions } = context;
  // Taken before anything is read: who asks for too many costs nothing.
  const listener = listenerOf(context);
  try {
    const operation = await visible(id, context);
    if (operation === null) throw badInput('There is no such bulk operation, or it is not for you to see.');
    const store = bulkStore(context);
    return new BulkChanges({
      ...listener,
      watch: (teller) => watchBulk(store, actions.bulkNews, operation.id, teller),
    });
  } catch (error) {
    listener.onEnd();
    throw error;
  }
}
