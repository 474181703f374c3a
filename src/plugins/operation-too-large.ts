import { GraphQLError } from 'graphql';

/** Which measure of an operation was exceeded. */
export type OperationLimit =
  | 'tokens'
  | 'nesting'
  | 'depth'
  | 'introspectionDepth'
  | 'fields'
  | 'rootFields'
  | 'mutationFields'
  | 'aliases'
  | 'directives'
  | 'variablesDepth'
  | 'cost'
  | 'rows'
  | 'values'
  | 'introspection'
  | 'plan';

/** The refusal of an operation before anything was executed: code `OPERATION_TOO_LARGE`, with what was measured. */
export function operationTooLarge(
  limit: OperationLimit,
  facts: { what: string; allowed: number; received: number; advice?: string },
): GraphQLError {
  // JSON has no Infinity: nested fragments can multiply beyond any number.
  const received = Math.min(Math.ceil(facts.received), Number.MAX_SAFE_INTEGER);
  const { what, allowed, advice } = facts;
  return new GraphQLError(
    `The operation is too large: ${what} may be at most ${allowed}; it is ${received}.${advice === undefined ? '' : ` ${advice}`}`,
    {
      extensions: {
        code: 'OPERATION_TOO_LARGE',
        limit,
        allowed,
        received,
        http: { spec: true, status: 400 },
      },
    },
  );
}
