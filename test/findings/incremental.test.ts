import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLoaders } from '../../src/directory/loaders.ts';
import type { DevicesFact } from '../../src/directory/mfa-plan.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { SweepFindings } from '../../src/findings/evaluate-sweep.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import { IdentityService } from '../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../src/identities/memory-link-store.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { Membership } from '../../src/model/group.ts';
import type { User } from '../../src/model/user.ts';
import { listOf, noon, someSweep } from '../directory/some-sweep.ts';
import { requestScope } from '../directory/request-scope.ts';
import { assigned } from './support.ts';
import {
  showing,
  syntheticDevices,
  syntheticDirectory,
  syntheticGroups,
  syntheticSweep,
  syntheticUser,
} from './synthetic-sweep.ts';

const people = 40;
const minute = 60_000;

/** The directory that is evaluated, and the primary one that it is compared with. */
function stage() {
  const [directory, primary] = [syntheticDirectory(false), syntheticDirectory(true)];
  Object.assign(primary.provider, { directory: 'hr', externalId: 'hr-1' });
  const sweep = syntheticSweep(people);
  const colleagues = sweep.users.rows
    .filter((_, index) => index % 4 !== 0)
    .map((user): User => ({ ...user, directory: 'hr', externalId: `hr-${user.externalId}` }));
  const primarySweep = someSweep({ users: listOf(colleagues) });
  const show = showing(directory, sweep);
  const showPrimary = showing(primary, primarySweep);
  const identities = new IdentityService({
    directories: [directory, primary],
    links: new MemoryLinkStore(),
    settings: { serviceAccountPatterns: everyRuleOn.serviceAccountPatterns },
  });
  const ask = (swept: SweptFindings): Promise<SweepFindings> =>
    swept.of(createLoaders(directory, requestScope()), 'GATED');
  const make = (): SweptFindings => new SweptFindings(everyRuleOn, identities);
  return { directory, sweep, show, primarySweep, showPrimary, ask, make };
}

/** Everything that was said, but for when. */
function said({ findings, tallies }: SweepFindings) {
  const rows = findings.map(({ ruleId, subject, state, unknownReason, severity, evidence }) =>
    JSON.stringify([ruleId, subject.type, subject.externalId, state, unknownReason, severity, evidence]),
  );
  return { rows: rows.toSorted(), tallies: [...tallies.values()] };
}

type Change = (sweep: Sweep) => Sweep;

function withUser(index: number, more: Partial<User>): Change {
  return (sweep) => ({
    ...sweep,
    users: listOf(
      sweep.users.rows.map((user) => (user.externalId === `user-${index}` ? { ...user, ...more } : user)),
    ),
  });
}

function withDevices(index: number, devices: DevicesFact): Change {
  return (sweep) => ({ ...sweep, devices: new Map([...sweep.devices, [`user-${index}`, devices]]) });
}

function withRoles(index: number): Change {
  return (sweep) => {
    const held = [`user-${index}`, listOf([assigned('Environment Admin')])] as const;
    return { ...sweep, userRoleAssignments: new Map([...sweep.userRoleAssignments, held]) };
  };
}

const index = fc.integer({ min: 0, max: people - 1 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(index, index).map(([at, other]) => withUser(at, { email: `person.${other}@example.com` })),
  fc.tuple(index, index).map(([at, other]) => withUser(at, { sourceId: `hr-${other}` })),
  index.map((at) => withUser(at, { status: 'SUSPENDED', enabled: false, canAuthenticate: false })),
  index.map((at) => withUser(at, { lastSignOn: known({ at: noon, remoteIp: null }, noon) })),
  index.map((at) => withUser(at, { mfaEnabled: unknown('UNREACHABLE') })),
  fc.tuple(index, index).map(([at, other]) => withDevices(at, known(syntheticDevices(other), noon))),
  index.map((at) => withDevices(at, unknown('FORBIDDEN'))),
  index.map((at) => withRoles(at)),
  fc.tuple(index, index).map(([at, other]): Change => (sweep) => {
    const held = [`user-${at}`, syntheticGroups(sweep.groups.rows, other)] as const;
    return { ...sweep, userGroups: new Map([...sweep.userGroups, held]) };
  }),
  fc.constant((sweep: Sweep): Sweep => {
    const held = ['group-1', listOf([assigned('Environment Admin')])] as const;
    return { ...sweep, groupRoleAssignments: new Map([...sweep.groupRoleAssignments, held]) };
  }),
  index.map((at): Change => (sweep) => ({
    ...sweep,
    users: listOf(sweep.users.rows.filter(({ externalId }) => externalId !== `user-${at}`)),
  })),
  index.map((at): Change => (sweep) => ({
    ...sweep,
    users: listOf([
      ...sweep.users.rows,
      syntheticUser(at, { externalId: `new-${at}-${sweep.users.rows.length}` }),
    ]),
  })),
  fc.constant((sweep: Sweep) => ({
    ...sweep,
    users: { ...sweep.users, complete: false, reason: 'UNREACHABLE' as const },
  })),
  fc.constant((sweep: Sweep) => ({ ...sweep, userGroupsGap: 'FORBIDDEN' as const })),
);

/** As a refresh leaves groups that it read again: their lists are new ones, of a later moment. */
const withGroups =
  (observedAt: Date): Change =>
  (before) => ({
    ...before,
    groups: listOf(before.groups.rows.map((group) => ({ ...group, observedAt }))),
    groupParents: new Map(
      [...before.groupParents].map(([id, list]) => {
        const [group] = before.groups.rows;
        const parents = [
          {
            groupId: 'above',
            groupName: 'Above',
            type: 'DIRECT' as const,
            ...(group && { group: { ...group, observedAt } }),
          },
        ];
        return [id, { ...list, rows: parents, observedAt }];
      }),
    ),
    groupRoleAssignments: new Map(
      [...before.groupRoleAssignments].map(([id, list]) => [id, { ...list, observedAt }]),
    ),
  });

/** When what is said of the others was evaluated. */
const moments = ({ findings }: SweepFindings) =>
  new Set(
    findings
      .filter(({ ruleId, subject }) => ruleId === 'mfa::weak_factor_only' && subject.externalId !== 'user-1')
      .map(({ evaluatedAt }) => evaluatedAt.getTime()),
  );

describe('findings of a sweep in which something changed', () => {
  test('are those of an evaluation of everybody, whatever changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean()), {
          minLength: 1,
          maxLength: 3,
        }),
        async (steps) => {
          const { sweep, show, primarySweep, showPrimary, ask, make } = stage();
          const kept = make();
          await ask(kept);
          let now = sweep;
          for (const [changes, isElsewhere] of steps) {
            if (isElsewhere) {
              const rows = primarySweep.users.rows.filter((_, at) => at % (changes.length + 1) === 0);
              showPrimary({ ...primarySweep, users: listOf(rows) });
            } else {
              now = changes.reduce((before, one) => one(before), now);
            }
            show(now);
            expect(said(await ask(kept))).toEqual(said(await ask(make())));
          }
        },
      ),
      { numRuns: Number(process.env['INCREMENTAL'] ?? 5) },
    );
  });

  test('are taken over where a refresh found nothing, and speak of the newer sweep', async () => {
    const { sweep, show, ask, make } = stage();
    const kept = make();
    const first = await ask(kept);
    const later = {
      ...sweep,
      gaps: [],
      takenAt: new Date(noon.getTime() + minute),
    };
    show(later);
    const second = await ask(kept);
    expect(second.findings).toBe(first.findings);
    expect(second.sweep).toBe(later);
  });

  test('are found anew for few people after one membership changed, though its group was read again', async () => {
    const { sweep, show, ask, make } = stage();
    show(withGroups(noon)(sweep));
    const kept = make();
    await ask(kept);
    const takenAt = new Date(noon.getTime() + minute);
    const held: readonly [string, readonly Membership[]] = [
      'user-4',
      [
        ...(sweep.userGroups.get('user-4') ?? []),
        { groupId: 'group-9', groupName: 'Nine', type: 'DIRECT' as const },
      ],
    ];
    const changed = withGroups(takenAt)(sweep);
    show({ ...changed, takenAt, userGroups: new Map([...changed.userGroups, held]) });
    const { findings } = await ask(kept);
    const anew = findings.filter(
      ({ ruleId, evaluatedAt }) =>
        ruleId === 'mfa::weak_factor_only' && evaluatedAt.getTime() === takenAt.getTime(),
    );
    expect([...new Set(anew.map(({ subject }) => subject.externalId))]).toEqual(['user-4']);
  });

  test('leave the others as they were said, until that is a quarter of an hour ago', async () => {
    const { sweep, show, ask, make } = stage();
    const kept = make();
    await ask(kept);
    const at = (minutes: number) => {
      const takenAt = new Date(noon.getTime() + minutes * minute);
      show({ ...withUser(1, { title: `after ${minutes}` })(sweep), takenAt });
      return takenAt;
    };
    at(10);
    expect(moments(await ask(kept))).toEqual(new Set([noon.getTime()]));
    const later = at(16);
    expect(moments(await ask(kept))).toEqual(new Set([later.getTime()]));
  });
});
