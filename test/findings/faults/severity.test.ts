import { expect, test } from 'vitest';
import type { Look, SeenFinding } from '../../../src/findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../../../src/findings/history/memory-history.ts';
import { modifySeverity } from '../../../src/findings/severity.ts';
import type { Severity, SeverityRange } from '../../../src/model/finding.ts';
import { daysAgo, list, member, missing, ofUser, signedOn } from '../support.ts';

const subject = { directory: 'main', type: 'USER', externalId: 'ada' } as const;

function lookAt(day: number, severity: Severity, severityRange?: SeverityRange): Look {
  const seen: SeenFinding = {
    id: 'a-finding',
    ruleId: 'stale::user_inactive',
    subject,
    populationId: null,
    severity,
    ...(severityRange && { severityRange }),
  };
  return { directory: 'main', subject: null, at: new Date(day), present: [seen], verdictOf: () => 'UNASKED' };
}

const open = {
  topAdministrator: { reason: 'SOURCE_UNREACHABLE' },
  customers: { reason: 'PERMISSION_DENIED' },
} as const;

test('a severity is a range as far as what it rests on could not be read', () => {
  const nothing = { aboutAdministrators: false, topAdministrator: false, customers: false, weakLink: false };
  expect(modifySeverity('MEDIUM', nothing).range).toBeNull();
  expect(modifySeverity('MEDIUM', { ...nothing, ...open })).toEqual({
    severity: 'MEDIUM',
    modifiers: [],
    range: { best: 'LOW', worst: 'HIGH' },
  });
  expect(modifySeverity('MEDIUM', { ...nothing, ...open, aboutAdministrators: true }).range).toBeNull();
  // What this kind of directory never tells is no more open tomorrow than today.
  expect(
    modifySeverity('MEDIUM', { ...nothing, topAdministrator: { reason: 'NOT_CAPABLE' } }).range,
  ).toBeNull();
});

test('a severity that may still be what it was changes nothing, and ends no acceptance', async () => {
  const history = new MemoryHistoryStore({ now: () => new Date(0) });
  await history.observe(lookAt(1, 'MEDIUM'));
  await history.accept('a-finding', {
    reason: 'known',
    by: 'eve',
    at: new Date(1),
    expiresAt: new Date(86_400_000),
    severity: 'MEDIUM',
  });
  const kinds = async (look: Look) => (await history.observe(look)).map(({ kind }) => kind);
  expect(await kinds(lookAt(2, 'HIGH', { best: 'MEDIUM', worst: 'CRITICAL' }))).toEqual([]);
  expect(await kinds(lookAt(3, 'LOW', { best: 'LOW', worst: 'MEDIUM' }))).toEqual([]);
  const [record] = (await history.recordsOf(['a-finding'])).values();
  expect(record).toMatchObject({ severity: 'MEDIUM', acceptance: { by: 'eve' } });
  // Where it certainly is worse than it was, it is as bad as it certainly is.
  expect(await kinds(lookAt(4, 'HIGH', { best: 'HIGH', worst: 'CRITICAL' }))).toEqual([
    'SEVERITY_CHANGED',
    'ACCEPTANCE_LAPSED',
  ]);
  expect(await kinds(lookAt(5, 'LOW'))).toEqual(['SEVERITY_CHANGED']);
});

test('of somebody whose roles cannot be read it is told how severe it may be', async () => {
  const unread = { userRoleAssignments: async () => missing('UNREACHABLE') };
  const idle = await ofUser('stale::user_inactive', { user: signedOn(daysAgo(100)), sources: unread });
  expect([idle.severity, idle.severityRange]).toEqual(['MEDIUM', { best: 'MEDIUM', worst: 'HIGH' }]);
  const read = await ofUser('stale::user_inactive', { user: signedOn(daysAgo(100)) });
  expect(read.severityRange).toBeUndefined();
  // Where the rule's own word rests on it, nothing is certain.
  const leaver = await ofUser('offboarding::disabled_user_retains_groups', {
    user: { enabled: false, status: 'SUSPENDED', canAuthenticate: false },
    sources: { ...unread, userGroups: async () => list(member('G1')) },
  });
  expect([leaver.state, leaver.severityRange]).toEqual(['PRESENT', { best: 'INFO', worst: 'CRITICAL' }]);
});
