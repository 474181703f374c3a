import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageFramer } from '../../../src/providers/ldap/wire/message-framer.ts';

/** A message of so many bytes after its header, its length in so many bytes more than it takes. */
function made(length: number, long: boolean): Buffer {
  const header = length < 0x80 && !long ? [0x30, length] : [0x30, 0x83, 0, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0x30)]);
}

function whole(framer: MessageFramer): Buffer[] {
  const found: Buffer[] = [];
  for (let next = framer.next(); next !== null; next = framer.next()) {
    if (typeof next === 'string') throw new Error(next);
    found.push(next);
  }
  return found;
}

test('Messages come out whole and in order, in whatever pieces they arrive', () => {
  const messages = fc.array(fc.record({ length: fc.nat(600), long: fc.boolean() }), { maxLength: 8 });
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(messages, sizes, (all, pieces) => {
      const wanted = all.map(({ length, long }) => made(length, long));
      const bytes = Buffer.concat(wanted);
      const framer = new MessageFramer(1_000);
      const found: Buffer[] = [];
      for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
        const to = from + (pieces[turn % pieces.length] ?? 1);
        framer.push(bytes.subarray(from, to));
        found.push(...whole(framer));
        from = to;
      }
      expect(found).toEqual(wanted);
      expect(framer.hasMore).toBe(false);
    }),
  );
});

test('What is no SEQUENCE, or has no definite length, is not LDAP', () => {
  for (const bytes of [[0x16], [0x3c, 0x68], [0x30, 0x80, 0, 0], [0x30, 0x85, 0, 0, 0, 0, 1]]) {
    const framer = new MessageFramer(1_000);
    framer.push(Buffer.from(bytes));
    expect(framer.next(), String(bytes)).toBe('not-ldap');
  }
});

test('A message that announces more than may be is too large before it is there', () => {
  const framer = new MessageFramer(1_000);
  framer.push(Buffer.from([0x30, 0x82, 0x03]));
  expect(framer.next()).toBeNull();
  framer.push(Buffer.from([0xe9]));
  expect(framer.next()).toBe('too-large');
});
