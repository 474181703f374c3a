import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesUser, type UserFilter } from '../../../src/model/user-filter.ts';
import type { OktaSettings } from '../../../src/providers/okta/settings.ts';
import { groupOf, planUserFilter } from '../../../src/providers/okta/user-filter.ts';
import { toUser } from '../../../src/providers/okta/user.ts';
import { matching } from '../../../src/sandbox/peers/okta/search.ts';

const settings: OktaSettings = {
  key: 'okta',
  orgUrl: 'https://example.okta.com',
  writable: false,
  factorsMayBeHidden: false,
  adminListIncludesGroups: false,
};

const statuses = fc.constantFrom(
  'ACTIVE',
  'STAGED',
  'PROVISIONED',
  'LOCKED_OUT',
  'PASSWORD_EXPIRED',
  'RECOVERY',
  'SUSPENDED',
  'DEPROVISIONED',
  'SOMETHING_NEW',
);
const word = fc.constantFrom('ada', 'Ada', 'bo', 'a"b', String.raw`c\d`, 'é', 'ada@example.com');
const row = fc.record({
  id: fc.uuid(),
  status: statuses,
  profile: fc.record({ login: word, email: word, userType: word }),
});

const text = fc.record({ equals: word, startsWith: word }, { requiredKeys: [] });
const { filter } = fc.letrec<{ filter: UserFilter }>((tie) => ({
  filter: fc.record(
    {
      status: fc.array(
        fc.constantFrom('ACTIVE', 'PENDING', 'LOCKED', 'SUSPENDED', 'DEPROVISIONED', 'UNKNOWN'),
      ),
      username: text,
      email: text,
      employmentType: text,
      populationId: fc.constant('p1'),
      and: fc.array(tie('filter'), { maxLength: 2 }),
      or: fc.array(tie('filter'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
}));

describe('dividing a filter', () => {
  test('whoever fits the filter is found by the search and passes the rest, and nobody else passes both', () => {
    fc.assert(
      fc.property(filter, fc.array(row, { maxLength: 8 }), (wanted, rows) => {
        const users = rows.map((members) => ({
          members,
          user: toUser({ id: members.id, members }, { settings, observedAt: new Date(0), source: 'LIST' }),
        }));
        const { providerFilter, residual } = planUserFilter(wanted, 'okta');
        const found = new Set(providerFilter === null ? rows : matching(rows, providerFilter));
        const answered = users.filter(
          ({ members, user }) => found.has(members) && (residual === null || matchesUser(residual, user)),
        );
        expect(answered).toEqual(users.filter(({ user }) => matchesUser(wanted, user)));
      }),
      { numRuns: 300 },
    );
  });

  test('an empty filter asks for everybody', () => {
    expect(planUserFilter({}, 'okta')).toEqual({ providerFilter: null, residual: null });
  });

  test('a search that would be too long for an address is left to the rows', () => {
    const or = Array.from({ length: 100 }, (_, at) => ({
      username: { equals: `somebody-${at}@example.com` },
    }));
    expect(planUserFilter({ or }, 'okta')).toEqual({ providerFilter: null, residual: { or } });
  });

  test('one group is a list of its own, wherever it stands among conditions that all hold', () => {
    const plan = planUserFilter({ and: [{ groupId: '00g1' }, { status: ['ACTIVE'] }] }, 'okta');
    expect(plan.residual).toEqual({ and: [{ status: ['ACTIVE'] }] });
    expect(groupOf(plan.providerFilter ?? '')).toBe('00g1');
    expect(groupOf('status pr')).toBeNull();
  });

  test('several groups, a group among alternatives, and what is no id are refused', () => {
    const refused: readonly UserFilter[] = [
      { and: [{ groupId: '00g1' }, { groupId: '00g2' }] },
      { or: [{ groupId: '00g1' }, { status: ['ACTIVE'] }] },
      { or: [{ and: [{ groupId: '00g1' }] }] },
      { groupId: '00g1/users' },
      { groupId: '' },
    ];
    for (const one of refused)
      expect(() => planUserFilter(one, 'okta')).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });
});
