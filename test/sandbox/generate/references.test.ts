import { assert, boolean, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateTenant } from '../../../src/sandbox/generate/generate-tenant.ts';
import type { Rows, Tenant } from '../../../src/sandbox/tenant.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Every collection's rows, wherever it hangs. */
function everyRow(tenant: Tenant): Rows[] {
  return [
    ...tenant.platform.values(),
    ...tenant.collections.values(),
    ...[...tenant.children.values()].flatMap((byParent) => [...byParent.values()]),
  ];
}

/** Every id in the texts of a value (group filters name ids too), with the path to it. */
function* references(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === 'string') for (const [id] of value.matchAll(UUID)) yield [path, id];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* references(member, `${path}.${key}`);
}

function knownIds(tenant: Tenant): Set<string> {
  const known = new Set([tenant.worker.clientId]);
  for (const rows of everyRow(tenant)) for (const id of rows.keys()) known.add(id);
  return known;
}

/** The parents that child rows, details and relations name. */
function danglingParents(tenant: Tenant): string[] {
  const missing: string[] = [];
  const check = (collection: string, id: string): void => {
    const rows = tenant.collections.get(collection);
    if (rows?.has(id) !== true && id !== tenant.worker.clientId) missing.push(`${collection}/${id}`);
  };
  for (const below of [tenant.children, tenant.details]) {
    for (const [path, byParent] of below) {
      const parent = path.slice(0, path.lastIndexOf('/'));
      const nested = [...(tenant.children.get(parent)?.values() ?? [])];
      for (const id of byParent.keys())
        if (!nested.some((rows) => rows.has(id))) check(parent.split('/')[0] ?? '', id);
    }
  }
  for (const [group, users] of tenant.groupMembers) {
    check('groups', group);
    for (const user of users) check('users', user);
  }
  for (const [group, parents] of tenant.groupParents)
    for (const id of [group, ...parents]) check('groups', id);
  for (const id of tenant.applicationSignOns.keys()) check('applications', id);
  return missing;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const anyTenant = record({
  seed: integer(),
  users: integer({ min: 1, max: 300 }),
  separateAdminEnvironment: boolean(),
}).map((options) => generateTenant({ ...options, asOf: new Date('2026-06-01T08:00:00.000Z') }));

describe('a tenant of any seed and size', () => {
  it('refers to nothing that isn’t there', () => {
    assert(
      property(anyTenant, (tenant) => {
        const known = knownIds(tenant);
        const dangling: string[] = [];
        for (const [name, rows] of [...tenant.platform, ...tenant.collections]) {
          for (const row of rows.values()) {
            for (const [path, id] of references(row, name)) {
              if (!known.has(id)) dangling.push(`${path} ${id}`);
            }
          }
        }
        for (const [name, byParent] of tenant.children) {
          for (const rows of byParent.values()) {
            for (const row of rows.values()) {
              for (const [path, id] of references(row, name))
                if (!known.has(id)) dangling.push(`${path} ${id}`);
            }
          }
        }
        expect(dangling).toEqual([]);
        expect(danglingParents(tenant)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('keys every row by its id, and no two rows share one', () => {
    assert(
      property(anyTenant, (tenant) => {
        const seen = new Set<string>();
        for (const rows of everyRow(tenant)) {
          for (const [key, row] of rows) {
            expect(row.id).toBe(key);
            expect(seen.has(key)).toBe(false);
            seen.add(key);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('tells memberships the same from both sides, keeps usernames unique and nesting free of cycles', () => {
    assert(
      property(anyTenant, (tenant) => {
        for (const [group, users] of tenant.groupMembers) {
          for (const user of users) expect(tenant.userGroups.get(user)?.has(group)).toBe(true);
        }
        for (const [user, groups] of tenant.userGroups) {
          for (const group of groups) expect(tenant.groupMembers.get(group)?.has(user)).toBe(true);
        }
        const users = [...(tenant.collections.get('users')?.values() ?? [])];
        expect(new Set(users.map((user) => user['username'])).size).toBe(users.length);
        const climb = (id: string, below: readonly string[]): void => {
          expect(below).not.toContain(id);
          for (const parent of tenant.groupParents.get(id) ?? []) climb(parent, [...below, id]);
        };
        for (const id of tenant.groupParents.keys()) climb(id, []);
      }),
      { numRuns: 15 },
    );
  });

  it('has an organization administrator who can sign on with a device', () => {
    assert(
      property(anyTenant, (tenant) => {
        const top = [...(tenant.platform.get('roles')?.values() ?? [])].find(
          (role) => role['name'] === 'Organization Admin',
        );
        const usable = [...(tenant.collections.get('users')?.values() ?? [])].filter(
          (user) =>
            (user['account'] as { canAuthenticate: boolean }).canAuthenticate &&
            user['mfaEnabled'] === true &&
            [...(tenant.children.get('users/roleAssignments')?.get(user.id)?.values() ?? [])].some(
              (row) => (row['role'] as { id: string }).id === top?.id,
            ) &&
            [...(tenant.children.get('users/devices')?.get(user.id)?.values() ?? [])].some(
              (device) => device['status'] === 'ACTIVE' && device['type'] === 'FIDO2',
            ),
        );
        expect(usable.length).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });

  it('answers a password state for everybody: EXTERNAL exactly for people of another provider', () => {
    assert(
      property(anyTenant, (tenant) => {
        for (const user of tenant.collections.get('users')?.values() ?? []) {
          const password = tenant.details.get('users/password')?.get(user.id) ?? {};
          const external = (user['identityProvider'] as { id?: string }).id !== undefined;
          expect(password['status'] === 'EXTERNAL').toBe(external);
          expect(
            tenant.collections
              .get('passwordPolicies')
              ?.has((password['passwordPolicy'] as { id: string }).id),
          ).toBe(true);
          const changed = password['lastChangedAt'] ?? user['createdAt'];
          expect(text(changed) >= text(user['createdAt'])).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('orders the moments of a user: made, then signed on, then changed, none of them ahead', () => {
    assert(
      property(anyTenant, (tenant) => {
        for (const user of tenant.collections.get('users')?.values() ?? []) {
          const signOn = (user['lastSignOn'] as { at: string } | undefined)?.at ?? text(user['createdAt']);
          const moments = [
            text(user['createdAt']),
            signOn,
            text(user['updatedAt']),
            '2026-06-01T08:00:00.000Z',
          ];
          expect(moments.every((moment, index) => index === 0 || moment >= (moments[index - 1] ?? ''))).toBe(
            true,
          );
        }
      }),
      { numRuns: 10 },
    );
  });
});
