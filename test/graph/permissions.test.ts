import {
  execute,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isEnumType,
  isListType,
  isNonNullType,
  parse,
  validate,
  type GraphQLInputType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { localCaller, type Caller } from '../../src/access/caller.ts';
import { grantsOf } from '../../src/access/grants.ts';
import { checksOf, declaredPermission, each } from '../../src/graphql/declared-permission.ts';
import { schema } from '../../src/graphql/schema.ts';
import { permissions, rolePermissions, type Permission, type RoleName } from '../../src/model/permission.ts';
import {
  answeringSchema,
  isRoot,
  objectTypes,
  positions,
  wayTo,
  type Position,
} from './permissions-schema.ts';

describe('every declaration', () => {
  test('is there: on each type, and on each field of Query and Mutation', () => {
    const silent = [
      ...objectTypes.filter((type) => !isRoot(type) && declaredPermission(type.extensions) === undefined),
      ...positions.flatMap(({ type, field }) =>
        isRoot(type) && declaredPermission(field.extensions) === undefined
          ? [`${type.name}.${field.name}`]
          : [],
      ),
    ].map(String);
    expect(silent).toEqual([]);
  });

  test('names a permission that exists', () => {
    const wrong = [...objectTypes, ...positions.map(({ field }) => field)].flatMap(({ name, extensions }) =>
      extensions['permission'] !== undefined && declaredPermission(extensions) === undefined ? [name] : [],
    );
    expect(wrong).toEqual([]);
  });

  test('leaves the rest of an answer standing: a field that can be refused may be null', () => {
    const strict = positions.filter(
      ({ type, field }) => isNonNullType(field.type) && checksOf(type, field, isRoot(type)).length > 0,
    );
    expect(strict.map(nameOf)).toEqual([]);
  });

  test.each([
    ['User', 'sessions', 'directory:read.pii'],
    ['User', 'address', 'directory:read.pii'],
    ['User', 'mobilePhone', 'directory:read.pii'],
    ['User', 'primaryPhone', 'directory:read.pii'],
    ['User', 'customAttributes', 'directory:read.pii'],
    ['LastSignOn', 'remoteIp', 'directory:read.pii'],
    ['MfaDevice', 'contact', 'directory:read.pii'],
    ['User', 'mfa', 'mfa:read'],
    ['User', 'mfaBypass', 'mfa:read'],
    ['User', 'findings', 'finding:read'],
    ['Query', 'posture', 'finding:read'],
    ['Query', 'ledger', 'audit:read'],
  ] as const)('%s.%s wants more than its surroundings: %s', (type, name, permission) => {
    const position = positions.find((at) => at.type.name === type && at.field.name === name);
    expect(position && checksOf(position.type, position.field, isRoot(position.type))).toContain(permission);
  });
});

const roleCallers = (Object.keys(rolePermissions) as RoleName[]).map((role): Caller => ({
  name: role,
  roles: [role],
  grants: grantsOf([{ role, permissions: [] }]),
}));
const nobody: Caller = { name: 'nobody', roles: [], grants: [] };
const single = (Object.keys(permissions) as Permission[]).map((permission): Caller => ({
  name: permission,
  roles: [],
  grants: [{ permission }],
}));

describe('every field of every type', () => {
  const answering = answeringSchema();
  // The fields of a type together: each that is refused is an error of its own. Those of a root are asked for one by one.
  const asked = objectTypes.flatMap((type) => {
    const fields = Object.values(type.getFields()).map((field) => ({ type, field }));
    const way = wayTo(type) ?? [];
    return (isRoot(type) ? fields.map((field) => [field]) : [fields]).map((together) => ({
      way,
      together,
      document: parse(documentOf(way, together)),
      concrete: concreteOf(way, together),
    }));
  });

  test('can be asked for', () => {
    const wrong = asked.flatMap(({ document }) => validate(answering, document));
    expect(wrong).toEqual([]);
  });

  test.each([localCaller, nobody, ...roleCallers, ...single])(
    'is given to $name, or refused, exactly as declared',
    async (caller) => {
      const different: string[] = [];
      for (const { way, together, document, concrete } of asked) {
        const contextValue = { caller, concrete };
        const { errors = [] } = await execute({ schema: answering, document, contextValue });
        const unexpected = errors.find(({ extensions }) => extensions['code'] !== 'FORBIDDEN');
        if (unexpected !== undefined) throw unexpected;
        for (const position of together) {
          const expected = firstRefusal([...way, position], caller);
          const refusal = errors.find(
            ({ path }) => depthOf(path) <= way.length || fieldOf(path) === position.field.name,
          );
          const received =
            refusal && `${String(refusal.extensions['permission'])} at ${depthOf(refusal.path)}`;
          if (received !== expected) different.push(`${nameOf(position)}: ${expected} / ${received}`);
        }
      }
      expect(different).toEqual([]);
    },
  );
});

/** The first permission on the way that the caller lacks, and after how many fields. */
function firstRefusal(way: readonly Position[], caller: Caller): string | undefined {
  const held = new Set(caller.grants.map(({ permission }) => permission));
  for (const [index, { type, field }] of way.entries()) {
    const named = getNamedType(field.type);
    const seenAs = isAbstractType(named)
      ? (way[index + 1]?.type ?? schema.getPossibleTypes(named)[0])
      : undefined;
    const late = seenAs === undefined ? [] : each(declaredPermission(seenAs.extensions));
    const lacking = [...checksOf(type, field, isRoot(type)), ...late].find(
      (permission) => !held.has(permission),
    );
    if (lacking !== undefined) return `${lacking} at ${index + 1}`;
  }
  return undefined;
}

function documentOf(way: readonly Position[], together: readonly Position[]): string {
  let selection = together
    .map((last) => {
      const inner = isCompositeType(getNamedType(last.field.type)) ? ' { __typename }' : '';
      return `${last.field.name}${argumentsOf(last)}${inner}`;
    })
    .join(' ');
  let below = together[0]?.type;
  for (const position of way.toReversed()) {
    const isAbstract = isAbstractType(getNamedType(position.field.type));
    selection = `${position.field.name}${argumentsOf(position)} { ${isAbstract ? `... on ${below?.name} { ${selection} }` : selection} }`;
    below = position.type;
  }
  return `${below?.name.toLowerCase()} { ${selection} }`;
}

/** Which type an abstract one on the way is to be. */
function concreteOf(way: readonly Position[], [last]: readonly Position[]): string | undefined {
  const at = way.findIndex(({ field }) => isAbstractType(getNamedType(field.type)));
  return at === -1 ? undefined : (way[at + 1] ?? last)?.type.name;
}

function argumentsOf({ field }: Position): string {
  const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  return required.length === 0
    ? ''
    : `(${required.map((arg) => `${arg.name}: ${valueOf(arg.type)}`).join(', ')})`;
}

function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return `[${valueOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = type.isOneOf
      ? fields.slice(0, 1)
      : fields.filter(({ type: inner }) => isNonNullType(inner));
    return `{ ${given.map(({ name, type: inner }) => `${name}: ${valueOf(inner)}`).join(', ')} }`;
  }
  return { Int: '1', Float: '1', Boolean: 'true' }[type.name] ?? '"x"';
}

/** How many fields deep an error is; the indices of lists do not count. */
function depthOf(path: readonly (string | number)[] | undefined): number {
  return (path ?? []).filter((key) => typeof key === 'string').length;
}

function fieldOf(path: readonly (string | number)[] | undefined): string | undefined {
  return path?.findLast((key) => typeof key === 'string');
}

function nameOf({ type, field }: Position): string {
  return `${type.name}.${field.name}`;
}
