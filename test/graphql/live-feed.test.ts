import { array, assert, asyncProperty, constant, constantFrom, oneof } from 'fast-check';
import { expect, test, vi } from 'vitest';
import { newestOfEach, newestOnly } from '../../src/graphql/backlog.ts';
import { LiveFeed, refusalAskedMs, type Teller } from '../../src/graphql/live-feed.ts';

interface News {
  readonly of: string;
  readonly turn: number;
}

function feedOf(most = 3) {
  let ends = 0;
  let left = 0;
  const tellers: Teller<News>[] = [];
  const listener = new AbortController();
  const feed = new LiveFeed<News>({
    backlog: newestOfEach(({ of }) => of, most),
    onEnd: () => (ends += 1),
    signal: listener.signal,
    watch: (teller) => {
      tellers.push(teller);
      return () => (left += 1);
    },
  });
  const [teller] = tellers;
  if (teller === undefined) throw new Error('Expected to be watched.');
  return { feed, teller, listener, counts: () => ({ ends, left }) };
}

test('of each object the newest waits for a listener who is slow, in the order of the first news', async () => {
  const { feed, teller } = feedOf();
  teller.tell({ of: 'a', turn: 1 });
  teller.tell({ of: 'b', turn: 1 });
  teller.tell({ of: 'a', turn: 2 });
  teller.end();
  const heard: News[] = [];
  for await (const news of feed) heard.push(news);
  expect(heard).toEqual([
    { of: 'a', turn: 2 },
    { of: 'b', turn: 1 },
  ]);
});

test('a listener who lets too many wait gets those, and is told that something was missed', async () => {
  const { feed, teller, counts } = feedOf(2);
  for (const of of ['a', 'b', 'c']) teller.tell({ of, turn: 1 });
  expect((await feed.next()).value).toEqual({ of: 'a', turn: 1 });
  expect((await feed.next()).value).toEqual({ of: 'b', turn: 1 });
  await expect(feed.next()).rejects.toMatchObject({ extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } });
  expect(await feed.next()).toEqual({ done: true, value: undefined });
  expect(counts()).toEqual({ ends: 1, left: 1 });
});

test('whoever goes away while waiting is not waited for, and the source is left once', async () => {
  const { feed, listener, counts } = feedOf();
  const waiting = feed.next();
  listener.abort();
  expect((await waiting).done).toBe(true);
  await feed.return();
  expect(counts()).toEqual({ ends: 1, left: 1 });
});

test('a source that ends while it is first looked at is left too', async () => {
  let left = 0;
  const feed = new LiveFeed<number>({
    backlog: newestOnly(),
    onEnd: () => undefined,
    signal: undefined,
    watch: ({ tell, end }) => {
      tell(1);
      end();
      return () => (left += 1);
    },
  });
  expect((await feed.next()).value).toBe(1);
  expect((await feed.next()).done).toBe(true);
  expect(left).toBe(1);
});

test('whatever is told, and however slowly it is fetched, the newest of each object arrives, and never an older one after it', async () => {
  await assert(
    asyncProperty(
      array(oneof(constantFrom('a', 'b', 'c'), constant(null)), { maxLength: 40 }),
      async (steps) => {
        const { feed, teller } = feedOf(3);
        const newest = new Map<string, number>();
        const heard = new Map<string, number>();
        const take = (news: News | undefined): void => {
          if (news === undefined) return;
          expect(news.turn).toBeGreaterThan(heard.get(news.of) ?? -1);
          heard.set(news.of, news.turn);
        };
        for (const [turn, of] of steps.entries()) {
          if (of !== null) {
            teller.tell({ of, turn });
            newest.set(of, turn);
          } else if (newest.size > heard.size) take((await feed.next()).value);
        }
        teller.end();
        for await (const news of feed) take(news);
        expect(heard).toEqual(newest);
      },
    ),
    { numRuns: 200 },
  );
});

test('whoever may hear no more is sent away while nothing happens too, and what waited is not given out', async () => {
  vi.useFakeTimers();
  try {
    let refusal: Error | null = null;
    let ends = 0;
    const tellers: Teller<News>[] = [];
    const feed = new LiveFeed<News>({
      backlog: newestOfEach(({ of }) => of, 3),
      onEnd: () => (ends += 1),
      signal: undefined,
      refusal: () => refusal,
      watch: (teller) => {
        tellers.push(teller);
        return () => undefined;
      },
    });
    tellers[0]?.tell({ of: 'a', turn: 1 });
    vi.advanceTimersByTime(refusalAskedMs);
    expect(ends).toBe(0);
    refusal = new Error('revoked');
    vi.advanceTimersByTime(refusalAskedMs);
    expect([ends, vi.getTimerCount()]).toEqual([1, 0]);
    await expect(feed.next()).rejects.toThrow('revoked');
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  } finally {
    vi.useRealTimers();
  }
});
