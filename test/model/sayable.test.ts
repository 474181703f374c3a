import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sayable } from '../../src/model/sayable.ts';

describe('words that others wrote', () => {
  test('are one line, without what a terminal obeys and what turns the direction of writing', () => {
    expect(sayable('\u001B[2Jgone\r\nall is well\u202E!\u0000')).toBe('[2Jgone all is well !');
    expect(sayable('Zażółć gęślą jaźń')).toBe('Zażółć gęślą jaźń');
    expect(sayable('a'.repeat(9), { longest: 3 })).toBe('aaa');
  });

  test('keep their lines and tabs where text has several', () => {
    expect(sayable('one\n\ttwo\r\u0007', { inLines: true })).toBe('one\n\ttwo ');
  });

  test('hold no control character, whatever they were', () => {
    const any = string({ unit: 'binary' });
    assert(
      property(any, (text) => {
        expect(sayable(text)).not.toMatch(/\p{Cc}/u);
        expect(sayable(text, { inLines: true })).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
    );
  });
});
