import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { GatewayContext } from './context.ts';
import { badInput, decodeGlobalId, encodeGlobalId } from './global-id.ts';

export interface SchemaTypes {
  Context: GatewayContext;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Date: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    ID: { Input: string; Output: string };
    _Any: { Input: unknown; Output: unknown };
  };
}

/** The one schema builder. It holds no types: each lives in the file that is named after it. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    decodeGlobalID: (globalId) => {
      const decoded = decodeGlobalId(globalId);
      if (isNode(decoded.typename)) return decoded;
      throw badInput(
        `Expected the id of an object of this graph; there are no ids of "${decoded.typename.slice(0, 64)}".`,
      );
    },
    nodeQueryOptions: {
      description: 'Any object by its id; null when it does not exist any more.',
      args: { id: { description: 'Id of the object.' } },
      extensions: { cost: { calls: 1 }, permission: 'public' },
    },
    nodesQueryOptions: {
      description:
        'Several objects by their ids, in the order asked; null where one does not exist any more.',
      args: { ids: { description: 'Ids of the objects.' } },
      extensions: {
        cost: { calls: 1, each: { path: ['ids'], otherwise: 1_000 } },
        permission: 'public',
      },
    },
    nodeTypeOptions: { description: 'Something that can be asked for again by its id.' },
    idFieldOptions: { description: 'Opaque, and unique in this graph.' },
    cursorType: 'String',
    hasNextPageFieldOptions: { description: 'Whether there are rows after these.' },
    hasPreviousPageFieldOptions: { description: 'Always false: lists are walked forwards.' },
    startCursorFieldOptions: { description: 'The place of the first row; null when there is none.' },
    endCursorFieldOptions: {
      description:
        'The place of the last row: asks for what comes after it, as `after`. Null when there is none.',
    },
    pageInfoTypeOptions: {
      description: 'Whether there is more, and where to go on.',
      extensions: { permission: 'public' },
    },
  },
});

/** Whether a type of this name can be asked for by id. */
function isNode(typename: string): boolean {
  if (!builder.configStore.hasConfig(typename)) return false;
  const { kind, pothosOptions } = builder.configStore.getTypeConfig(typename);
  return kind === 'Object' && 'loadOne' in pothosOptions;
}

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description:
    'Everything that changes something: one intention each, safe to repeat, checked by reading back.',
});
builder.subscriptionType({ description: 'What can be listened to, over server-sent events.' });
