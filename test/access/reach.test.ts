import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { can, type Caller, type Grant } from '../../src/access/caller.ts';
import { holds, isConfined, knowsDirectory, reaches } from '../../src/access/reach.ts';
import { permissions, type Permission } from '../../src/model/permission.ts';

const permission = fc.constantFrom(...(Object.keys(permissions) as Permission[]).slice(0, 5));
const some = fc.constantFrom('a', 'b', 'c');
const list = fc.option(fc.uniqueArray(some, { minLength: 1 }), { nil: undefined });
const end = fc.constantFrom(undefined, new Date(0), new Date('2999-01-01T00:00:00Z'));
const grant: fc.Arbitrary<Grant> = fc
  .record({ permission, directories: list, populations: list, until: end })
  .map(({ directories, populations, until, ...rest }) => ({
    ...rest,
    ...(directories !== undefined && { directories }),
    ...(populations !== undefined && { populations }),
    ...(until !== undefined && { until }),
  }));
const grants = fc.array(grant, { maxLength: 4 });
const population = fc.option(fc.option(some, { nil: null }), { nil: undefined });

function caller(given: readonly Grant[]): Caller {
  return { name: 'x', roles: [], grants: given };
}

describe('how far grants reach', () => {
  test('never beyond their directories, their populations or their end', () => {
    fc.assert(
      fc.property(grants, permission, some, population, (given, wanted, directory, where) => {
        const place = where === undefined ? { directory } : { directory, population: where };
        if (!reaches(caller(given), wanted, place)) return;
        expect(
          given.some(
            (each) =>
              each.permission === wanted &&
              (each.directories?.includes(directory) ?? true) &&
              (each.until === undefined || each.until > new Date()) &&
              (each.populations === undefined ||
                (where === undefined ? wanted === 'directory:read' : each.populations.includes(where ?? ''))),
          ),
        ).toBe(true);
      }),
    );
  });

  test('no shorter with one grant more', () => {
    fc.assert(
      fc.property(grants, grant, permission, some, population, (given, more, wanted, directory, where) => {
        const place = where === undefined ? { directory } : { directory, population: where };
        const before = reaches(caller(given), wanted, place);
        expect(before && !reaches(caller([...given, more]), wanted, place)).toBe(false);
      }),
    );
  });

  test('everywhere, for a caller whose grants name no place', () => {
    fc.assert(
      fc.property(grants, permission, some, population, (given, wanted, directory, where) => {
        const one = caller(given);
        fc.pre(!isConfined(one));
        const place = where === undefined ? { directory } : { directory, population: where };
        expect(reaches(one, wanted, place)).toBe(can(one, wanted));
        expect(knowsDirectory(one, directory)).toBe(given.some((each) => can(one, each.permission)));
      }),
    );
  });

  test('as far when asked the second time', () => {
    fc.assert(
      fc.property(grants, permission, (given, wanted) => {
        const one = caller(given);
        expect([holds(one, wanted), holds(one, wanted)]).toEqual([can(one, wanted), can(one, wanted)]);
      }),
    );
  });
});
