import { expect, it } from 'vitest';
import { generateTenant } from '../../../src/sandbox/generate/generate-tenant.ts';

const asOf = new Date('2026-06-01T08:00:00.000Z');

it('generates 100,000 people', ({ annotate }) => {
  const began = performance.now();
  const tenant = generateTenant({ users: 100_000, asOf });
  const took = Math.round(performance.now() - began);
  expect(tenant.collections.get('users')?.size).toBe(100_000);
  expect(tenant.collections.get('groups')?.size).toBeLessThanOrEqual(400);
  // Said aloud, not asserted: the time is the machine's as much as ours.
  return annotate(`100,000 people took ${took} ms`);
});

it.each([1, 2, 3, 10])('generates a tenant of %i', (users) => {
  const tenant = generateTenant({ users, asOf });
  expect(tenant.collections.get('users')?.size).toBe(users);
  expect(tenant.children.get('users/roleAssignments')?.size).toBe(1);
});
