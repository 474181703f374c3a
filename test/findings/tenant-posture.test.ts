import { expect, test } from 'vitest';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { Answers } from '../../src/findings/answers.ts';
import type { SweepFindings } from '../../src/findings/evaluate-sweep.ts';
import { tenantPosture } from '../../src/findings/tenant-posture.ts';
import type { Listing } from '../../src/model/coverage.ts';
import { known } from '../../src/model/fact.ts';
import { asOf, assigned, device, person, roles } from './support.ts';

function listing<T>(...rows: readonly T[]): Listing<T> {
  return { rows, complete: true, reason: null, message: null, observedAt: asOf };
}

test('an administrator whose account is in a state that nobody knows counts as not known', async () => {
  const users = [person(), person({ externalId: 'bob', status: 'UNKNOWN' })];
  const each = <T>(value: T): ReadonlyMap<string, T> =>
    new Map(users.map((user) => [user.externalId, value]));
  const sweep: Sweep = {
    startedAt: asOf,
    takenAt: asOf,
    wholeAt: asOf,
    mark: null,
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
  const answers = new Answers([]);
  const swept: SweepFindings = {
    sweep,
    populations: [],
    findings: [],
    tallies: new Map(),
    answers: { USER: answers, GROUP: answers, APPLICATION: answers, POPULATION: answers, DIRECTORY: answers },
    ofSubject: () => [],
    wasAsked: () => false,
  };
  const part = { directory: 'main', swept, roles: listing(...roles.rows), listsInheritedRoles: true };
  const { administrators } = await tenantPosture([part], [], asOf);
  expect(administrators).toEqual({ total: 1, withoutMfa: 0, unknown: 1 });
});
