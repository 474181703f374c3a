import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { slipsOf } from '../../src/config/neighbour.ts';

const known = ['PINGONE_CLIENT_ID', 'PINGONE_CLIENT_SECRET_FILE', 'ROLLCALL_DATA_DIR', 'ROLLCALL_CONFIG'];
const isSlip = slipsOf(known);
const letter = fc.stringMatching(/^[a-z0-9]$/);

/** A letter at some place becomes another, goes, or gets one before it. */
const change = fc.record({
  at: fc.nat({ max: 99 }),
  how: fc.constantFrom('other', 'gone', 'before'),
  letter,
});

test('a known name with two changed letters, wherever they are, is a slip', () => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.array(change, { maxLength: 2 }), (name, changes) => {
      const changed = changes.reduce(
        (text, { at, how, letter: put }) => {
          const place = Math.floor((at / 100) * text.length);
          const after = text.slice(how === 'before' ? place : place + 1);
          return text.slice(0, place) + (how === 'gone' ? '' : put) + after;
        },
        name.replaceAll('_', ''),
      );
      expect(isSlip(changed)).toBe(true);
    }),
  );
});

test.each(['PINGONE_TOKEN', 'NODE_EXTRA_CA_CERTS', 'XINGONECLIEXXIX', 'PATH', ''])(
  'a name with more changes, such as "%s", is somebody else\'s',
  (name) => {
    expect(isSlip(name)).toBe(false);
  },
);
