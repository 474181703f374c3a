import { createSchema } from 'graphql-yoga';
import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';

/** What a field does, besides answering. */
const manners = [
  'answers',
  'answers',
  'answers',
  'answers later',
  'answers later',
  'has nothing',
  'has nothing later',
  'throws',
  'rejects',
  'gives an error',
  'gives an error later',
  'throws a text',
  'throws two',
] as const;

/** A schema with every kind of type, whose fields do this or that: what, follows from a seed and the field's place. */
export function schemaOfThings({ mark }: { readonly mark: '!' | '' }): GraphQLSchema {
  const schema = createSchema({
    typeDefs: `
      enum Kind { ROUND SQUARE }
      input Wish { size: Int = 3, kinds: [Kind!], deeper: Wish }
      interface Named { name: String${mark} }
      union Any = Thing | Other
      type Query {
        thing(n: Int = 1, wish: Wish): Thing things: [Thing${mark}] any: Any named: Named${mark} anys: [Any] text: String${mark}
      }
      type Thing implements Named {
        id: ID${mark} name: String${mark} kind: Kind number: Int${mark} texts: [String${mark}]
        matrix: [[Int${mark}]${mark}]
        self: Thing${mark} others(first: Int = 2, wish: Wish): [Thing${mark}]${mark} any: Any named: Named
        echo(a: Int = 3, b: [Kind!], wish: Wish): String${mark}
      }
      type Other implements Named { name: String${mark} thing: Thing things: [Thing${mark}]${mark} size: Float${mark} }
    `,
    resolvers: {
      Any: { __resolveType: typeOf },
      Named: { __resolveType: typeOf },
    },
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) field.resolve = behave;
  }
  return schema;
}

/** Some of them late. */
function typeOf(value: unknown): string | Promise<string> {
  const { type, n } = value as { readonly type: string; readonly n: number };
  return n % 3 === 0 ? Promise.resolve(type) : type;
}

function behave(
  _source: unknown,
  args: object,
  { seed }: { readonly seed: number },
  info: GraphQLResolveInfo,
) {
  const n = hash(`${seed} ${placeOf(info.path)}`);
  const value = (): unknown => answer(n, args, info);
  switch (manners[n % manners.length] ?? 'answers') {
    case 'answers':
      return n % 5 === 0 ? defaultFieldResolver({ [info.fieldName]: value }, args, {}, info) : value();
    case 'answers later':
      return Promise.resolve(value());
    case 'has nothing later':
      return Promise.resolve(null);
    case 'throws':
      throw new Error(`thrown at ${info.fieldName}`);
    case 'rejects':
      return Promise.reject(new Error(`rejected at ${info.fieldName}`));
    case 'gives an error':
      return new Error(`given at ${info.fieldName}`);
    case 'gives an error later':
      return Promise.resolve(new Error(`given later at ${info.fieldName}`));
    case 'throws a text':
      // Whatever a library throws.
      // oxlint-disable-next-line no-throw-literal
      throw `text at ${info.fieldName}`;
    case 'throws two':
      throw new AggregateError([new Error('one'), new Error('two')]);
    case 'has nothing':
    default:
      return undefined;
  }
}

function answer(n: number, args: object, { returnType, fieldName }: GraphQLResolveInfo): unknown {
  // The executor that knows no plan leaves an item that fails while a stream goes on to nobody.
  const isNullable = !String(returnType).includes('!');
  const type = String(returnType).replaceAll('!', '');
  const thing = { type: 'Thing', n };
  if (fieldName === 'echo') return JSON.stringify(args);
  if (type === '[[Int]]') return [[n % 7, null], n % 2 === 0 ? null : [Promise.resolve(3), 4, 'no number']];
  if (type === '[String]')
    return [
      'a',
      isNullable && n % 4 === 0 ? Promise.reject(new Error('late item')) : 'b',
      n % 3 ? 'c' : null,
    ];
  if (type === 'Any' || type === 'Named') return n % 2 === 0 ? thing : { type: 'Other', n };
  if (type === '[Any]')
    return new Set([thing, { type: 'Other', n }, n % 2 ? Promise.resolve(thing) : new Error('item')]);
  if (type === '[Thing]')
    return n % 7 === 0
      ? 'no list'
      : isNullable && n % 5 === 0
        ? streamed(thing, n)
        : [thing, Promise.resolve(thing)];
  if (type === 'Thing' || type === 'Other') return { type, n };
  if (type === 'Kind') return n % 3 === 0 ? 'OVAL' : 'ROUND';
  if (type === 'Int') return n % 3 === 0 ? 'no number' : n % 100;
  return type === 'Float' ? n / 8 : `text ${n}`;
}

async function* streamed(thing: object, n: number): AsyncGenerator {
  yield thing;
  yield null;
  if (n % 2 === 0) throw new Error('the stream broke');
}

function placeOf(path: GraphQLResolveInfo['path'] | undefined): string {
  return path === undefined ? '' : `${placeOf(path.prev)}/${path.key}`;
}

function hash(text: string): number {
  let sum = 2_166_136_261;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return sum;
}
