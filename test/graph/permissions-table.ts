import { declaredPermission } from '../../src/graphql/declared-permission.ts';
import { permissions, rolePermissions, type Permission } from '../../src/model/permission.ts';
import { isRoot, objectTypes, positions } from './permissions-schema.ts';

const names = Object.keys(permissions) as Permission[];
const roles = Object.entries(rolePermissions);

/** What `docs/permissions.md` ends with: who has which permission, and what wants it. */
export function permissionTables(): string {
  return [
    '## Permissions and roles',
    '',
    `| permission | allows | ${roles.map(([role]) => role).join(' | ')} |`,
    `| --- | --- | ${roles.map(() => '---').join(' | ')} |`,
    ...names.map((name) => {
      const held = roles.map(([, given]) => (given.includes(name) ? 'yes' : ''));
      return `| \`${name}\` | ${permissions[name]} | ${held.join(' | ')} |`;
    }),
    '',
    '## What wants which',
    '',
    'A type covers its fields. A field that is named by itself wants more than its type.',
    '',
    '| permission | types | fields | mutations |',
    '| --- | --- | --- | --- |',
    ...names.map((name) => `| \`${name}\` | ${typesOf(name)} | ${fieldsOf(name)} | ${mutationsOf(name)} |`),
    '',
    `Open to everybody who is let in: ${typesOf('public')}, and ${fieldsOf('public')}.`,
    '',
  ].join('\n');
}

function typesOf(permission: string): string {
  return listed(
    objectTypes
      .filter((type) => !isRoot(type) && declaredPermission(type.extensions) === permission)
      .filter(({ extensions }) => extensions['rowOf'] === undefined && extensions['rowsOf'] === undefined)
      .map(({ name }) => name),
  );
}

function fieldsOf(permission: string): string {
  return listed(
    positions.flatMap(({ type, field }) => {
      const isOwn =
        type.name !== 'Mutation' &&
        declaredPermission(field.extensions) === permission &&
        declaredPermission(type.extensions) !== permission;
      return isOwn ? [`${type.name}.${field.name}`] : [];
    }),
  );
}

function mutationsOf(permission: string): string {
  return listed(
    positions.flatMap(({ type, field }) =>
      type.name === 'Mutation' && declaredPermission(field.extensions) === permission ? [field.name] : [],
    ),
  );
}

function listed(found: readonly string[]): string {
  return found
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((name) => `\`${name}\``)
    .join(', ');
}
