import { describe, expect, test } from 'vitest';
import { toRoleAssignment } from '../../../src/providers/pingone/role-assignments.ts';
import { toRole, withTiers } from '../../../src/providers/pingone/role.ts';

const builtIn = (id: string, name: string) => toRole({ id, members: { name } }, 'primary', false);
const custom = (id: string, canAssign: readonly string[], permissions: readonly string[]) =>
  toRole(
    {
      id,
      members: {
        name: id,
        canAssign: canAssign.map((one) => ({ id: one })),
        permissions: permissions.map((one) => ({ id: one })),
      },
    },
    'primary',
    true,
  );

function tiers(...roles: ReturnType<typeof builtIn>[]) {
  return Object.fromEntries(withTiers(roles).map((role) => [role.externalId, role.tier]));
}

describe('tiers', () => {
  test('a custom role is as strong as what its holder can come to, over any number of steps and round in circles', () => {
    expect(
      tiers(
        builtIn('env', 'Environment Admin'),
        builtIn('help', 'Help Desk Admin'),
        builtIn('read', 'Identity Data Read Only'),
        custom('chain', ['middle'], ['dir:read:user']),
        custom('middle', ['chain', 'env'], ['dir:read:user']),
        custom('desk', ['help'], ['dir:read:user']),
        custom('viewer', ['read'], ['dir:read:user', 'dir:read:group']),
      ),
    ).toEqual({ env: 0, help: 1, read: 2, chain: 0, middle: 0, desk: 1, viewer: 2 });
  });

  test('permissions place a role that only looks, one that changes, and one that reads secrets', () => {
    expect(
      tiers(
        custom('looks', [], ['dir:read:user']),
        custom('changes', [], ['dir:read:user', 'dir:update:user']),
        custom('secrets', [], ['applications:read:secret']),
        custom('nothing', [], []),
        custom('odd', [], ['everything']),
        custom('unseen', ['not-listed'], ['dir:read:user']),
      ),
    ).toEqual({ looks: 2, changes: 1, secrets: 1, nothing: null, odd: null, unseen: null });
  });

  test('a custom role gains nothing by the name of a built-in one', () => {
    const impostor = toRole({ id: 'x', members: { name: 'Organization Admin' } }, 'primary', true);
    expect(tiers(impostor)).toEqual({ x: null });
  });
});

describe('assignments', () => {
  const origin = { directory: 'primary', method: 'GET', route: '/r', transactionId: 't' } as const;
  const read = (members: Record<string, unknown>, kind: 'USER' | 'GROUP' = 'USER') =>
    toRoleAssignment(
      { id: 'a1', members: { role: { id: 'r1' }, scope: { type: 'ENVIRONMENT', id: 'e1' }, ...members } },
      { kind, externalId: 'me' },
      origin,
    );

  test.each<[string, Record<string, unknown>, boolean | null]>([
    ['INDIRECT', { type: 'INDIRECT' }, true],
    ['a group', { group: { id: 'g1' } }, true],
    ['both', { type: 'INDIRECT', group: { id: 'g1' } }, true],
    ['DIRECT', { type: 'DIRECT' }, false],
    ['neither', {}, false],
    ['DIRECT and a group, which contradict each other', { type: 'DIRECT', group: { id: 'g1' } }, null],
  ])('a row with %s', (_, members, inherited) => {
    expect(read(members).inherited).toBe(inherited);
  });

  test("a group's own assignment is not inherited from itself", () => {
    expect(read({ group: { id: 'me' } }, 'GROUP')).toMatchObject({
      inherited: false,
      inheritedFromGroupId: null,
    });
  });

  test('a scope that is not known is told in the words of PingOne', () => {
    expect(read({ scope: { type: 'GALAXY', id: 's1' } }).scope).toEqual({
      type: 'UNKNOWN',
      rawType: 'GALAXY',
      externalId: 's1',
    });
  });

  test('a row that does not name its role is an error', () => {
    expect(() => read({ role: null })).toThrow(/does not name its role/);
  });
});
