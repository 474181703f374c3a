import { expect, test } from 'vitest';
import type { Sweep } from '../../src/directory/sweep.ts';
import { tenantPosture } from '../../src/findings/tenant-posture.ts';
import type { Listing } from '../../src/model/coverage.ts';
import { known } from '../../src/model/fact.ts';
import { asOf, assigned, device, person, roles } from './support.ts';

function listing<T>(...rows: readonly T[]): Listing<T> {
  return { rows, complete: true, reason: null, message: null, observedAt: asOf };
}

test('an administrator whose account is in a state that nobody knows counts as not known', () => {
  const users = [person(), person({ externalId: 'bob', status: 'UNKNOWN' })];
  const each = <T>(value: T): ReadonlyMap<string, T> =>
    new Map(users.map((user) => [user.externalId, value]));
  const sweep: Sweep = {
    startedAt: asOf,
    takenAt: asOf,
    users: listing(...users),
    groups: listing(),
    applications: listing(),
    devices: each(known([device('FIDO2')], asOf)),
    userRoleAssignments: each(listing(assigned('Environment Admin'))),
    userGroups: new Map(),
    userGroupsGap: null,
    groupMemberCounts: new Map(),
    groupParents: new Map(),
    groupRoleAssignments: new Map(),
    applicationRoleAssignments: new Map(),
    applicationGrants: new Map(),
    applicationPolicies: new Map(),
    gaps: [],
    coverage: { complete: true, checked: 2, unknown: 0, sources: [] },
  };
  const swept = {
    sweep,
    populations: [],
    findings: [],
    unasked: new Map(),
    tallies: new Map(),
    ofSubject: () => [],
  };
  const { administrators } = tenantPosture([{ swept, roles: listing(...roles.rows) }], [], asOf);
  expect(administrators).toEqual({ total: 1, withoutMfa: 0, unknown: 1 });
});
