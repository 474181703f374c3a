import { describe, expect, test } from 'vitest';
import type { LedgerIntent } from '../../../src/actions/ledger.ts';
import { MemoryLedger } from '../../../src/actions/memory-ledger.ts';
import { createGroup, deleteGroup, updateGroup } from '../../../src/actions/settings/group-actions.ts';
import { setStage } from '../support/stage.ts';
import { openWorkshop } from './workshop.ts';

const shop = openWorkshop();
const named = (name: string) => shop.rows('groups').filter((row) => row['name'] === name);

describe('what became of a change that nobody answered for', () => {
  test('a creation that was carried out before the connection broke is found, and not made twice', async () => {
    shop.sandbox.faults.add({ method: 'POST', route: /groups$/, fault: { kind: 'reset', applied: true } });
    const told = await shop.stage.act(createGroup, { members: { name: 'Once' } });
    expect(named('Once')).toHaveLength(1);
    expect(told).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      subject: { externalId: named('Once')[0]?.id },
      entry: { outcome: 'SUCCEEDED', subject: { externalId: named('Once')[0]?.id } },
    });
  });

  test('a creation that never arrived is told, and is not sent again by itself', async () => {
    shop.sandbox.faults.add({ method: 'POST', route: /groups$/, fault: { kind: 'reset' } });
    const told = await shop.stage.act(createGroup, { members: { name: 'Never' } });
    expect(told).toMatchObject({ kind: 'FAILED', entry: { outcome: 'FAILED' } });
    expect(named('Never')).toHaveLength(0);
  });

  test('an update and a deletion that were carried out are seen to be so', async () => {
    const externalId = await shop.make(createGroup, { name: 'Shaky' });
    shop.sandbox.faults.add({ method: 'PUT', times: 1, fault: { kind: 'reset', applied: true } });
    const changed = await shop.stage.act(updateGroup, { externalId, members: { description: 'Firm' } });
    expect(changed).toMatchObject({ kind: 'SUCCESS', changed: true });
    shop.sandbox.faults.add({ method: 'DELETE', times: 1, fault: { kind: 'reset', applied: true } });
    expect(await shop.stage.act(deleteGroup, { externalId })).toMatchObject({ kind: 'SUCCESS' });
    expect(named('Shaky')).toHaveLength(0);
  });

  test('a right that the gateway lacks is a failure, and nothing changed', async () => {
    const externalId = await shop.make(createGroup, { name: 'Closed' });
    shop.sandbox.faults.add({ method: 'PUT', fault: { kind: 'status', status: 403 } });
    const input = { externalId, members: { description: 'Open' } };
    expect(await shop.stage.act(updateGroup, input)).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      entry: { outcome: 'FAILED' },
    });
    expect(shop.row('groups', externalId)).not.toHaveProperty('description');
  });

  test('an update that the provider accepts and does not carry out is not confirmed', async () => {
    const externalId = await shop.make(createGroup, { name: 'Deaf' });
    // An unknown or read-only member is ignored by the service, with a 200.
    const told = await shop.stage.act(updateGroup, { externalId, members: { sourceType: 'GATEWAY' } });
    expect(told).toMatchObject({ kind: 'UNCONFIRMED', entry: { outcome: 'UNCONFIRMED' } });
  });

  test('what somebody else wrote between our read and our write is not overwritten', async () => {
    const externalId = await shop.make(createGroup, { name: 'Raced' });
    const ledger = new MemoryLedger();
    const stage = setStage(shop.provider, {
      ledger: Object.assign(Object.create(ledger), {
        begin: async (intent: LedgerIntent) => {
          Object.assign(shop.row('groups', externalId) ?? {}, { description: 'Theirs' });
          return await ledger.begin(intent);
        },
        settle: ledger.settle.bind(ledger),
        get: ledger.get.bind(ledger),
      }),
    });
    const told = await stage.act(updateGroup, { externalId, members: { customData: { cost: 1 } } });
    expect(told).toMatchObject({ kind: 'FAILED', code: 'CONFLICT', entry: { outcome: 'FAILED' } });
    expect(shop.row('groups', externalId)).toMatchObject({ description: 'Theirs' });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('a name that another group has is told as such', async () => {
    await shop.make(createGroup, { name: 'First come' });
    const externalId = await shop.make(createGroup, { name: 'Second' });
    expect(await shop.stage.act(updateGroup, { externalId, members: { name: 'First come' } })).toMatchObject({
      kind: 'FAILED',
      code: 'CONFLICT',
      message: expect.stringContaining('UNIQUENESS_VIOLATION of "name"'),
    });
  });

  test('undoing a creation deletes what was created', async () => {
    const told = await shop.stage.act(createGroup, { members: { name: 'Mistake' } });
    expect(await shop.undo(told)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(named('Mistake')).toHaveLength(0);
  });

  test('a dry run reads and sends nothing', async () => {
    const created = await shop.stage.act(createGroup, { members: { name: 'Rehearsed' }, dryRun: true });
    expect(created).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'name', before: null, after: 'Rehearsed' }],
    });
    const externalId = await shop.make(createGroup, { name: 'Still there' });
    expect(await shop.stage.act(deleteGroup, { externalId, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
    expect(named('Rehearsed')).toHaveLength(0);
    expect(named('Still there')).toHaveLength(1);
  });

  test('members that nobody can set, the population of a group, and nothing at all are turned away', async () => {
    const externalId = await shop.make(createGroup, { name: 'Strict' });
    for (const members of [{ id: 'x' }, { population: { id: 'x' } }, {}, { environment: {} }])
      expect(await shop.stage.act(updateGroup, { externalId, members })).toMatchObject({ kind: 'INVALID' });
    expect(
      await shop.stage.act(updateGroup, { externalId, members: { directMemberCounts: { users: 9 } } }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });
});
