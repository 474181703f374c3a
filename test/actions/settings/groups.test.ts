import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGroup, deleteGroup, updateGroup } from '../../../src/actions/settings/group-actions.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { setStage, type Stage } from '../support/stage.ts';

let sandbox: Sandbox;
let provider: Provider;
let stage: Stage;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
  provider = connect(connectionTo(sandbox));
});

beforeEach(() => {
  sandbox.requests.reset();
  stage = setStage(provider);
});

afterEach(() => {
  sandbox.faults.clear();
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

function groupNamed(name: string): Row | undefined {
  return [...(sandbox.tenant.collections.get('groups')?.values() ?? [])].find((row) => row['name'] === name);
}

function groupOf(externalId: string): Row | undefined {
  return sandbox.tenant.collections.get('groups')?.get(externalId);
}

async function aGroup(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const result = await stage.act(createGroup, { members: { name, ...more } });
  if (result.kind !== 'SUCCESS') throw new Error(`${result.code}: ${result.message}`);
  return result.subject.externalId;
}

describe('groups', () => {
  test('a group is created once, and a repeat changes nothing', async () => {
    const members = { name: 'Night shift', description: 'Works at night' };
    const result = await stage.act(createGroup, { members, reason: 'New shift' });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [
        { path: 'name', before: null, after: 'Night shift' },
        { path: 'description', before: null, after: 'Works at night' },
      ],
      entry: {
        action: 'CREATE_GROUP',
        outcome: 'SUCCEEDED',
        inverse: 'DELETE_GROUP',
        parameters: { members },
        before: null,
        after: members,
      },
    });
    const created = groupNamed('Night shift');
    expect(result).toMatchObject({ subject: { type: 'GROUP', externalId: created?.id } });
    const again = await stage.act(createGroup, { members });
    expect(again).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      subject: { externalId: created?.id },
    });
    expect(sandbox.requests.writes).toHaveLength(1);
  });

  test('a group of the same name that is otherwise is a conflict', async () => {
    await aGroup('Taken', { description: 'First' });
    const result = await stage.act(createGroup, { members: { name: 'Taken', description: 'Second' } });
    expect(result).toMatchObject({
      kind: 'CONFLICT',
      code: 'ALREADY_EXISTS',
      state: { description: 'First' },
    });
    expect(sandbox.requests.writes).toHaveLength(1);
  });

  test('an update keeps what it does not name, shows the difference, and is taken back by its undo', async () => {
    const externalId = await aGroup('Keeps', { description: 'Old', customData: { cost: 7, site: 'Oslo' } });
    const result = await stage.act(updateGroup, {
      externalId,
      members: { description: 'New', customData: { cost: 8, floor: 3 } },
    });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      differences: [
        { path: 'description', before: 'Old', after: 'New' },
        { path: 'customData.cost', before: 7, after: 8 },
        { path: 'customData.floor', before: null, after: 3 },
      ],
    });
    expect(groupOf(externalId)).toMatchObject({
      name: 'Keeps',
      customData: { cost: 8, site: 'Oslo', floor: 3 },
    });
    const undo = result.entry === null ? null : updateGroup.undo?.(result.entry);
    expect(undo).toEqual({
      action: 'UPDATE_GROUP',
      input: { externalId, members: { description: 'Old', customData: { cost: 7, floor: null } } },
    });
    const back = await stage.act(updateGroup, {
      externalId,
      members: { description: 'Old', customData: { cost: 7, floor: null } },
    });
    expect(back).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(groupOf(externalId)).toMatchObject({ description: 'Old', customData: { cost: 7, site: 'Oslo' } });
    expect(groupOf(externalId)?.['customData']).not.toHaveProperty('floor');
  });

  test('null takes a member away, and what is so already is not sent', async () => {
    const externalId = await aGroup('Plain', { description: 'Something' });
    sandbox.requests.reset();
    const input = { externalId, members: { description: null } };
    expect(await stage.act(updateGroup, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(groupOf(externalId)).not.toHaveProperty('description');
    expect(await stage.act(updateGroup, input)).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(sandbox.requests.writes).toHaveLength(1);
  });

  test('a change under an older version is a conflict with the group as it is', async () => {
    const externalId = await aGroup('Contested');
    const rehearsal = await stage.act(updateGroup, {
      externalId,
      members: { description: 'Mine' },
      dryRun: true,
    });
    expect(rehearsal).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'description', before: null, after: 'Mine' }],
    });
    if (rehearsal.kind !== 'SUCCESS') throw new Error('Expected a rehearsal.');
    await stage.act(updateGroup, { externalId, members: { description: 'Theirs' } });
    const late = await stage.act(updateGroup, {
      externalId,
      members: { description: 'Mine' },
      ifVersion: rehearsal.version,
    });
    expect(late).toMatchObject({ kind: 'CONFLICT', code: 'CONFLICT', state: { description: 'Theirs' } });
    expect(groupOf(externalId)).toMatchObject({ description: 'Theirs' });
  });

  test('a group is deleted once, and a repeat changes nothing', async () => {
    const externalId = await aGroup('Short-lived');
    expect(await stage.act(deleteGroup, { externalId })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(groupOf(externalId)).toBeUndefined();
    expect(await stage.act(deleteGroup, { externalId })).toMatchObject({ kind: 'SUCCESS', changed: false });
  });
});
