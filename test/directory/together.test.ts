import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Part, type Silence, together } from '../../src/directory/together.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

/** A read that ends after so many milliseconds; Infinity: never. */
function part(directory: string, ms: number, silence?: Silence): Part<string> {
  return {
    directory,
    ...(silence === undefined ? {} : { silence: () => silence }),
    read: () =>
      new Promise((resolve) => {
        if (ms < Infinity) setTimeout(() => resolve(directory), ms);
      }),
  };
}

const silent = (patienceMs: number): Silence => ({ silentSince: new Date(), patienceMs });

/** What came, and after how many milliseconds. */
async function outcome(parts: readonly Part<string>[], slackMs?: number): Promise<[string, number]> {
  const start = Date.now();
  let done: [string, number] | null = null;
  const tell = async (): Promise<void> => {
    const ends = await together(parts, slackMs === undefined ? {} : { slackMs });
    const told = ends.map((end) => (end.ok ? end.value : `${end.directory} ${codeOf(end.error)}`));
    done = [told.join(', '), Date.now() - start];
  };
  const all = tell();
  await vi.advanceTimersByTimeAsync(100_000);
  await Promise.race([all, Promise.resolve()]);
  return done ?? ['still waiting', 0];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

describe('several directories together', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are read at the same time, and answered in their order', async () => {
    expect(await outcome([part('a', 30), part('b', 10), part('c', 20)])).toEqual(['a, b, c', 30]);
  });

  it('do not wait for one that answers nothing at all', async () => {
    const parts = [part('a', 30), part('hole', Infinity, silent(100)), part('c', 20)];
    expect(await outcome(parts)).toEqual(['a, hole TIMED_OUT, c', 100]);
  });

  it('say of one whose calls fail what they fail of', async () => {
    const lastFailure = new UpstreamError({
      code: 'UNREACHABLE',
      message: 'hole: GET /users: refused.',
      directory: 'hole',
      route: 'GET /users',
    });
    const parts = [part('a', 30), part('hole', Infinity, { ...silent(100), lastFailure })];
    expect(await outcome(parts)).toEqual(['a, hole UNREACHABLE', 100]);
  });

  it('do not wait a moment for one whose silence is known already', async () => {
    const long = { silentSince: new Date(Date.now() - 5_000), patienceMs: 100 };
    expect(await outcome([part('a', 30), part('hole', Infinity, long)])).toEqual(['a, hole TIMED_OUT', 30]);
  });

  it('wait for a slow one within reason', async () => {
    const answers = { silentSince: null, patienceMs: 100 };
    expect(await outcome([part('a', 30), part('slow', 1_500, answers)])).toEqual(['a, slow', 1_500]);
    expect(await outcome([part('a', 30), part('slow', 9_000, answers)])).toEqual([
      'a, slow TIMED_OUT',
      2_030,
    ]);
  });

  it('wait for a large one as long as it answers, where size is no fault', async () => {
    const answers = { silentSince: null, patienceMs: 100 };
    expect(await outcome([part('a', 30), part('large', 59_000, answers)], Infinity)).toEqual([
      'a, large',
      59_000,
    ]);
  });

  it('give up two silent ones together, and keep the one that answers', async () => {
    const parts = [part('one', Infinity, silent(100)), part('two', Infinity, silent(200)), part('a', 10)];
    expect(await outcome(parts)).toEqual(['one TIMED_OUT, two TIMED_OUT, a', 200]);
  });

  it('a directory alone is waited for, however silent', async () => {
    expect(await outcome([part('hole', Infinity, silent(100))])).toEqual(['still waiting', 0]);
  });

  it('a failure is the failure of its own part', async () => {
    const broken: Part<string> = { directory: 'b', read: () => Promise.reject(new Error('refused')) };
    expect(await outcome([part('a', 5), broken])).toEqual(['a, b Error: refused', 5]);
  });

  it('do not take work of this process itself for the silence of others', async () => {
    const answers = part('b', 120, { silentSince: new Date(Date.now() - 5_000), patienceMs: 100 });
    const busy: Part<string> = {
      directory: 'a',
      read: async () => {
        await new Promise((resolve) => {
          setTimeout(resolve, 30);
        });
        // Nothing else is heard meanwhile.
        vi.setSystemTime(Date.now() + 400);
        return 'a';
      },
    };
    expect((await outcome([busy, answers]))[0]).toBe('a, b');
  });
});
