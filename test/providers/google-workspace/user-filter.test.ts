import { array, assert, constantFrom, letrec, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planUserFilter, sourceOf } from '../../../src/providers/google-workspace/user-filter.ts';
import { toUser } from '../../../src/providers/google-workspace/user.ts';
import { matchesUser, type UserFilter } from '../../../src/model/user-filter.ts';
import type { User, UserStatus } from '../../../src/model/user.ts';

const settings = {
  key: 'google',
  customerId: 'my_customer',
  apiUrl: 'http://127.0.0.1',
  adminEmail: 'admin@example.com',
  writable: false,
  pendingUntilFirstSignIn: true,
};

const addresses = constantFrom('a@example.com', 'b@example.com', 'A@Example.com', 'c');
const text = record({ equals: addresses, startsWith: constantFrom('a', 'b@') }, { requiredKeys: [] });
const { filter } = letrec<{ filter: UserFilter }>((tie) => ({
  filter: record(
    {
      username: text,
      email: text,
      status: array(constantFrom<UserStatus>('ACTIVE', 'SUSPENDED'), { maxLength: 2 }),
      and: array(tie('filter'), { maxLength: 2 }),
      or: array(tie('filter'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
}));
const user = record({ primaryEmail: option(addresses), suspended: constantFrom(true, false) }).map(
  (members): User => toUser({ id: '1', members }, { settings, observedAt: new Date(0), source: 'LIST' }),
);

describe('a plan', () => {
  test('lets through exactly whom the filter fits, and reads the one whom it can only fit', () => {
    assert(
      property(filter, user, (wanted, somebody) => {
        const { providerFilter, residual } = planUserFilter(wanted, 'google');
        const fits = matchesUser(wanted, somebody);
        expect(residual === null || matchesUser(residual, somebody)).toBe(fits);
        const source = sourceOf(providerFilter);
        const address = source.kind === 'ADDRESS' ? source.address.toLowerCase() : null;
        expect(!fits || address === null || somebody.username?.toLowerCase() === address).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('of a group asks for its members and checks the rest on the rows', () => {
    const plan = planUserFilter({ and: [{ groupId: '0abc' }, { status: ['ACTIVE'] }] }, 'google');
    expect(sourceOf(plan.providerFilter)).toEqual({ kind: 'GROUP', groupId: '0abc' });
    expect(plan.residual).toEqual({ and: [{ status: ['ACTIVE'] }] });
  });

  test('of two groups at once is refused', () => {
    const and = [{ groupId: '0abc' }, { groupId: '0def' }];
    expect(() => planUserFilter({ and }, 'google')).toThrow(/two groups/);
  });

  test('asks for no text that Google would take for an id', () => {
    expect(planUserFilter({ username: { equals: '123' } }, 'google').providerFilter).toBeNull();
  });
});
