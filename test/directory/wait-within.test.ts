import { describe, expect, test } from 'vitest';
import { waitWithin } from '../../src/directory/wait-within.ts';

const never = new Promise<never>(() => {});
const givenUp = (code: string): Error => new Error(code);

describe('waiting for work that others share', () => {
  test('a caller that has gone away already does not wait', async () => {
    await expect(waitWithin(never, { signal: AbortSignal.abort() }, givenUp)).rejects.toThrow('CANCELLED');
  });

  test('a caller that goes away is let go', async () => {
    const caller = new AbortController();
    const waiting = waitWithin(never, { signal: caller.signal }, givenUp);
    caller.abort();
    await expect(waiting).rejects.toThrow('CANCELLED');
  });

  test('a deadline that has passed ends the wait', async () => {
    await expect(waitWithin(never, { deadline: Date.now() - 1 }, givenUp)).rejects.toThrow('TIMED_OUT');
  });

  test('the work decides when it is done in time, whichever way it ends', async () => {
    const patient = { signal: new AbortController().signal, deadline: Date.now() + 60_000 };
    expect(await waitWithin(Promise.resolve('done'), patient, givenUp)).toBe('done');
    await expect(waitWithin(Promise.reject(new Error('broken')), patient, givenUp)).rejects.toThrow('broken');
  });
});
