import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortedInTurns } from '../../src/findings/sort-in-turns.ts';
import { byWorst, worstFirst } from '../../src/findings/worst-first.ts';
import { makeFinding } from '../../src/findings/make-finding.ts';
import { rules } from '../../src/findings/index.ts';
import { type Finding, severities } from '../../src/model/finding.ts';
import { longestStretch } from './longest-stretch.ts';

const noon = new Date('2026-01-01T12:00:00Z');

const finding = fc
  .record({
    rule: fc.constantFrom(...rules.slice(0, 5)),
    severity: fc.constantFrom(...severities),
    directory: fc.constantFrom('main', 'other'),
    externalId: fc.string({ minLength: 1, maxLength: 6 }),
    isOpen: fc.boolean(),
  })
  .map(({ rule, severity, directory, externalId, isOpen }) =>
    makeFinding({
      rule,
      severity,
      subject: { directory, type: 'USER', externalId },
      verdict: isOpen ? { state: 'UNKNOWN', reason: 'PARTIAL_DATA' } : { state: 'PRESENT' },
      evidence: [],
      evaluatedAt: noon,
    }),
  );

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** As it would be said in one line. */
function plainly(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (one, other) =>
      rank(one) - rank(other) || compareText(one.ruleId, other.ruleId) || compareText(one.id, other.id),
  );
}

type Numbered = readonly [key: number, place: number];

function byKey([one]: Numbered, [other]: Numbered): number {
  return one - other;
}

describe('findings, worst first', () => {
  test('they stand by severity, then rule, then id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finding, { maxLength: 60 }), async (findings) => {
        expect(await worstFirst(findings)).toEqual(plainly(findings));
        expect(findings.toSorted(byWorst)).toEqual(plainly(findings));
      }),
      { numRuns: 50 },
    );
  });

  test('one list is sorted once, whoever asks for it', async () => {
    const findings = fc.sample(finding, 20);
    expect(worstFirst(findings)).toBe(worstFirst(findings));
    expect(await worstFirst([...findings])).toEqual(await worstFirst(findings));
  });

  test('the list itself stays as it was', async () => {
    const findings = fc.sample(finding, 20);
    const before = [...findings];
    await worstFirst(findings);
    expect(findings).toEqual(before);
  });

  test('the id of a finding is the same each time, and computed at the first', () => {
    const [one] = fc.sample(finding, 1);
    const id = one?.id;
    expect(one?.id).toBe(id);
    expect(id).toMatch(/^[\w-]{22}$/);
  });
});

describe('sorting in turns', () => {
  test('sorts as sorting at once does, and leaves equal ones in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat()), { maxLength: 3_000 }),
        async (items) => {
          expect(await sortedInTurns(items, byKey)).toEqual(items.toSorted(byKey));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('others have their turn after some thousand comparisons, however many items there are', async () => {
    const items = Array.from({ length: 50_000 }, (_, at) => (at * 7_919) % 50_021);
    const longest = await longestStretch((count) =>
      sortedInTurns(items, (one, other) => {
        count();
        return one - other;
      }),
    );
    // Three milliseconds of a thousand comparisons each, and what is begun by then.
    expect(longest).toBeLessThan(9_000);
  });
});
