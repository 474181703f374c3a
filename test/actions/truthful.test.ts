import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeProvider, type FakeRead, type FakeWrite } from '../support/fake-provider.ts';
import { setStage, type Told } from './support/stage.ts';

const people = ['ada', 'ben', 'cho'];

const write = fc.oneof(
  { weight: 3, arbitrary: fc.constant<FakeWrite>({ applied: true, answer: 'OK' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      applied: fc.boolean(),
      answer: fc.constantFrom('OK' as const, 'BROKEN' as const, 'TIMED_OUT' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<FakeWrite>({ applied: false, answer: 'REFUSED' }) },
);
const read = fc.oneof(
  { weight: 6, arbitrary: fc.constant<FakeRead>('FRESH') },
  { weight: 1, arbitrary: fc.constant<FakeRead>('FAILS') },
);
const step = fc.record({
  person: fc.constantFrom(...people),
  enable: fc.boolean(),
  dryRun: fc.boolean(),
  key: fc.option(fc.constantFrom('k1', 'k2')),
  write,
  reads: fc.array(read, { minLength: 6, maxLength: 6 }),
});

interface Facts {
  readonly dryRun: boolean;
  readonly replayed: boolean;
  /** Writes that this action sent. */
  readonly wrote: number;
  /** Whether the directory truly is as the action wants it. */
  readonly shows: boolean;
}

const outcomes: Readonly<Record<string, string>> = { SUCCESS: 'SUCCEEDED', UNCONFIRMED: 'UNCONFIRMED' };

function complaintsAbout(result: Told, { dryRun, replayed, wrote, shows }: Facts): string[] {
  const complaints: string[] = [];
  if ((dryRun || replayed) && wrote > 0) complaints.push('a write for a dry run or a repeat');
  if (result.kind === 'SUCCESS' && !dryRun && !replayed) {
    if (!shows) complaints.push('claimed, but not so');
    if (wrote !== (result.changed ? 1 : 0)) complaints.push(`changed ${result.changed}, but ${wrote} writes`);
  }
  const recorded = result.kind === 'REFUSED' ? undefined : result.entry?.outcome;
  if (wrote > 0 && recorded !== (outcomes[result.kind] ?? 'FAILED'))
    complaints.push(`${result.kind} recorded as ${recorded ?? 'nothing'}`);
  return complaints;
}

describe('whatever goes wrong', () => {
  test('no success is claimed that the directory does not show, and every change is in the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const provider = createFakeProvider(people);
        const stage = setStage(provider, { settings: { blastLimits: [] } });
        const complaints: string[] = [];
        const recorded = new Set<string>();
        for (const { person, enable, dryRun, key, write: next, reads } of steps) {
          const left = [...reads];
          provider.nextWrite = () => next;
          provider.nextRead = () => left.shift() ?? 'FRESH';
          const sent = provider.writes.length;
          const act = enable ? stage.unsuspend : stage.suspend;
          const result = await act(person, { dryRun, idempotencyKey: key });
          const id = result.entry?.id ?? '';
          const replayed = recorded.has(id);
          recorded.add(id);
          const wrote = provider.writes.length - sent;
          const shows = provider.enabled.get(person) === enable;
          complaints.push(...complaintsAbout(result, { dryRun, replayed, wrote, shows }));
        }
        expect(complaints).toEqual([]);
        const { rows } = await stage.ledger.list({}, { first: 1_000, after: null });
        const sent = rows.filter(({ entry }) =>
          ['SUCCEEDED', 'UNCONFIRMED', 'FAILED'].includes(entry.outcome),
        );
        expect(sent).toHaveLength(provider.writes.length);
        expect(rows.filter(({ entry }) => entry.outcome === 'INTENDED')).toEqual([]);
        expect(await stage.ledger.verify()).toMatchObject({ intact: true });
      }),
      { numRuns: 50 },
    );
  });

  test('a timed-out change that shows the old state is not called a failure: it may yet happen', async () => {
    const provider = createFakeProvider(people);
    provider.nextWrite = () => ({ applied: false, answer: 'TIMED_OUT' });
    const stage = setStage(provider);
    expect(await stage.suspend('ada')).toMatchObject({ kind: 'UNCONFIRMED', retryable: true });
  });

  test('replicas that keep showing the old state leave it unconfirmed, though it was applied', async () => {
    const provider = createFakeProvider(people);
    provider.nextRead = () => (provider.writes.length === 0 ? 'FRESH' : 'STALE');
    expect(await setStage(provider).suspend('ada')).toMatchObject({ kind: 'UNCONFIRMED' });
    expect(provider.enabled.get('ada')).toBe(false);
  });
});
