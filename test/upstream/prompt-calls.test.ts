import { expect, test } from 'vitest';
import { PromptCalls } from '../../src/upstream/prompt-calls.ts';

test('somebody who asked within the last second is taken for one who goes on', () => {
  let now = 5_000;
  const calls = new PromptCalls(() => now);
  expect(calls.areRecent).toBe(false);
  calls.note();
  now += 999;
  expect(calls.areRecent).toBe(true);
  now += 1;
  expect(calls.areRecent).toBe(false);
});
