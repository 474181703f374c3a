import { describe, expect, test } from 'vitest';
import { rowById } from '../../src/graphql/listing.ts';
import type { Listing } from '../../src/model/coverage.ts';

function list(complete: boolean): Promise<Listing<{ readonly externalId: string }>> {
  const gap = complete
    ? { reason: null, message: null }
    : { reason: 'FORBIDDEN' as const, message: 'Some are missing.' };
  return Promise.resolve({ rows: [{ externalId: 'known' }], complete, ...gap, observedAt: new Date() });
}

describe('one row of a list by its id', () => {
  test('is found in a part of the list too', async () => {
    expect(await rowById(list(false), 'known')).toEqual({ externalId: 'known' });
  });

  test('is nothing when the whole list lacks it', async () => {
    expect(await rowById(list(true), 'other')).toBeNull();
  });

  test('is an error, and not nothing, when a part of the list lacks it', async () => {
    await expect(rowById(list(false), 'other')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
