import type { RoleGrant, RoleMap } from '../access/access-settings.ts';
import { isPermission, isRole } from '../access/claims.ts';
import { permissions, rolePermissions } from '../model/permission.ts';
import { readTexts } from './list-setting.ts';
import { didYouMean } from './neighbour.ts';
import { describe, type ProblemList } from './problems.ts';
import type { SettingReader } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

const GRANT_SETTINGS = ['role', 'permissions', 'directories', 'populations', 'until'] as const;

type GrantSetting = (typeof GRANT_SETTINGS)[number];

const ROLES = Object.keys(rolePermissions);
const PERMISSIONS = Object.keys(permissions);

/** What each value of a claim gives: a role, a permission, a group with a scope, or a list of these. */
export function readRoleMap(
  value: unknown,
  path: string,
  directories: readonly string[],
  problems: ProblemList,
): RoleMap | undefined {
  if (!(value instanceof Map) || value.size === 0) {
    problems.add({
      setting: path,
      expected: 'what each value of the claim gives, such as helpdesk: operator',
      received: describe(value),
    });
    return undefined;
  }
  return new Map(
    [...value].map(([claimed, given]: [unknown, unknown]) => {
      const at = `${path}.${String(claimed).slice(0, 80)}`;
      const all: readonly unknown[] = Array.isArray(given) ? given : [given];
      const read = all.flatMap((each, index) =>
        readGrant(each, all.length > 1 ? `${at}[${index}]` : at, directories, problems),
      );
      return [String(claimed), read] as const;
    }),
  );
}

function readGrant(
  value: unknown,
  path: string,
  directories: readonly string[],
  problems: ProblemList,
): readonly RoleGrant[] {
  if (typeof value === 'string') {
    if (isRole(value)) return [{ role: value, permissions: [] }];
    if (isPermission(value)) return [{ permissions: [value] }];
    problems.add({
      setting: path,
      expected: `a role (${ROLES.join(', ')}) or a permission`,
      received: describe(value),
      ...didYouMean(value, [...ROLES, ...PERMISSIONS]),
    });
    return [];
  }
  const reader = openGroup(value, path, GRANT_SETTINGS, problems);
  if (reader === undefined) return [];
  const role = reader.text('role', `one of ${ROLES.join(', ')}`);
  if (role !== undefined && !isRole(role))
    reader.refuse('role', `one of ${ROLES.join(', ')}`, didYouMean(role, ROLES).hint);
  const named = readPermissions(reader);
  if (!reader.isSet('role') && !reader.isSet('permissions')) {
    problems.add({ setting: path, expected: 'a role, or permissions', received: 'neither' });
  }
  const scope = {
    directories: readDirectories(reader, directories),
    populations: readTexts(reader, 'populations', "the provider's ids of populations"),
    until: readMoment(reader),
  };
  return [
    {
      ...(role !== undefined && isRole(role) && { role }),
      permissions: named,
      ...(scope.directories !== undefined && { directories: scope.directories }),
      ...(scope.populations !== undefined && { populations: scope.populations }),
      ...(scope.until !== undefined && { until: scope.until }),
    },
  ];
}

function readPermissions(reader: SettingReader<GrantSetting>) {
  const expected = 'a list of permissions, such as user:suspend';
  const texts = readTexts(reader, 'permissions', expected) ?? [];
  for (const text of texts) {
    if (isPermission(text)) continue;
    reader.problems.add({
      setting: reader.label('permissions'),
      expected,
      received: describe(text),
      ...didYouMean(text, PERMISSIONS),
    });
  }
  return texts.filter(isPermission);
}

function readDirectories(
  reader: SettingReader<GrantSetting>,
  known: readonly string[],
): readonly string[] | undefined {
  const expected = known.length === 0 ? 'keys of directories' : `keys of directories (${known.join(', ')})`;
  const keys = readTexts(reader, 'directories', expected);
  for (const key of keys ?? []) {
    if (known.length === 0 || known.includes(key)) continue;
    reader.problems.add({
      setting: reader.label('directories'),
      expected,
      received: describe(key),
      ...didYouMean(key, known),
    });
  }
  return keys;
}

/** A day alone is its first moment in UTC. */
function readMoment(reader: SettingReader<GrantSetting>): Date | undefined {
  const expected = 'a day or a moment with its time zone, such as 2027-01-31 or 2027-01-31T18:00:00Z';
  const text = reader.text('until', expected);
  if (text === undefined) return undefined;
  const isWellFormed = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const moment = new Date(text);
  if (isWellFormed && !Number.isNaN(moment.getTime())) return moment;
  reader.refuse('until', expected);
  return undefined;
}
