import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thinPage } from '../../../src/providers/pingone/thin-page.ts';
import { readJson } from '../../../src/upstream/read-json.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const thin = (text: string): string => textOf(thinPage(bytesOf(text), 'users', 'id'));
const read = (body: Uint8Array): unknown => {
  const result = readJson({ headers: {}, body });
  return result.ok ? result.value : result;
};

/** Texts and values that try to look like what is searched for. */
const word = fc.oneof(
  fc.constantFrom(
    'id',
    'users',
    '_embedded',
    '"id":"x"',
    '{"_embedded":{"users":[',
    ']}',
    '\\',
    '\\"',
    'Łukasz',
    '',
  ),
  fc.string({ unit: 'grapheme' }),
);
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.integer(),
    fc.constantFrom(true, false, null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      word.filter((name) => name !== '__proto__'),
      tie('any'),
      { maxKeys: 3 },
    ),
  ),
})).any;
const members = fc.dictionary(
  word.filter((name) => !['__proto__', 'id', '_embedded', 'users'].includes(name)),
  value,
  { maxKeys: 4 },
);
/** A key that has to be escaped may be any; the whole reading is left to tell. */
const isPlain = (object: object): boolean => !JSON.stringify(Object.keys(object)).includes('\\');
const row = fc
  .tuple(members, fc.option(word), members)
  .map(([before, id, after]) => ({ ...before, ...(id === null ? {} : { id }), ...after }))
  .filter(isPlain);
const page = fc
  .tuple(members, fc.array(row, { maxLength: 5 }), members, members)
  .map(([before, users, beside, after]) => ({
    ...before,
    _embedded: { ...beside, users },
    ...after,
    count: users.length,
  }));

describe('a page of which only ids are wanted', () => {
  test('says the same of its ids and of everything beside its rows, however it is written', () => {
    fc.assert(
      fc.property(page, fc.constantFrom(undefined, 2, '\t'), (written, indent) => {
        const body = bytesOf(JSON.stringify(written, null, indent));
        const whole = read(body);
        const expected = JSON.parse(
          JSON.stringify(whole, function only(this: unknown, key: string, each: unknown) {
            return this === Object(this) && key === 'users' && Array.isArray(each) && isRows(this, whole)
              ? each.map((one: { id?: unknown }) => ('id' in one ? { id: one.id } : {}))
              : each;
          }),
        ) as unknown;
        expect(read(thinPage(body, 'users', 'id'))).toEqual(expected);
      }),
    );
  });

  test('is a fraction of what came', () => {
    const users = Array.from({ length: 200 }, (_, n) => ({ id: `u${n}`, name: 'x'.repeat(1_000) }));
    const text = JSON.stringify({ _embedded: { users } });
    expect(thin(text).length).toBeLessThan(text.length / 50);
  });

  test('that is cut off anywhere is not taken for a shorter one', () => {
    const text = JSON.stringify({
      _links: { next: { href: 'https://a.example/?cursor=1' } },
      _embedded: {
        users: [
          { id: 'a', x: ['\\"', { id: 'no' }] },
          { x: {}, id: 'b' },
        ],
      },
      size: 2,
    });
    for (let length = 0; length < text.length; length += 1) {
      const cut = bytesOf(text.slice(0, length));
      expect(readJson({ headers: {}, body: thinPage(cut, 'users', 'id') }).ok).toBe(false);
    }
    expect(read(bytesOf(thin(text)))).toMatchObject({
      _embedded: { users: [{ id: 'a' }, { id: 'b' }] },
      size: 2,
    });
  });

  test.each([
    ['a number in the place of an id', '{"_embedded":{"users":[{"id":5,"x":1}]}}'],
    ['no object in the place of a row', '{"_embedded":{"users":[{"id":"a","x":1},null]}}'],
    ['a text in the place of a row', '{"_embedded":{"users":["id",{"id":"a"}]}}'],
    ['a list in the place of a row', '{"_embedded":{"users":[[{"id":"a","x":1}]]}}'],
    ['a key with an escape', String.raw`{"_embedded":{"users":[{"\u0069d":"a","x":1}]}}`],
    ['two lists of one name', '{"_embedded":{"users":[{"id":"a","x":1}],"users":[{"id":"b","x":1}]}}'],
    ['another collection', '{"_embedded":{"groups":[{"id":"a","x":1}]}}'],
    ['a list outside of _embedded', '{"users":[{"id":"a","x":1}]}'],
    ['rows without commas between them', '{"_embedded":{"users":[{"id":"a","x":1}{"id":"b"}]}}'],
    ['brackets that do not match', '{"_embedded":{"users":[{"id":"a","x":[1}]}]}}'],
    ['more than one document', '{"_embedded":{"users":[{"id":"a","x":1}]}}]'],
    ['no JSON', '<html><body>"_embedded"</body></html>'],
    ['nothing', ''],
  ])('with %s is left to the whole reading', (_what, text) => {
    expect(thin(text)).toBe(text);
  });

  test('with bytes that are not UTF-8 is left to the whole reading', () => {
    const body = Buffer.concat([
      bytesOf('{"_embedded":{"users":[{"id":"a","x":"'),
      Buffer.from([0xff]),
      bytesOf('"}]}}'),
    ]);
    expect(thinPage(body, 'users', 'id')).toBe(body);
  });

  test('of two ids of one row keeps the last, as the whole reading does', () => {
    expect(thin('{"_embedded":{"users":[{"id":"a","x":1,"id":"b"}]}}')).toBe(
      '{"_embedded":{"users":[{"id":"b"}]}}',
    );
  });
});

function isRows(parent: unknown, whole: unknown): boolean {
  return typeof whole === 'object' && whole !== null && Reflect.get(whole, '_embedded') === parent;
}
