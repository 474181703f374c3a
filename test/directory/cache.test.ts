import { describe, expect, it } from 'vitest';
import { DirectoryCache } from '../../src/directory/cache.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { requestScope } from './request-scope.ts';

/** A read that counts how often it is really done, and ends when the test says so. */
function slowRead() {
  let calls = 0;
  const waiting: ((value: string) => void)[] = [];
  return {
    load: (): Promise<string> => {
      calls += 1;
      return new Promise((resolve) => waiting.push(resolve));
    },
    answer: (value: string): void => waiting.shift()?.(value),
    get calls() {
      return calls;
    },
  };
}

const fail = (): Promise<string> => Promise.reject(new Error('once'));

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the cache of a directory', () => {
  it('lets everybody who asks at the same time wait for one read', async () => {
    const cache = new DirectoryCache();
    const read = slowRead();
    const asked = Array.from({ length: 50 }, () => cache.read('devices', 'u1', requestScope(), read.load));
    await turn();
    read.answer('phone');
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['phone']));
    expect(read.calls).toBe(1);
  });

  it('answers again from memory until the time to live is over', async () => {
    let now = 0;
    const cache = new DirectoryCache({ now: () => now });
    let calls = 0;
    const load = async (): Promise<number> => (calls += 1);
    expect(await cache.read('devices', 'u1', requestScope(), load)).toBe(1);
    now = 29_999;
    expect(await cache.read('devices', 'u1', requestScope(), load)).toBe(1);
    now = 30_000;
    expect(await cache.read('devices', 'u1', requestScope(), load)).toBe(2);
  });

  it('forgets what was asked for least lately when it holds more than it may', async () => {
    const cache = new DirectoryCache({ maxEntries: 2 });
    const read = (key: string) => cache.read('devices', key, requestScope(), () => Promise.resolve(key));
    for (const key of ['u1', 'u2', 'u1', 'u3']) await read(key);
    const held = ['u1', 'u2', 'u3'].filter((key) => cache.holds('devices', key, { maxAgeMs: null }));
    expect(held).toEqual(['u1', 'u3']);
  });

  it('reads anew for a caller who accepts nothing old', async () => {
    const cache = new DirectoryCache();
    let calls = 0;
    const load = async (): Promise<number> => (calls += 1);
    await cache.read('populations', '', requestScope(), load);
    expect(await cache.read('populations', '', requestScope({ maxAgeMs: 0 }), load)).toBe(2);
  });

  it('serves an old list of populations while the next one is read, and that one afterwards', async () => {
    let now = 0;
    const cache = new DirectoryCache({ now: () => now });
    const read = slowRead();
    const first = cache.read('populations', '', requestScope(), read.load);
    await turn();
    read.answer('old');
    expect(await first).toBe('old');
    now = 61_000;
    expect(await cache.read('populations', '', requestScope(), read.load)).toBe('old');
    expect(await cache.read('populations', '', requestScope(), read.load)).toBe('old');
    await turn();
    read.answer('new');
    await turn();
    expect(await cache.read('populations', '', requestScope(), read.load)).toBe('new');
    expect(read.calls).toBe(2);
  });

  it('begins a read again for those who still wait when its starter goes away', async () => {
    const cache = new DirectoryCache();
    const starter = new AbortController();
    let calls = 0;
    const load = ({ signal }: CallContext): Promise<string> => {
      calls += 1;
      return new Promise((resolve, reject) => {
        if (signal === undefined) resolve('phone');
        signal?.addEventListener('abort', () =>
          reject(new UpstreamError({ code: 'CANCELLED', message: '', directory: '', route: '' })),
        );
      });
    };
    const begun = cache.read('devices', 'u1', requestScope({ signal: starter.signal }), load);
    const waiting = Array.from({ length: 20 }, () => cache.read('devices', 'u1', requestScope(), load));
    await turn();
    starter.abort();
    await expect(begun).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['phone']));
    expect(calls).toBe(2);
  });

  it('lets a caller go who waits for the read of another', async () => {
    const cache = new DirectoryCache();
    const read = slowRead();
    const begun = cache.read('devices', 'u1', requestScope(), read.load);
    const leaver = new AbortController();
    const left = cache.read('devices', 'u1', requestScope({ signal: leaver.signal }), read.load);
    await turn();
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    read.answer('phone');
    expect(await begun).toBe('phone');
  });

  it('does not keep what a read under way saw before a change', async () => {
    const cache = new DirectoryCache();
    const read = slowRead();
    const before = cache.read('user', 'u1', requestScope(), read.load);
    await turn();
    cache.evict('user', 'u1');
    const after = cache.read('user', 'u1', requestScope(), read.load);
    await turn();
    read.answer('enabled');
    read.answer('suspended');
    expect(await before).toBe('enabled');
    expect(await after).toBe('suspended');
    expect(await cache.read('user', 'u1', requestScope(), read.load)).toBe('suspended');
  });

  it('keeps no failure', async () => {
    const cache = new DirectoryCache();
    await expect(cache.read('devices', 'u1', requestScope(), fail)).rejects.toThrow('once');
    expect(await cache.read('devices', 'u1', requestScope(), async () => 'phone')).toBe('phone');
  });

  it('never keeps sessions, passwords and bypasses', async () => {
    const cache = new DirectoryCache();
    let calls = 0;
    const load = async (): Promise<number> => (calls += 1);
    await cache.read('sessions', 'u1', requestScope(), load);
    expect(await cache.read('sessions', 'u1', requestScope(), load)).toBe(2);
  });
});
