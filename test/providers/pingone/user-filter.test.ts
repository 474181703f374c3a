import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesUser, type UserFilter } from '../../../src/model/user-filter.ts';
import type { UserStatus } from '../../../src/model/user.ts';
import { FILTER_LIMIT, anyOf, encodedLength, quote } from '../../../src/providers/pingone/scim.ts';
import { planUserFilter } from '../../../src/providers/pingone/user-filter.ts';
import { toUser } from '../../../src/providers/pingone/user.ts';
import { predicateOf } from '../../../src/sandbox/filter/evaluate-filter.ts';
import { readFilter, USER_FILTER } from '../../../src/sandbox/filter/filter-rules.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const plan = (filter: UserFilter) => planUserFilter(filter, 'primary');

describe('what PingOne is asked', () => {
  test.each<[string, UserFilter, string | null, UserFilter | null]>([
    ['a user name', { username: { equals: 'mira' } }, 'username eq "mira"', null],
    ['the beginning of an address', { email: { startsWith: 'm' } }, 'email sw "m"', null],
    ['a population', { populationId: 'p1' }, 'population.id eq "p1"', null],
    ['a group', { groupId: 'g1' }, 'memberOfGroups[id eq "g1"]', null],
    ['the suspended', { status: ['SUSPENDED'] }, 'enabled eq false', null],
    ['the locked, in part', { status: ['LOCKED'] }, 'enabled eq true', { status: ['LOCKED'] }],
    [
      'a mixture of both halves, not at all',
      { status: ['ACTIVE', 'SUSPENDED'] },
      null,
      { status: ['ACTIVE', 'SUSPENDED'] },
    ],
    ['the unknown ones, not at all', { status: ['UNKNOWN'] }, null, { status: ['UNKNOWN'] }],
    [
      'alternatives that it knows all of',
      { or: [{ username: { equals: 'a' } }, { email: { equals: 'a' }, populationId: 'p' }] },
      '(username eq "a" or (email eq "a" and population.id eq "p"))',
      null,
    ],
    [
      'not alternatives that it knows only in part',
      { populationId: 'p', or: [{ username: { equals: 'a' } }, { status: ['LOCKED'] }] },
      'population.id eq "p"',
      { or: [{ username: { equals: 'a' } }, { status: ['LOCKED'] }] },
    ],
  ])('%s', (_, filter, providerFilter, residual) => {
    expect(plan(filter)).toEqual({ providerFilter, residual });
  });

  test('a group within an or is refused in clear words', () => {
    const filter = { or: [{ groupId: 'g' }, { username: { equals: 'a' } }] };
    expect(() => plan(filter)).toThrow(/group within an "or"/);
    expect(() => plan({ and: [{ or: [{ and: [{ groupId: 'g' }] }, {}] }] })).toThrow(UpstreamError);
  });

  test('a filter longer than PingOne takes is refused with its length', () => {
    const or = Array.from({ length: 200 }, (_, index) => ({
      username: { equals: `person-${index}@example.com` },
    }));
    expect(() => plan({ or })).toThrow(/at most 4000/);
  });
});

test('quotes and backslashes cannot end a value', () => {
  expect(quote(String.raw`a" or username sw "b\ `)).toBe(String.raw`"a\" or username sw \"b\\ "`);
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      const { providerFilter, residual } = plan({ username: { equals: value } });
      const asked = providerFilter === null ? null : readFilter(providerFilter, USER_FILTER);
      const exact = { kind: 'compare', attribute: 'username', operator: 'eq', value };
      // What cannot be quoted is not sent at all.
      expect([asked, residual]).toEqual(
        asked === null ? [null, { username: { equals: value } }] : [exact, null],
      );
    }),
  );
});

describe('property', () => {
  const word = fc.constantFrom('a', 'A', 'ab', 'b', '', '"', '\\', 'a"b', '山', 'a b', 'x) or (y', '\u0001');
  const text = fc.record({ equals: word, startsWith: word }, { requiredKeys: [] });
  const status = fc.constantFrom<UserStatus>(
    'ACTIVE',
    'PENDING',
    'LOCKED',
    'SUSPENDED',
    'DEPROVISIONED',
    'UNKNOWN',
  );
  const { filter } = fc.letrec<{ filter: UserFilter }>((tie) => ({
    filter: fc.record(
      {
        status: fc.array(status, { maxLength: 3 }),
        username: text,
        email: text,
        populationId: fc.constantFrom('p1', 'p2'),
        employmentType: text,
        and: fc.array(tie('filter'), { maxLength: 2, depthIdentifier: 'filter' }),
        or: fc.array(tie('filter'), { maxLength: 3, depthIdentifier: 'filter' }),
      },
      { requiredKeys: [] },
    ),
  }));
  // Most filters of many conditions fit nobody: plain ones have to be among them.
  const wantedFilter = fc.oneof(
    filter,
    fc.record<UserFilter>({ status: fc.array(status, { minLength: 1, maxLength: 3 }) }),
    fc.record<UserFilter>({ or: fc.array(fc.record<UserFilter>({ username: text }), { maxLength: 3 }) }),
  );
  const record = fc.record({
    username: optional(word),
    email: optional(word),
    type: optional(word),
    enabled: optional(fc.boolean()),
    account: optional(fc.record({ status: fc.constantFrom('OK', 'LOCKED', 'OTHER') })),
    lifecycle: optional(fc.record({ status: fc.constantFrom('ACCOUNT_OK', 'VERIFICATION_REQUIRED') })),
    population: optional(fc.record({ id: fc.constantFrom('p1', 'p2') })),
  });

  test('whoever passes both parts of a plan passes the whole filter, and the other way round', () => {
    const origin = {
      directory: 'd',
      observedAt: new Date(0),
      source: 'LIST',
      carriesLastSignOn: false,
    } as const;
    fc.assert(
      fc.property(wantedFilter, fc.array(record, { minLength: 1, maxLength: 6 }), (wanted, records) => {
        const { providerFilter, residual } = plan(wanted);
        // The sandbox's reader refuses what PingOne does not document.
        const pushed =
          providerFilter === null ? () => true : predicateOf(readFilter(providerFilter, USER_FILTER));
        for (const members of records) {
          const user = toUser({ id: 'u', members }, origin);
          const both = pushed(members) && (residual === null || matchesUser(residual, user));
          expect(both).toBe(matchesUser(wanted, user));
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('many ids are asked for in filters within the length that PingOne takes', () => {
  const ids = Array.from(
    { length: 300 },
    (_, index) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
  );
  const filters = anyOf('id', ids);
  expect(filters.every((one) => encodedLength(one) <= FILTER_LIMIT)).toBe(true);
  expect(filters.flatMap((one) => one.split(' or '))).toEqual(ids.map((id) => `id eq "${id}"`));
  expect(filters.length).toBeLessThan(8);
});
