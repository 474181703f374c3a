import { expect, test } from 'vitest';
import { userRules } from '../../../src/findings/user-rules.ts';
import { ofUserAmongAll, said } from '../support.ts';
import { accountAndFactorCases } from './user-cases-accounts-and-factors.ts';
import { administratorAndLifecycleCases } from './user-cases-administrators-and-lifecycle.ts';
import { personCases } from './user-cases-persons.ts';
import { contradictingIds, twoDirectoryCases } from './user-cases-two-directories.ts';
import type { Cases } from './user-worlds.ts';

const cases: Cases = {
  ...accountAndFactorCases,
  ...administratorAndLifecycleCases,
  ...twoDirectoryCases,
  ...personCases,
};

const table = [...Object.entries(cases), ...Object.entries(contradictingIds)].flatMap(([rule, worlds]) =>
  worlds.map(([expected, world]) => [rule, expected, world] as const),
);

test.each(table)('%s is %s', async (rule, expected, world) => {
  expect(said(await ofUserAmongAll(rule, world))).toBe(expected);
});

test('every rule about a user has a case in which it is there, one in which it is not, and one in which nobody can tell', () => {
  const lacking = userRules
    .filter(({ subject }) => subject === 'USER')
    .flatMap(({ id }) => {
      const states = new Set((cases[id] ?? []).map(([expected]) => expected.split(' ')[0]));
      // The worked cases W31 and W32 hold the ones in which this rule is there.
      if (id === 'ping_identity::admin_no_mfa') states.add('PRESENT');
      return ['PRESENT', 'ABSENT', 'UNKNOWN']
        .filter((state) => !states.has(state))
        .map((state) => `${id} ${state}`);
    });
  expect(lacking).toEqual([]);
});
