import { can } from '../../access/caller.ts';
import { ApplicationType } from '../application.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { DirectoryType } from '../directory.ts';
import { badInput, decodeGlobalId, type ObjectId, objectId } from '../global-id.ts';
import { forbidden } from '../forbidden.ts';
import { GroupType } from '../group.ts';
import { identityById, IdentityType } from '../identity.ts';
import { UserType } from '../user.ts';
import { type EntityName, entityKeys, isEntityName } from './entity-keys.ts';
import { subgraphSdl } from './subgraph-sdl.ts';

builder.scalarType('_Any', {
  description:
    'An object of this graph as a router names it: `__typename` and the fields of one of its keys.',
  serialize: (value) => value,
});

const ServiceType = builder.objectRef<{ readonly sdl: string }>('_Service').implement({
  description: 'What a router has to know of this graph.',
  extensions: { permission: 'public' },
  fields: (t) => ({ sdl: t.exposeString('sdl', { description: 'Its types with their keys.' }) }),
});

const types = {
  User: UserType,
  Group: GroupType,
  Application: ApplicationType,
  Directory: DirectoryType,
  Identity: IdentityType,
} as const satisfies Readonly<Record<EntityName, unknown>>;

/** What each object was asked for as. Objects are shared between requests, so nothing is written on them. */
const kindOf = new WeakMap<object, EntityName>();
/** More at once are no router's question about one page of rows. */
const mostRepresentations = 1_000;

const EntityUnion = builder.unionType('_Entity', {
  description: 'Everything that another graph may extend.',
  types: Object.values(types),
  resolveType: (found) => kindOf.get(found),
});

/** How each kind is found; loaders put many of them into few calls. */
const finders: {
  readonly [Name in EntityName]: (key: Key, context: GatewayContext) => Promise<object | null>;
} = {
  User: ({ place }, context) => context.loaders(place.directory).user.load(place.externalId),
  Group: ({ place }, context) => context.loaders(place.directory).group.load(place.externalId),
  Application: ({ place }, context) => context.loaders(place.directory).application.load(place.externalId),
  Directory: async ({ place }, context) =>
    context.directories.find(({ key }) => key === place.directory) ?? null,
  Identity: ({ id }, context) => identityById(id, context),
};

/** The local id, and what it says where the object is. */
interface Key {
  readonly id: string;
  readonly place: ObjectId;
}

builder.queryFields((t) => ({
  _service: t.field({
    type: ServiceType,
    description: 'For routers: this graph as a subgraph.',
    extensions: { permission: 'public' },
    resolve: (_root, _args, _context, info) => ({ sdl: subgraphSdl(info.schema) }),
  }),
  _entities: t.field({
    type: [EntityUnion],
    nullable: { list: false, items: true },
    description: 'For routers: objects by their keys, in the order asked; null where there is none.',
    args: {
      representations: t.arg({
        type: ['_Any'],
        required: true,
        description: 'Which objects are wanted.',
      }),
    },
    extensions: {
      permission: 'public',
      cost: { calls: 1, each: { path: ['representations'], otherwise: mostRepresentations } },
    },
    resolve: (_root, { representations }, context) => {
      if (representations.length > mostRepresentations)
        throw badInput(
          `Expected at most ${mostRepresentations} representations; received ${representations.length}. Ask in several questions.`,
        );
      // Before anything is looked for: whether something exists is an answer, too.
      const isAllowed = can(context.caller, 'directory:read');
      return representations.map((representation) =>
        isAllowed ? find(representation, context) : forbidden('directory:read'),
      ) as never;
    },
  }),
}));

async function find(representation: unknown, context: GatewayContext): Promise<object | null> {
  const { name, key } = read(representation);
  const found = await finders[name](key, context);
  if (found !== null) kindOf.set(found, name);
  return found;
}

/** @throws {GraphQLError} `BAD_USER_INPUT` for a representation that names no object of this graph. */
function read(representation: unknown): { readonly name: EntityName; readonly key: Key } {
  const members: Readonly<Record<string, unknown>> =
    typeof representation === 'object' && representation !== null ? { ...representation } : {};
  const { __typename: name, id, key, externalId, directory } = members;
  if (!isEntityName(name))
    throw badInput(
      `Expected a representation with a \`__typename\` of ${Object.keys(entityKeys).join(', ')}; received another.`,
    );
  if (typeof id === 'string') return { name, key: readId(name, id) };
  if (name === 'Directory' && typeof key === 'string')
    return { name, key: { id: key, place: { directory: key, externalId: key } } };
  const directoryKey: unknown =
    typeof directory === 'object' && directory !== null ? Reflect.get(directory, 'key') : undefined;
  if (typeof directoryKey === 'string' && typeof externalId === 'string' && name !== 'Identity')
    return {
      name,
      key: { id: `${directoryKey}:${externalId}`, place: { directory: directoryKey, externalId } },
    };
  throw badInput(
    `Expected a ${name} by one of its keys (${entityKeys[name].join(' or ')}); received a representation without them.`,
  );
}

function readId(name: EntityName, globalId: string): Key {
  const { typename, id } = decodeGlobalId(globalId);
  if (typename !== name) throw badInput(`Expected the id of a ${name}; received the id of a ${typename}.`);
  if (name === 'Directory') return { id, place: { directory: id, externalId: id } };
  return { id, place: objectId(id) };
}
