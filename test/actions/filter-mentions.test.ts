import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayBeMovedBy } from '../../src/actions/guards/filter-mentions.ts';

const changed = (...names: string[]) => ({ names, isNew: false });
const fresh = (...names: string[]) => ({ names, isNew: true });

describe('what a filter looks at', () => {
  test.each([
    ['title eq "x"', 'title', true],
    ['TITLE eq "x"', 'title', true],
    ['(enabled eq true) and not(title eq "x")', 'title', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:title eq "x"', 'title', true],
    ['name[given eq "x"]', 'name', true],
    ['name.given eq"x"', 'name', true],
    ['nickname eq "title"', 'title', false],
    ['nickname eq "a \\" title \\" b"', 'title', false],
    ['nickname eq "no end title', 'email', true],
    ['subtitle eq "x"', 'title', false],
  ])('%s, of %s: %s', (filter, name, expected) => {
    expect(mayBeMovedBy(filter, changed(name))).toBe(expected);
  });

  test('a new user may be found by what everybody has, and by what it lacks', () => {
    expect(mayBeMovedBy('title eq "x"', fresh('email'))).toBe(false);
    expect(mayBeMovedBy('title eq "x" or email sw "y"', fresh('email'))).toBe(true);
    for (const filter of ['enabled eq true', 'population.id eq "p"', 'not (title eq "x")', 'title ne "x"'])
      expect(mayBeMovedBy(filter, fresh('email'))).toBe(true);
  });

  test('whatever stands in the quotes, what is outside of them is seen', () => {
    const quoted = string().map((text) => JSON.stringify(text));
    assert(
      property(quoted, quoted, constantFrom('and', 'or'), (one, other, join) => {
        const filter = `nickname eq ${one} ${join} title eq ${other}`;
        return mayBeMovedBy(filter, changed('title')) && !mayBeMovedBy(filter, changed('email'));
      }),
    );
  });
});
