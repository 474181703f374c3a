import { expect, test } from 'vitest';
import { paced } from '../../src/graphql/paced.ts';

function stage() {
  const heard: string[] = [];
  let due: (() => void) | null = null;
  const pace = paced<string>(
    (news) => heard.push(news),
    250,
    (news) => news.startsWith('!'),
    {
      later: (work) => {
        due = work;
        return () => (due = null);
      },
    },
  );
  return { heard, pace, pass: () => due?.(), isWaiting: () => due !== null };
}

test('the first news come at once, of those within the pause only the newest, after it', () => {
  const { heard, pace, pass } = stage();
  for (const news of ['a', 'b', 'c']) pace.tell(news);
  expect(heard).toEqual(['a']);
  pass();
  expect(heard).toEqual(['a', 'c']);
  pass();
  expect(heard).toEqual(['a', 'c']);
  pace.tell('d');
  expect(heard).toEqual(['a', 'c', 'd']);
});

test('what is urgent is not held back, and what waited before it is not told after it', () => {
  const { heard, pace, pass } = stage();
  for (const news of ['a', 'b', '!c']) pace.tell(news);
  pass();
  expect(heard).toEqual(['a', '!c']);
});

test('nothing is told any more, and no timer is left, once it is stopped', () => {
  const { heard, pace, pass, isWaiting } = stage();
  pace.tell('a');
  pace.tell('b');
  pace.stop();
  expect(isWaiting()).toBe(false);
  pass();
  expect(heard).toEqual(['a']);
});
