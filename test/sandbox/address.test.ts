import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf } from '../../src/sandbox/http/address.ts';

const pieces = constantFrom(
  '/',
  '//',
  '.',
  '..',
  '%2e',
  '%2E%2e',
  'v1',
  'users',
  'a-b_c~d',
  '@',
  ':',
  '\\',
  '?',
  '#',
  '&',
  '=',
  '%22',
  '"',
  "'",
  '<',
  '|',
  '+',
  'é',
  '\t',
  ' ',
);
const hosts = constantFrom(
  '127.0.0.1:80',
  '127.0.0.1:4000',
  'Example.COM:4000',
  'user@host',
  'a/b',
  '[::1]:9',
);

/** What is read, or that it is none. */
function read(reader: () => object): object | string {
  try {
    return reader();
  } catch (error) {
    return String(error);
  }
}

test('an address is read as URL reads it, whatever it is made of', () => {
  assert(
    property(array(pieces, { maxLength: 8 }), hosts, (parts, host) => {
      const target = `/${parts.join('')}`;
      expect(read(() => addressOf(target, host))).toEqual(
        read(() => {
          const { origin, pathname: path, search } = new URL(target, `http://${host}`);
          return { origin, path, search };
        }),
      );
    }),
    { numRuns: 2000 },
  );
});

test('a host that is none is refused each time', () => {
  for (let time = 0; time < 2; time += 1) expect(() => addressOf('/v1/roles', '[')).toThrow(TypeError);
});
