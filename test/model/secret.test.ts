import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';

test('a secret shows itself only when it is asked to', () => {
  const secret = new Secret('hunter2');
  const shown = [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9, showHidden: true }),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(Object.getOwnPropertyNames(secret)),
  ];
  expect(shown.join('\n')).not.toContain('hunter2');
  expect(shown.slice(0, 2)).toEqual(['[redacted]', '{"secret":"[redacted]"}']);
  expect(secret.reveal()).toBe('hunter2');
});
