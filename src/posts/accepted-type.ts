/** The two types of a GraphQL answer that comes in one piece. */
export type AnswerType = 'application/graphql-response+json' | 'application/json';

const types: ReadonlyMap<string, AnswerType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/**
 * The first type in an `Accept` that an answer in one piece can have.
 *
 * @returns null where the header names a type that answers in parts have, or none of these: that is negotiated elsewhere.
 */
export function acceptedType(accept: string | undefined): AnswerType | null {
  const exact = types.get(accept ?? '*/*');
  if (exact !== undefined) return exact;
  let first: AnswerType | null = null;
  for (const each of (accept ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim());
    const found = types.get(name);
    if (found === undefined || parameters.length > 0) return null;
    first ??= found;
  }
  return first;
}
