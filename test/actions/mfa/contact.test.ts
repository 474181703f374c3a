import { assert, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactProblem, isSameContact, maskedContact } from '../../../src/actions/mfa/contact.ts';

const digits = stringMatching(/^[1-9]\d{4,14}$/);
const name = stringMatching(/^[a-z0-9.+]{2,30}$/);

describe('what people may see of a contact', () => {
  test('of a number, at most its last two digits', () => {
    assert(
      property(digits, (number) => {
        const shown = maskedContact(`+${number}`).replaceAll(/\D/g, '');
        expect(shown).toBe(number.slice(-2));
      }),
    );
    expect(maskedContact('112')).toBe('…');
  });

  test('of an address, its first letter and its domain', () => {
    assert(
      property(name, (local) => {
        expect(maskedContact(`${local}@example.com`)).toBe(`${local.charAt(0)}…@example.com`);
      }),
    );
  });
});

describe('whether two contacts are one', () => {
  test('a number is the same in every way of writing that PingOne documents', () => {
    const ways = ['+1.5125551234', '+15125551234', '+1.512.555.1234', '+1 (512) 555-1234'];
    for (const one of ways) {
      expect(contactProblem('SMS', one)).toBeNull();
      expect(isSameContact('SMS', one, ways[0] ?? '')).toBe(true);
    }
    expect(isSameContact('SMS', '+15125551234', '+15125551235')).toBe(false);
  });

  test('an address is the same in any case, and a text that is none is turned away without repeating it', () => {
    expect(isSameContact('EMAIL', 'Ann@Example.com', 'ann@example.com')).toBe(true);
    expect(contactProblem('EMAIL', 'a secret')).not.toContain('secret');
  });
});
