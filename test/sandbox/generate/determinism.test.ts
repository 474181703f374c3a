import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateTenant } from '../../../src/sandbox/generate/generate-tenant.ts';
import { Random } from '../../../src/sandbox/generate/prng.ts';
import { Timestamps } from '../../../src/sandbox/generate/timestamps.ts';

const asOf = new Date('2026-06-01T08:00:00.000Z');

describe('the generator', () => {
  it('makes the same tenant from the same options', () => {
    assert(
      property(integer(), integer({ min: 1, max: 120 }), (seed, users) => {
        expect(generateTenant({ seed, users, asOf })).toEqual(generateTenant({ seed, users, asOf }));
      }),
      { numRuns: 12 },
    );
  });

  it('makes another tenant from another seed', () => {
    const one = generateTenant({ seed: 1, users: 20, asOf });
    const two = generateTenant({ seed: 2, users: 20, asOf });
    const ids = new Set(one.collections.get('users')?.keys());
    expect([...(two.collections.get('users')?.keys() ?? [])].some((id) => ids.has(id))).toBe(false);
    expect(two.environmentId).not.toBe(one.environmentId);
    expect(two.worker.clientSecret).not.toBe(one.worker.clientSecret);
  });

  it('keeps the documented ids of seed 1, however many people there are and whenever it runs', () => {
    for (const options of [{ users: 1 }, { users: 300, asOf }]) {
      const tenant = generateTenant(options);
      expect(tenant.environmentId).toBe('dcdba5fc-19df-4533-8b8a-3cb311f31d90');
      expect(tenant.adminEnvironmentId).toBe(tenant.environmentId);
      expect(tenant.worker.clientId).toBe('08ef1e82-1b5f-4614-b237-92ccb829c1e0');
    }
  });

  it('keeps the ids of configuration and of the first people when more people come', () => {
    const few = generateTenant({ users: 10, asOf });
    const many = generateTenant({ users: 200, asOf });
    for (const collection of ['populations', 'applications', 'signOnPolicies', 'roles', 'keys']) {
      expect([...(many.collections.get(collection)?.keys() ?? [])]).toEqual([
        ...(few.collections.get(collection)?.keys() ?? []),
      ]);
    }
    expect([...(many.collections.get('users')?.keys() ?? [])].slice(0, 10)).toEqual([
      ...(few.collections.get('users')?.keys() ?? []),
    ]);
  });

  it('puts the worker application into an environment of its own when asked, with its roles over the people', () => {
    const tenant = generateTenant({ users: 5, asOf, separateAdminEnvironment: true });
    expect(tenant.adminEnvironmentId).not.toBe(tenant.environmentId);
    expect(tenant.platform.get('environments')?.size).toBe(2);
    expect(tenant.collections.get('applications')?.has(tenant.worker.clientId)).toBe(false);
    expect(tenant.children.get('applications/roleAssignments')?.get(tenant.worker.clientId)?.size).toBe(3);
  });

  it.each([{ users: 0 }, { users: 100_001 }, { users: 1.5 }, { seed: 0.5 }, { asOf: new Date('never') }])(
    'refuses options that make no sense: %o',
    (options) => {
      expect(() => generateTenant(options)).toThrow(RangeError);
    },
  );
});

describe('its tools', () => {
  it('write moments as Date does', () => {
    const timestamps = new Timestamps();
    assert(
      property(integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }), (at) => {
        expect(timestamps.format(at)).toBe(new Date(at).toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it('draw UUIDs of version 4 and don’t repeat them', () => {
    const random = new Random(1, 'uuids');
    const drawn = Array.from({ length: 20_000 }, () => random.uuid());
    expect(
      drawn.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
