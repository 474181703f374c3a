import {
  defaultFieldResolver,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { Caller, Where } from '../access/caller.ts';
import { holds, isConfined, reaches } from '../access/reach.ts';
import type { Permission } from '../model/permission.ts';
import type { GatewayContext } from './context.ts';
import { checksOf, declaredPermission, each, showsOwn } from './declared-permission.ts';
import { forbidden } from './forbidden.ts';
import { placeFunction, type PlaceOf } from './place.ts';

type Field = GraphQLField<unknown, GatewayContext>;
type Resolver = NonNullable<Field['resolve']>;

/**
 * Puts the check before every field that leads to something with a permission of its own. Where it is lacking, the field is null
 * with a `FORBIDDEN` error at its path, and nothing is asked of a provider. An object outside the caller's directories and
 * populations is as not existing: null, and missing in lists.
 */
export function authorizeSchema(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) declareAsRows(type, schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isAbstractType(type)) guardAbstract(type, schema);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) guardField(type, field, roots.has(type));
  }
  return schema;
}

/** A connection and its edges want what their rows want, and an edge is where its row is. */
function declareAsRows(type: GraphQLObjectType, schema: GraphQLSchema): void {
  const { rowOf, rowsOf } = type.extensions;
  const rows = schema.getType(String(rowOf ?? rowsOf));
  if (!isObjectType(rows)) return;
  const place = rowOf === undefined ? undefined : placeFunction(rows);
  type.extensions = {
    ...type.extensions,
    permission: declaredPermission(rows.extensions),
    ...(place && { place: (edge: { readonly node: unknown }) => place(edge.node) }),
  };
}

function guardField(parent: GraphQLObjectType, field: Field, isRoot: boolean): void {
  const checks = checksOf(parent, field, isRoot);
  const target = getNamedType(field.type);
  const object = isCompositeType(target) ? target : null;
  if (checks.length === 0 && object === null) return;
  const inner: Resolver = field.resolve ?? defaultFieldResolver;
  const ownPlace = placeFunction(parent);
  const targetPlace = isObjectType(object) ? placeFunction(object) : undefined;
  const targetChecks =
    isObjectType(object) && !showsOwn(field) ? each(declaredPermission(object.extensions)) : [];
  const isNullable = !isNonNullType(field.type);

  const guarded =
    (resolve: Resolver): Resolver =>
    (source, args, context, info) => {
      const { caller } = context;
      if (!isConfined(caller)) {
        for (const permission of checks) if (!holds(caller, permission)) throw forbidden(permission);
        return resolve(source, args, context, info);
      }
      const place = isRoot ? {} : (ownPlace?.(source) ?? inherited(info, source));
      for (const permission of checks) if (!reaches(caller, permission, place)) throw forbidden(permission);
      if (object === null) return resolve(source, args, context, info);
      remember(info, place);
      const found = resolve(source, args, context, info);
      if (targetPlace === undefined) return found;
      const see = (value: unknown): unknown => seen(value, { caller, targetPlace, targetChecks, isNullable });
      return isPromise(found) ? found.then(see) : see(found);
    };
  field.resolve = guarded(inner);
  // A subscription is refused when it is opened; each of its events passes `resolve` again.
  if (field.subscribe) field.subscribe = guarded(field.subscribe);
}

/** Which type an object of a union or an interface is shows late: what that type wants is checked then. */
function guardAbstract(abstract: GraphQLAbstractType, schema: GraphQLSchema): void {
  const { resolveType } = abstract;
  if (!resolveType) return;
  const check = (name: string | undefined, value: unknown, caller: Caller, info: GraphQLResolveInfo) => {
    const type = name === undefined ? undefined : schema.getType(name);
    if (!isObjectType(type)) return name;
    const place = placeFunction(type)?.(value) ?? inherited(info, value);
    for (const permission of each(declaredPermission(type.extensions))) {
      if (!reaches(caller, permission, place)) throw forbidden(permission);
    }
    return name;
  };
  abstract.resolveType = (value: unknown, context: GatewayContext, info, type) => {
    const name = resolveType(value, context, info, type);
    return isPromise<string | undefined>(name)
      ? name.then((found) => check(found, value, context.caller, info))
      : check(name, value, context.caller, info);
  };
}

interface Look {
  readonly caller: Caller;
  readonly targetPlace: PlaceOf<unknown>;
  readonly targetChecks: readonly Permission[];
  readonly isNullable: boolean;
}

function seen(value: unknown, look: Look): unknown {
  const reached = (object: unknown): boolean =>
    object === null ||
    object === undefined ||
    object instanceof Error ||
    look.targetChecks.every((permission) => reaches(look.caller, permission, look.targetPlace(object)));
  if (Array.isArray(value)) return value.filter(reached);
  if (reached(value)) return value;
  if (look.isNullable) return null;
  throw forbidden(look.targetChecks[0] ?? 'directory:read');
}

/**
 * Where the objects below a field are that do not say it themselves (a posture, a session): where its parent is. By the nodes of
 * the path, which the executor makes once for each field of each object.
 */
const places = new WeakMap<GraphQLResolveInfo['path'], Where>();

function remember({ path }: GraphQLResolveInfo, place: Where): void {
  places.set(path, place);
}

function inherited({ path }: GraphQLResolveInfo, object: unknown): Where {
  for (let at = path.prev; at !== undefined; at = at.prev) {
    const place = places.get(at);
    if (place?.directory !== undefined) return place;
  }
  const said: unknown =
    typeof object === 'object' && object !== null && 'directory' in object ? object.directory : null;
  return typeof said === 'string' ? { directory: said } : {};
}

function isPromise<T = unknown>(value: unknown): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
