import { expect, test } from 'vitest';
import { findingsTable } from '../../src/cli/findings-table.ts';
import type { CheckedFindings } from '../../src/exports/checked-findings.ts';
import { ruleById } from '../../src/findings/index.ts';
import type { Finding } from '../../src/model/finding.ts';

const now = new Date(0);

function of(ruleIds: readonly string[], rulesOff: readonly string[] = []): string {
  const present = ruleIds.map((ruleId) => {
    const finding: Finding = {
      id: ruleId,
      ruleId,
      subject: { directory: 'acme', type: 'USER', externalId: 'ada' },
      state: 'PRESENT',
      absentReason: null,
      unknownReason: null,
      severity: 'HIGH',
      baseSeverity: 'HIGH',
      evidence: [],
      remedies: [],
      evaluatedAt: now,
    };
    return { finding, subjectName: 'n'.repeat(60), acceptance: null };
  });
  const checked: CheckedFindings = {
    startedAt: now,
    endedAt: now,
    present,
    open: [],
    namedOff: [],
    coverage: {
      complete: true,
      sources: [],
      gaps: [],
      leftOut: [{ directory: 'acme', rulesOff, ignored: 0 }],
    },
    looksAtAcceptances: false,
  };
  return [...findingsTable(checked)].join('');
}

test('every rule is named whole, so that it can be asked for; what others wrote is cut', () => {
  const ids = [...ruleById.keys()];
  expect(Math.max(...ids.map((id) => id.length))).toBeGreaterThan(40);
  const rows = of(ids)
    .split('\n')
    .slice(1, ids.length + 1);
  expect(rows.map((row) => row.split(/ +/)[1])).toEqual(ids);
  for (const row of rows) expect(row).toMatch(/ n{40}$/);
});

test('rules that are off are counted, with what switches them on', () => {
  expect(of([], ['a', 'b'])).toContain(
    '\n2 rules are off in acme unless switched on (`findings.families`, docs/rules.md).\n',
  );
  expect(of([], ['a'])).toContain('\n1 rule is off in acme unless switched on');
  expect(of([])).not.toContain('switched on');
});
