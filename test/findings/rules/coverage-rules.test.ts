import { describe, expect, it } from 'vitest';
import type { DirectoryFacts, RuleOutcome } from '../../../src/findings/facts.ts';
import {
  answer,
  applicationFacts,
  directoryFacts,
  fact,
  grant,
  groupFacts,
  missing,
  partial,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import { daysAgo, profile, role } from '../support-directory-rows.ts';
import { evaluation, list, person } from '../support.ts';

function table(
  ruleId: string,
  rows: readonly (readonly [what: string, facts: Partial<DirectoryFacts>, expected: string])[],
): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('DIRECTORY', ruleId, directoryFacts(facts))).toBe(expected);
    });
  });
}

const gap = (reason: 'TIMED_OUT' | 'FORBIDDEN' | 'UNSUPPORTED') => ({
  gaps: [{ what: 'USERS', reason, message: null }],
});

table('coverage::provider_unreachable', [
  [
    'W16: every call to the primary directory times out',
    { isPrimary: true, profile: missing('TIMED_OUT'), ...gap('TIMED_OUT') },
    'PRESENT HIGH',
  ],
  ['one kind of object of another directory', gap('TIMED_OUT'), 'PRESENT MEDIUM'],
  ['the credential is refused', { profile: missing('UNAUTHORIZED') }, 'PRESENT MEDIUM'],
  ['a day ago', { profile: fact(profile(), daysAgo(1)) }, 'ABSENT'],
  ['longer ago', { profile: fact(profile(), daysAgo(1, 1)) }, 'PRESENT MEDIUM'],
  ['what it cannot say is no fault', gap('UNSUPPORTED'), 'ABSENT'],
  ['nobody has asked it', { profile: missing('NOT_REQUESTED') }, 'UNKNOWN (NOT_REQUESTED)'],
]);

const nobodyHoldsRoles = {
  everybody: whole(userFacts()),
  everyGroup: whole(groupFacts()),
  everyApplication: whole(applicationFacts()),
};
table('coverage::permission_missing', [
  ['W34: nobody and nothing holds a role', nobodyHoldsRoles, 'PRESENT MEDIUM'],
  [
    'W34: the gateway holds one',
    { ...nobodyHoldsRoles, everyApplication: whole(applicationFacts({ grants: whole(grant(1)) })) },
    'ABSENT',
  ],
  ['no users at all', { everybody: whole() }, 'PRESENT MEDIUM'],
  ['a refused read', gap('FORBIDDEN'), 'PRESENT MEDIUM'],
  ['nothing refused, roles not asked for', {}, 'ABSENT (OUT_OF_SCOPE)'],
  [
    'one role in a partial list',
    { everybody: partial('TIMED_OUT', userFacts({}, { grants: whole(grant(2)) })) },
    'ABSENT',
  ],
  ['nobody has asked it', { profile: missing('NOT_REQUESTED') }, 'UNKNOWN (NOT_REQUESTED)'],
]);

const outcome = (severity: RuleOutcome['severity'], inScope: number, open: number) => ({
  outcomes: whole({ ruleId: 'r', severity, inScope, unknown: open }),
});
table('coverage::evaluation_gap', [
  ['11 of 100', outcome('HIGH', 100, 11), 'PRESENT MEDIUM'],
  ['10 of 100', outcome('HIGH', 100, 10), 'ABSENT'],
  ['a rule that is not severe', outcome('MEDIUM', 100, 100), 'ABSENT'],
  ['nobody in scope', outcome('CRITICAL', 0, 0), 'ABSENT'],
  ['not evaluated yet', { outcomes: partial('NOT_REQUESTED') }, 'UNKNOWN (NOT_REQUESTED)'],
]);

const permissions = (...ids: readonly string[]) => ids.map((id) => ({ id, description: null }));
const builtIn = role({
  externalId: 'b',
  name: 'Environment Admin',
  custom: false,
  permissions: permissions('a:1', 'a:2', 'a:3', 'a:4', 'a:5'),
});
const custom = (...ids: readonly string[]) => ({
  roles: whole(builtIn, role({ permissions: permissions(...ids) })),
});
table('admin::custom_role_broad', [
  ['it hands out roles', custom('permissions:update:userRoleAssignments'), 'PRESENT HIGH'],
  ['it only reads who holds roles', custom('permissions:read:userRoleAssignments'), 'ABSENT'],
  ['three of five', custom('a:1', 'a:2', 'a:3'), 'ABSENT'],
  ['four of five', custom('a:1', 'a:2', 'a:3', 'a:4'), 'PRESENT HIGH'],
  ['a wildcard', custom('dir:*'), 'PRESENT HIGH'],
  ['permissions that were not listed', custom(), 'UNKNOWN (PARTIAL_DATA)'],
  ['nothing that could ever be compared with', { roles: whole(role()) }, 'UNKNOWN (NOT_CAPABLE)'],
  ['no custom role', { roles: whole(builtIn) }, 'ABSENT'],
  ['roles that cannot be read', { roles: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const held = whole(grant(null, { roleId: 'custom', custom: true }));
table('admin::custom_role_unused', [
  ['nobody', { ...nobodyHoldsRoles, ...custom('a:1') }, 'PRESENT LOW'],
  [
    'a user',
    { ...nobodyHoldsRoles, ...custom('a:1'), everybody: whole(userFacts({}, { grants: held })) },
    'ABSENT',
  ],
  ['a gateway', { ...nobodyHoldsRoles, ...custom('a:1'), gatewayGrants: held }, 'ABSENT'],
  [
    'nobody that is known',
    { ...custom('a:1'), everybody: partial('NOT_REQUESTED') },
    'UNKNOWN (NOT_REQUESTED)',
  ],
  [
    'gateways that cannot be read',
    { ...nobodyHoldsRoles, ...custom('a:1'), gatewayGrants: partial('UNSUPPORTED') },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  ['no custom role, whatever else', { roles: whole(builtIn), everybody: partial('NOT_REQUESTED') }, 'ABSENT'],
]);

describe('the same in an evaluation that reads for itself', () => {
  const one = { everyUser: async () => list(person()) };

  it('W34: tells impossible emptiness once other rules have had the roles read', async () => {
    const ids = ['admin::too_few_top_admins', 'coverage::permission_missing'];
    const findings = await evaluation({ sources: one }, ids).directory([]);
    expect(findings.find((finding) => finding.ruleId === 'coverage::permission_missing')?.state).toBe(
      'PRESENT',
    );
  });

  it('does not read every role for that alone', async () => {
    let reads = 0;
    const counted = {
      ...one,
      userRoleAssignments: async () => {
        reads += 1;
        return list<never>();
      },
    };
    const [finding] = await evaluation({ sources: counted }, ['coverage::permission_missing']).directory([]);
    expect([finding?.state, finding?.absentReason, reads]).toEqual(['ABSENT', 'OUT_OF_SCOPE', 0]);
  });

  it('finds a gap and a silent directory without help of other rules', async () => {
    const silent = {
      profile: async () => missing('UNREACHABLE'),
      gaps: async () => [{ what: 'USERS', reason: 'FORBIDDEN', message: null } as const],
    };
    const ids = ['coverage::provider_unreachable', 'coverage::permission_missing'];
    const findings = await evaluation({ sources: silent }, ids).directory([]);
    expect(findings.map((finding) => finding.state)).toEqual(['PRESENT', 'PRESENT']);
  });
});
