import { describe, expect, it } from 'vitest';
import { correlate } from '../../src/identities/identities.ts';
import { asOf } from './support/account.ts';
import { score } from './support/score.ts';
import { makeTruth } from './support/truth.ts';

describe('people of whom it is known who is who', () => {
  const truth = makeTruth(2_000, { share: 1 });

  it('7 directories of 2,000: nobody is linked with somebody else, and one pair in a hundred is missed at most', () => {
    const found = score(correlate({ ...truth, links: [] }), truth, asOf);
    expect(found).toMatchObject({ precision: 1, wrong: {}, wrongMatches: 0 });
    expect(found.recall).toBeGreaterThanOrEqual(0.99);
    // Only what is missed on purpose: doubtful accounts, and addresses that nobody lists.
    expect(Object.keys(found.missed).toSorted()).toEqual([
      'PREDECESSOR',
      'SERVICE',
      'TAGGED',
      'UNLISTED_ALIAS',
    ]);
  });

  it('without a primary directory nobody is linked with somebody else either', () => {
    const directories = truth.directories.map((each) => ({ ...each, isPrimary: false }));
    const found = score(correlate({ ...truth, directories, links: [] }), truth, asOf);
    expect(found).toMatchObject({ precision: 1, wrong: {} });
    expect(found.recall).toBeGreaterThanOrEqual(0.97);
  });

  it('a value that everybody has costs no more than any other', () => {
    const everybody = makeTruth(1_000, { share: 1 }).directories.map((each) => ({
      ...each,
      users: each.users.map((user) => ({
        ...user,
        email: 'test@corp.example',
        employeeNumber: '99999',
        sourceId: 'same-for-everybody',
      })),
    }));
    for (const isPrimary of [true, false]) {
      const directories = everybody.map((each) => ({ ...each, isPrimary: isPrimary && each.isPrimary }));
      const startedAt = process.cpuUsage();
      const found = correlate({ ...truth, directories, links: [] });
      expect(found.count).toBeGreaterThan(900);
      const { user, system } = process.cpuUsage(startedAt);
      // Looking at everybody for everybody would take minutes.
      expect((user + system) / 1_000_000).toBeLessThan(20);
    }
  });
});
