import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { jobLoaders } from '../../../src/actions/bulk/run-item.ts';
import { addUserToGroup } from '../../../src/actions/membership/add-user-to-group.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { Keeper } from '../../../src/actions/timed/keeper.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { suspendUser } from '../../../src/actions/users/suspend-user.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { type BulkStage, setBulkStage, started } from '../bulk/bulk-stage.ts';
import { TenantView } from '../support/tenant.ts';
import { PeerFake } from './peer-fake.ts';

const actions = ['SUSPEND_USER', 'UNSUSPEND_USER', 'ADD_USER_TO_GROUP', 'REMOVE_USER_FROM_GROUP'] as const;

let sandbox: Sandbox;
let pingOne: Provider;
let store: Store<ActionResult>;
let peer: PeerFake;
let here: BulkStage;
let there: BulkStage;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 5 });
  pingOne = connect(connectionTo(sandbox));
  store = await openStore<ActionResult>({ url: null, directory: null });
});

beforeEach(() => {
  peer = new PeerFake({
    key: 'okta',
    kind: 'OKTA',
    capabilities: ['GROUPS'],
    actions,
    more: { suspendable: ['ACTIVE'] },
  });
  here = setBulkStage(store, pingOne);
  there = setBulkStage(store, peer.provider);
});

afterEach(() => {
  const faults = [...here.faults, ...there.faults];
  if (faults.length > 0) throw new AggregateError(faults, 'The gateway met faults.');
});

afterAll(async () => {
  await store.close();
  await pingOne.close();
  await sandbox.close();
});

describe('bulk operations, each of which is in one directory', () => {
  test('of two directories are carried out by one worker, and what the peer would refuse is planned so', async () => {
    const tenant = new TenantView(sandbox);
    const [person = ''] = tenant.people(1);
    for (const id of ['ada', 'bob']) peer.person(id);
    peer.person('locked', { status: 'LOCKED', rawStatus: 'LOCKED_OUT' });
    peer.person('synced', { managedElsewhere: true });
    peer.person('gone', { status: 'DEPROVISIONED', enabled: false });

    const plan = started(await there.suspend([...peer.people.keys()], { planOnly: true }));
    expect(plan).toMatchObject({
      directory: 'okta',
      plan: { wouldChange: 2, unchanged: 1, refused: 2, failed: 0 },
    });
    const [inPingOne, inPeer] = [
      started(await here.suspend([person])),
      started(await there.suspend([...peer.people.keys()])),
    ];
    await here.newWorker({ directories: [here.directory, there.directory] }).drain();
    expect(await here.bulk.get(inPingOne.id)).toMatchObject({ state: 'DONE', counts: { succeeded: 1 } });
    expect(await there.bulk.get(inPeer.id)).toMatchObject({
      state: 'DONE',
      counts: { succeeded: 3, refused: 2, failed: 0, pending: 0 },
    });
    expect((await there.items(inPeer)).map(({ end }) => `${end?.outcome} ${end?.code}`)).toEqual([
      'SUCCEEDED null',
      'SUCCEEDED null',
      'REFUSED NOT_POSSIBLE',
      'REFUSED MANAGED_ELSEWHERE',
      'UNCHANGED null',
    ]);
    expect(tenant.isEnabled(person)).toBe(false);
    expect(peer.sent.toSorted()).toEqual(['setEnabled ada false', 'setEnabled bob false']);

    // Each entry of the ledger is of its own directory, and is taken back there.
    const { rows } = await store.ledger.list({ cause: inPeer.id }, { first: 10, after: null });
    const entry = rows.map((row) => row.entry).find(({ subject }) => subject.externalId === 'ada');
    const undoing = { services: there.services, caller: localCaller, entryId: entry?.id ?? '', input: {} };
    expect(await undoEntry({ ...undoing, loaders: jobLoaders(here.directory) })).toMatchObject({
      kind: 'NOT_FOUND',
    });
    expect(await undoEntry({ ...undoing, loaders: jobLoaders(there.directory) })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(peer.people.get('ada')?.enabled).toBe(true);
    expect(peer.people.get('bob')?.enabled).toBe(false);
  });
});

describe('access for a time', () => {
  test('to a group of a peer ends by itself', async () => {
    const user = peer.person('ada');
    const group = peer.group('on-call', []);
    const until = new Date(Date.now() + 3_600_000);
    const given = await runAction({
      action: addUserToGroup,
      services: there.services,
      loaders: jobLoaders(there.directory),
      caller: localCaller,
      input: { user, group, until: until.toISOString() },
    });
    expect(given).toMatchObject({ kind: 'SUCCESS', changed: true });
    const now = (): Date => new Date(until.getTime() + 1_000);
    const keeper = new Keeper({
      services: there.services,
      store: new DurableTimedStore(store.database, now),
      directories: [there.directory],
      onFailure: (error) => there.faults.push(error),
      now,
    });
    expect(await keeper.endDue()).toBe(1);
    expect(peer.sent).toEqual(['addUserToGroup ada on-call', 'removeUserFromGroup ada on-call']);
    expect(peer.groups.get('on-call')?.members.size).toBe(0);
  });
});

describe('an idempotency key', () => {
  test('stands for one request in one directory', async () => {
    const user = peer.person('ada');
    const input = { user, idempotencyKey: 'offboard-ada' };
    const request = { action: suspendUser, services: there.services, caller: localCaller, input };
    const once = await runAction({ ...request, loaders: jobLoaders(there.directory) });
    expect(await runAction({ ...request, loaders: jobLoaders(there.directory) })).toEqual({
      ...once,
      replayed: true,
    });
    expect(peer.sent).toHaveLength(1);
    const other = new PeerFake({ key: 'scim', actions });
    other.person('ada');
    const elsewhere = setBulkStage(store, other.provider);
    expect(await runAction({ ...request, loaders: jobLoaders(elsewhere.directory) })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(other.sent).toEqual([]);
  });
});
