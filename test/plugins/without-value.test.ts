import { assert, boolean, integer, oneof, property, string } from 'fast-check';
import { buildSchema, getVariableValues, GraphQLError, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { withoutValue } from '../../src/plugins/without-value.ts';

const schema = buildSchema(`
  input Inner { pin: String, on: Boolean! }
  input Login { name: String!, password: String, inner: Inner }
  type Query { login(input: Login!): String }
`);
const document = parse('query Q($input: Login!) { login(input: $input) }');

function errorsOf(input: unknown): readonly GraphQLError[] {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation.');
  return getVariableValues(schema, operation.variableDefinitions ?? [], { input }).errors ?? [];
}

test.each([
  [
    { password: 'canary' },
    'Variable "$input" got invalid value; Field "name" of required type "String!" was not provided.',
  ],
  [
    { name: 'Ada', password: 815_4711 },
    'Variable "$input" got invalid value at "input.password"; String cannot represent a non string value.',
  ],
  [
    { name: 'Ada', inner: { pin: 'canary' } },
    'Variable "$input" got invalid value at "input.inner"; Field "on" of required type "Boolean!" was not provided.',
  ],
  [
    'canary at "input.name"; see',
    'Variable "$input" got invalid value; Expected type "Login" to be an object.',
  ],
])('of a wrong variable it says where and why, and not what', (input, message) => {
  expect(errorsOf(input).map(withoutValue)).toEqual([message]);
});

test('whatever is sent, its texts are not repeated', () => {
  assert(
    property(string(), oneof(string(), integer(), boolean()), (text, more) => {
      const secret = `canary${text}`;
      for (const input of [
        secret,
        { password: secret },
        { password: [secret, more] },
        { inner: { pin: secret } },
      ])
        expect(errorsOf(input).map(withoutValue).join('\n')).not.toContain('canary');
    }),
  );
});

test('another message stays as it is', () => {
  expect(withoutValue(new GraphQLError('Cannot query field "nothing".'))).toBe(
    'Cannot query field "nothing".',
  );
});
