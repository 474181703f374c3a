import * as fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  getIntrospectionQuery,
  graphqlSync,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { introspectionSize } from '../../src/plugins/introspection-size.ts';
import { openGateway } from '../support/gateway.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type User implements Node { id: ID! name(style: Style = SHORT, max: Int): String groups(first: Int): [Group!]! }
  type Group implements Node { id: ID! members: [User] }
  union Found = User | Group
  enum Style { SHORT LONG OLD @deprecated }
  input Filter { name: String and: [Filter!] }
  type Query { find(filter: Filter): [Found!]! node(id: ID!): Node }
`);

function sizeOf(document: DocumentNode): number {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('Expected an operation.');
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  return introspectionSize(operation.selectionSet, fragments, schema);
}

/** Fields of an answer, those of each row counted. */
function fieldsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + fieldsIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + 1 + fieldsIn(each), 0);
}

const inner: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Schema: { types: 'Type', directives: 'Directive', queryType: 'Type' },
  Type: {
    fields: 'Field',
    inputFields: 'InputValue',
    enumValues: 'EnumValue',
    interfaces: 'Type',
    possibleTypes: 'Type',
    ofType: 'Type',
  },
  Field: { args: 'InputValue', type: 'Type' },
  InputValue: { type: 'Type' },
  Directive: { args: 'InputValue' },
};

/** Selections on an introspection type, at most so deep; each with an alias of its own. */
function selections(meta: string, depth: number): fc.Arbitrary<string> {
  const leaf = fc.constant(meta === 'Schema' ? '__typename' : 'name');
  const fields = depth === 0 ? [] : Object.entries(inner[meta] ?? {});
  const nested = fields.map(([field, type]) =>
    selections(type, depth - 1).map((below) =>
      ['fields', 'inputFields', 'enumValues'].includes(field)
        ? `${field}(includeDeprecated: true) ${below}`
        : `${field} ${below}`,
    ),
  );
  const one = nested.length === 0 ? leaf : fc.oneof(leaf, ...nested, ...nested);
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((chosen) => `{ ${chosen.map((each, at) => `a${at}: ${each}`).join(' ')} }`);
}

test('no answer has more fields than were counted, whatever is asked', () => {
  fc.assert(
    fc.property(selections('Schema', 4), selections('Type', 4), (ofSchema, ofType) => {
      const source = `{ __schema ${ofSchema} __type(name: "User") ${ofType} }`;
      const { data } = graphqlSync({ schema, source });
      if (data === undefined || data === null) return;
      expect(sizeOf(parse(source))).toBeGreaterThanOrEqual(fieldsIn(data));
    }),
    { numRuns: 300 },
  );
});

test('what each object is listed once for is counted exactly, and fragments wherever they stand', () => {
  const listed = '{ __schema { types { name fields(includeDeprecated: true) { name args { name } } } } }';
  expect(sizeOf(parse(listed))).toBe(fieldsIn(graphqlSync({ schema, source: listed }).data));
  const twice = `{ a: __schema { ...S } b: __schema { ...S } } fragment S on __Schema { types { ...T } }
    fragment T on __Type { name }`;
  expect(sizeOf(parse(twice))).toBe(fieldsIn(graphqlSync({ schema, source: twice }).data));
  expect(sizeOf(parse('{ __typename node(id: 1) { id } }'))).toBe(0);
  expect(sizeOf(parse('{ __schema { ...F } } fragment F on __Schema { ...F }'))).toBe(1);
});

const everything = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
};

test('the introspection of explorers and code generators is answered, and one of many times the schema is not', async () => {
  const { ask } = await openGateway({ users: 1 });
  for (const options of [{}, { descriptions: false }, everything]) {
    const { data, errors } = await ask<{ __schema: object }>(getIntrospectionQuery(options));
    expect(errors).toEqual([]);
    expect(fieldsIn(data)).toBeGreaterThan(30_000);
  }
  const many = Array.from({ length: 36 }, (_, at) => `f${at}: fields { ...F }`).join(' ');
  const { errors } = await ask(`{ __schema { types { ${many} } } }
    fragment F on __Field { name description args { name description type { name } } type { name kind } }`);
  expect(errors).toMatchObject([
    { extensions: { code: 'OPERATION_TOO_LARGE', limit: 'introspection', allowed: 150_000 } },
  ]);
  const named =
    await ask(`{ ${Array.from({ length: 18 }, (_, at) => `t${at}: __type(name: "User") { ...T }`).join(' ')} }
    fragment T on __Type { fields { type { fields { name description type { name } } } } }`);
  expect(named.errors).toMatchObject([{ extensions: { limit: 'introspection' } }]);
});
