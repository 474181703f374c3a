import { describe, expect, test } from 'vitest';
import { planDevices } from '../../../src/directory/mfa-plan.ts';
import type { Capability } from '../../../src/model/directory.ts';
import type { Sweep } from '../../../src/directory/sweep/sweep.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../../src/findings/swept.ts';
import { sweepSources } from '../../../src/findings/sweep-sources.ts';
import { setStage, type Stage } from '../support/stage.ts';
import { PeerFake } from './peer-fake.ts';

function peerOf(capabilities: readonly Capability[]) {
  const peer = new PeerFake({ capabilities });
  for (const id of ['ada', 'bob']) peer.person(id);
  return { peer, stage: setStage(peer.provider) };
}

function sweepOf({ directory, loaders }: Stage): Promise<Sweep> {
  return directory.sweeper.read(loaders().scope);
}

describe('a sweep of a directory that has only users', () => {
  test('is whole: what there is none of is not asked for, and not missing', async () => {
    const { peer, stage } = peerOf([]);
    const sweep = await sweepOf(stage);
    expect(peer.strays).toEqual([]);
    expect(sweep.gaps).toEqual([]);
    expect(sweep.coverage).toMatchObject({ complete: true, checked: 2, unknown: 0 });
    expect(sweep.coverage.sources).toMatchObject([{ state: 'COMPLETE', reason: null }]);
  });

  test('and claims nothing of it: no group, no role and no factor is known, which is not none', async () => {
    const { stage } = peerOf([]);
    const sweep = await sweepOf(stage);
    for (const list of [sweep.groups, sweep.applications, sweep.userRoleAssignments.get('ada')])
      expect(list).toMatchObject({ rows: [], complete: false, reason: 'UNSUPPORTED' });
    expect(sweep.userGroupsGap).toBe('UNSUPPORTED');
    expect(sweep.devices.get('ada')).toMatchObject({ state: 'UNKNOWN', reason: 'UNSUPPORTED' });
    const sources = sweepSources(sweep, stage.loaders(), false);
    expect(await sources.userRoleAssignments('ada')).toMatchObject({
      complete: false,
      reason: 'UNSUPPORTED',
    });
    expect(await sources.everyGroup()).toMatchObject({ complete: false, reason: 'UNSUPPORTED' });
  });
});

describe('findings of such a sweep', () => {
  test('say of what there is none of that it is not known, and that nothing failed', async () => {
    const { stage } = peerOf([]);
    const { findings } = await new SweptFindings(everyRuleOn).of(stage.loaders(), 'GATED');
    const reasons = new Set(findings.map(({ unknownReason }) => unknownReason));
    for (const failed of ['SOURCE_UNREACHABLE', 'PERMISSION_DENIED'] as const)
      expect(reasons).not.toContain(failed);
    for (const ruleId of ['admin::standing_top_role', 'admin::role_via_group', 'mfa::weak_factor_only'])
      expect(findings.find((finding) => finding.ruleId === ruleId)).toMatchObject({
        state: 'UNKNOWN',
        unknownReason: 'NOT_CAPABLE',
      });
  });
});

describe('a sweep of a directory with groups and administrators', () => {
  const capabilities = ['GROUPS', 'ROLES', 'ROLE_ASSIGNMENTS'] as const;

  test('asks not for groups in groups where there are none', async () => {
    const { peer, stage } = peerOf(capabilities);
    peer.group('staff', ['ada']);
    const sweep = await sweepOf(stage);
    expect(peer.strays).toEqual([]);
    expect(sweep.gaps).toEqual([]);
    expect(sweep.userGroups.get('ada')).toMatchObject([{ groupId: 'staff' }]);
    expect(sweep.groupParents.get('staff')).toMatchObject({ complete: false, reason: 'UNSUPPORTED' });
    expect(sweep.userRoleAssignments.get('bob')).toMatchObject({ rows: [], complete: true });
  });

  test('what it has and may not be read is a gap as before', async () => {
    const { peer, stage } = peerOf(capabilities);
    peer.group('staff', ['ada']);
    peer.faults.set('groups.members', { code: 'FORBIDDEN' });
    peer.faults.set('users.roleAssignmentsOf', { code: 'UNREACHABLE' });
    const sweep = await sweepOf(stage);
    expect(sweep.gaps.map(({ what, reason, count }) => `${what} ${reason} ${count}`).toSorted()).toEqual([
      'GROUP_MEMBERS FORBIDDEN 1',
      'ROLE_ASSIGNMENTS UNREACHABLE 2',
    ]);
    expect(sweep.coverage).toMatchObject({ complete: false, unknown: 2 });
  });
});

test('who was removed is listed, and that nothing of theirs is found is no gap; of who is there it is', async () => {
  const { peer, stage } = peerOf(['ROLES', 'ROLE_ASSIGNMENTS', 'MFA_DEVICES']);
  peer.change('ada', { status: 'DEPROVISIONED' });
  peer.people.delete('bob');
  for (const asked of ['devicesOf', 'users.roleAssignmentsOf']) peer.faults.set(asked, { code: 'NOT_FOUND' });
  expect(await sweepOf(stage)).toMatchObject({ gaps: [], coverage: { complete: true, unknown: 0 } });
  peer.change('ada', { status: 'ACTIVE' });
  const { gaps } = await sweepOf(setStage(peer.provider));
  expect(gaps.map(({ what, reason }) => `${what} ${reason}`)).toEqual([
    'MFA_DEVICES NOT_FOUND',
    'ROLE_ASSIGNMENTS NOT_FOUND',
  ]);
});

describe('second factors that only the rows of users tell', () => {
  test('are taken from them without a call; a row that does not tell is not known, and a gap', async () => {
    const { peer, stage } = peerOf(['MFA_IN_LIST']);
    peer.change('ada', { listedDevices: [] });
    const users = [...peer.people.values()];
    const planned = await planDevices(stage.directory, users, stage.loaders().scope);
    expect(await Promise.all(planned.map(({ fact }) => fact))).toMatchObject([
      { state: 'KNOWN', value: [], source: 'LIST' },
      { state: 'UNKNOWN', reason: 'MISSING' },
    ]);
    expect((await sweepOf(stage)).gaps).toMatchObject([{ what: 'MFA_DEVICES', reason: 'MISSING', count: 1 }]);
  });
});
