import {
  getNamedType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { permissions, type DeclaredPermission, type Permission } from '../model/permission.ts';

/** What a type or a field wants; undefined: it declares nothing, and then every permission is wanted. */
export function declaredPermission(
  extensions: Readonly<Record<string, unknown>>,
): DeclaredPermission | undefined {
  const declared = extensions['permission'];
  return declared === 'public' || isPermission(declared) ? declared : undefined;
}

/**
 * The permissions that are checked when a field is asked for: its own, and that of the type it leads to, as far as whoever got to
 * its parent has not shown them already.
 */
export function checksOf(
  parent: GraphQLObjectType,
  field: Pick<GraphQLField<unknown, unknown>, 'type' | 'extensions'>,
  isRoot: boolean,
): readonly Permission[] {
  const shown = isRoot ? 'public' : declaredPermission(parent.extensions);
  const own = declaredPermission(field.extensions) ?? (isRoot ? undefined : shown);
  const wanted = [...each(own), ...(showsOwn(field) ? [] : leadsTo(getNamedType(field.type)))];
  return [...new Set(wanted)].filter((permission) => shown === undefined || permission !== shown);
}

/**
 * Whether a field shows callers only what they themselves have just done, which is theirs to see: `extensions: { own: true }`.
 */
export function showsOwn({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean {
  return extensions['own'] === true;
}

/** What reading a type wants. Of a union or an interface it shows only once the object is there. */
function leadsTo(type: GraphQLNamedType): readonly Permission[] {
  return isObjectType(type) ? each(declaredPermission(type.extensions)) : [];
}

/** As a list. What declares nothing is open to those only who may do everything. */
export function each(declared: DeclaredPermission | undefined): readonly Permission[] {
  if (declared === undefined) return everyPermission;
  return declared === 'public' ? [] : [declared];
}

const everyPermission = Object.keys(permissions).filter(isPermission);

function isPermission(value: unknown): value is Permission {
  return typeof value === 'string' && Object.hasOwn(permissions, value);
}
