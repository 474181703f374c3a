import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';

/**
 * Lets every event of a subscription be answered as a request of its own would be: a subscription may last for days, and what was read
 * for one event is old at the next, and nobody's any more.
 */
export function eachEventAnew(schema: GraphQLSchema): GraphQLSchema {
  const fields: Readonly<Record<string, GraphQLField<unknown, GatewayContext>>> =
    schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(fields)) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (event, args, context, info) => {
      context.beginEvent?.();
      return resolve(event, args, context, info);
    };
  }
  return schema;
}
