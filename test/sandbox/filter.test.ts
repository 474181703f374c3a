import { assert, boolean, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { predicateOf } from '../../src/sandbox/filter/evaluate-filter.ts';
import { FilterSyntaxError, parseFilter } from '../../src/sandbox/filter/parse-filter.ts';

function outcomeOf(text: string): string {
  try {
    parseFilter(text);
    return 'filter';
  } catch (error) {
    return error instanceof FilterSyntaxError ? 'syntax error' : String(error);
  }
}

const quote = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

test('any text survives quoting', () => {
  assert(
    property(string({ unit: 'grapheme' }), (value) => {
      expect(parseFilter(`username eq ${quote(value)}`)).toEqual({
        kind: 'compare',
        attribute: 'username',
        operator: 'eq',
        value,
      });
    }),
  );
});

test('any text is a filter or a syntax error, and nothing else', () => {
  assert(
    property(string(), (text) => {
      expect(outcomeOf(text)).toMatch(/^(?:filter|syntax error)$/);
    }),
  );
});

test('and binds closer than or, and parentheses change that', () => {
  const names = ['a', 'b', 'c'] as const;
  assert(
    property(record({ a: boolean(), b: boolean(), c: boolean() }), (row) => {
      const [a, b, c] = names.map((name) => `${name} eq true`);
      expect(predicateOf(parseFilter(`${a} or ${b} and ${c}`))(row)).toBe(row.a || (row.b && row.c));
      expect(predicateOf(parseFilter(`(${a} or ${b}) and ${c}`))(row)).toBe((row.a || row.b) && row.c);
    }),
  );
});

test('a group filter without members given finds nobody', () => {
  expect(predicateOf(parseFilter('memberOfGroups[id eq "g"]'))({ id: 'u' })).toBe(false);
  expect(predicateOf(parseFilter('memberOfGroups[id eq "g"]'), () => new Set(['u']))({ id: 'u' })).toBe(true);
});
