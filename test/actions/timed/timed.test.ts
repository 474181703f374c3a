import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { Action, ActionInput } from '../../../src/actions/action.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import {
  addUserToGroup,
  type AddUserToGroupInput,
} from '../../../src/actions/membership/add-user-to-group.ts';
import { assignRoleToUser } from '../../../src/actions/membership/assign-role.ts';
import { removeRoleAssignment } from '../../../src/actions/membership/remove-role-assignment.ts';
import { removeUserFromGroup } from '../../../src/actions/membership/remove-user-from-group.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { jobLoaders } from '../../../src/actions/bulk/run-item.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { endNow, takeBack, timekeeper } from '../../../src/actions/timed/end-grant.ts';
import { Keeper } from '../../../src/actions/timed/keeper.ts';
import { Directory } from '../../../src/directory/directory.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { onBothDatabases } from '../../store/databases.ts';
import { type BulkStage, scopeNow, setBulkStage } from '../bulk/bulk-stage.ts';
import { TenantView } from '../support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let directory: Directory;
/** One for each test: what they are given stays known. */
let people: readonly string[];
let group: string;
const memberRoute = 'POST /environments/{environmentId}/users/{userId}/memberOfGroups';
const leaveRoute = 'DELETE /environments/{environmentId}/users/{userId}/memberOfGroups/{groupId}';

beforeAll(async () => {
  sandbox = await startSandbox({ users: 120, seed: 5 });
  provider = connect(connectionTo(sandbox));
  // One for all: guards look through everybody, and what was seen of them is kept by it.
  directory = new Directory({ provider, isPrimary: true, writable: true });
  people = new TenantView(sandbox).people(20);
  const groups = sandbox.tenant.collections.get('groups') ?? new Map();
  group =
    [...groups].find(([, row]) => row['userFilter'] === undefined && row['sourceType'] === undefined)?.[0] ??
    '';
});

afterAll(async () => {
  await directory.close();
  await sandbox.close();
});

onBothDatabases<ActionResult>('access for a time', {}, (given) => {
  let stage: BulkStage;
  let person = '';
  let turn = 0;
  const until = new Date(Date.now() + 3_600_000);
  const afterwards = new Date(until.getTime() + 1_000);

  beforeEach(() => {
    person = people[(turn += 1)] ?? '';
    sandbox.requests.reset();
    stage = setBulkStage(given().store, provider, {}, directory);
  });

  afterEach(async () => {
    sandbox.faults.clear();
    // What a test left is no other's to end.
    await keeperAt(new Date(afterwards.getTime() + 10 * 86_400_000)).endDue();
    if (stage.faults.length > 0) throw new AggregateError(stage.faults, 'The gateway met faults.');
  });

  /** A keeper of another gateway, by a clock of its own. */
  function keeperAt(now: Date): Keeper {
    const store = new DurableTimedStore(given().store.database, () => now);
    const { services } = setBulkStage(given().store, provider, {}, directory);
    return new Keeper({
      services,
      store,
      directories: [directory],
      onFailure: (error) => stage.faults.push(error),
      now: () => now,
    });
  }

  const act = async <I extends ActionInput, S>(
    action: Action<I, S>,
    input: I,
    caller = localCaller,
  ): Promise<ActionResult> =>
    await runAction({
      action,
      services: stage.services,
      loaders: jobLoaders(stage.directory),
      caller,
      input,
    });
  const membership = () => ({ user: { externalId: person }, group: { externalId: group } });
  const give = async (
    input: Partial<AddUserToGroupInput> = {},
    caller = localCaller,
  ): Promise<ActionResult> =>
    await act(addUserToGroup, { ...membership(), until: until.toISOString(), ...input }, caller);

  const grants = async () =>
    (await timed().list({}, { first: 100, after: null })).rows.filter(
      (one) => one.subject.externalId === person,
    );
  const timed = () => {
    if (stage.services.timed === null) throw new Error('Expected a store.');
    return stage.services.timed;
  };
  const isMember = (): boolean => sandbox.tenant.userGroups.get(person)?.has(group) === true;

  test('is taken back at its time, once, also when two gateways look, and not before', async () => {
    expect(await give()).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await grants()).toMatchObject([
      {
        state: 'ACTIVE',
        until,
        action: 'ADD_USER_TO_GROUP',
        inverse: { action: 'REMOVE_USER_FROM_GROUP' },
        actor: 'local',
      },
    ]);
    expect(await keeperAt(new Date(until.getTime() - 1)).endDue()).toBe(0);
    expect(isMember()).toBe(true);

    // As after a restart: nothing but the database knows of it.
    const tried = await Promise.all([keeperAt(afterwards).endDue(), keeperAt(afterwards).endDue()]);
    expect(tried.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(isMember()).toBe(false);
    expect(sandbox.requests.of(leaveRoute)).toBe(1);
    const [grant] = await grants();
    expect(grant).toMatchObject({ state: 'ENDED', attempts: 1 });
    expect(await stage.services.ledger.get(grant?.endedEntryId ?? '')).toMatchObject({
      action: 'REMOVE_USER_FROM_GROUP',
      actor: 'rollcall:timed-access',
      outcome: 'SUCCEEDED',
      cause: { kind: 'EXPIRY', id: grant?.id },
    });
  });

  test('that could not be given is dropped, and nothing is taken back', async () => {
    sandbox.faults.add({ method: 'POST', fault: { kind: 'status', status: 403 } });
    expect(await give()).toMatchObject({ kind: 'FAILED' });
    expect(await grants()).toMatchObject([{ state: 'DROPPED' }]);
    sandbox.faults.clear();
    expect(await keeperAt(afterwards).endDue()).toBe(0);
  });

  test('is kept before it is sent: whoever gave it and was cut off has it taken back', async () => {
    // The gateway never hears of its own writing again.
    const { services } = stage;
    const cutOff = {
      ...timed(),
      add: timed().add.bind(timed()),
      live: timed().live.bind(timed()),
      activate: async () => {},
    };
    const result = await runAction({
      action: addUserToGroup,
      services: { ...services, timed: cutOff },
      loaders: jobLoaders(stage.directory),
      caller: localCaller,
      input: { user: { externalId: person }, group: { externalId: group }, until: until.toISOString() },
    });
    expect(result).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await grants()).toMatchObject([{ state: 'PENDING' }]);
    expect(await keeperAt(afterwards).endDue()).toBe(1);
    expect(isMember()).toBe(false);
    expect(await grants()).toMatchObject([{ state: 'ENDED' }]);
  });

  test('that cannot be taken back stays, says why, and is tried again later', async () => {
    await give();
    sandbox.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 403 } });
    expect(await keeperAt(afterwards).endDue()).toBe(1);
    expect(await grants()).toMatchObject([
      { state: 'ACTIVE', attempts: 1, nextAttemptAt: new Date(afterwards.getTime() + 5_000) },
    ]);
    expect((await grants())[0]?.code).not.toBeNull();
    expect(isMember()).toBe(true);
    expect(await keeperAt(afterwards).endDue()).toBe(0);

    sandbox.faults.clear();
    expect(await keeperAt(new Date(afterwards.getTime() + 5_000)).endDue()).toBe(1);
    expect(isMember()).toBe(false);
    expect(await grants()).toMatchObject([{ state: 'ENDED', attempts: 2, code: null }]);
  });

  test('given again gets its new end; given without an end before, it keeps none', async () => {
    await give();
    const later = new Date(until.getTime() + 86_400_000);
    expect(await give({ until: later.toISOString() })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      facts: { until: later.toISOString() },
    });
    expect(await grants()).toMatchObject([{ state: 'ACTIVE', until: later }]);
    expect(await keeperAt(afterwards).endDue()).toBe(0);
    await keeperAt(new Date(later.getTime() + 1)).endDue();

    await give({ until: null });
    expect(await give()).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_PERMANENT' });
    await act(removeUserFromGroup, membership());
  });

  test('is not prolonged past a guard, and what may not be recorded does not move', async () => {
    await give();
    const later = { until: new Date(until.getTime() + 86_400_000).toISOString() };
    const self = { ...localCaller, user: { directory: 'primary', externalId: person } };
    expect(await give(later, self)).toMatchObject({ kind: 'REFUSED', blockedBy: ['self'] });
    expect(await give({ until: null }, self)).toMatchObject({ kind: 'REFUSED', blockedBy: ['self'] });
    const elsewhere = localCaller.grants.map((grant) => ({ ...grant, populations: ['elsewhere'] }));
    expect(await give(later, { ...localCaller, grants: elsewhere })).not.toMatchObject({ kind: 'SUCCESS' });
    expect(await give({ ...later, dryRun: true })).toMatchObject({ kind: 'SUCCESS', facts: later });

    const { ledger } = stage.services;
    const silent = {
      ...stage.services,
      ledger: { ...ledger, begin: () => Promise.reject(new Error('full')) },
    };
    const input = { ...membership(), ...later };
    const told = { loaders: jobLoaders(directory), caller: localCaller, input };
    const services = { ...silent, onLedgerFailure: () => {} };
    expect(await runAction({ action: addUserToGroup, services, ...told })).toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
    });
    expect(await grants()).toMatchObject([{ state: 'ACTIVE', until }]);
  });

  test('given again without an end, it stays, and says so', async () => {
    await give();
    const kept = await give({ until: null });
    expect(kept).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      facts: { until: null, previousUntil: until.toISOString() },
    });
    const entryId = kept.kind === 'SUCCESS' ? kept.entryId : '';
    expect(await stage.services.ledger.get(entryId)).toMatchObject({
      outcome: 'UNCHANGED',
      particulars: { facts: { until: null } },
    });
    expect(await grants()).toMatchObject([{ state: 'DROPPED', code: 'SUPERSEDED', endedEntryId: entryId }]);
    expect(await keeperAt(afterwards).endDue()).toBe(0);
    expect(isMember()).toBe(true);
    await act(removeUserFromGroup, membership());
  });

  test('taken back by hand, it takes nothing that is given later', async () => {
    await give();
    expect(await act(removeUserFromGroup, membership())).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await grants()).toMatchObject([{ state: 'ENDED' }]);
    await give({ until: null });
    expect(await keeperAt(afterwards).endDue()).toBe(0);
    expect(isMember()).toBe(true);
    await act(removeUserFromGroup, membership());
  });

  test('taken away past the gateway, it takes nothing that is given later, with an end or without', async () => {
    await give();
    await provider.membershipWrites.removeUserFromGroup(person, group, scopeNow().context);
    const later = new Date(until.getTime() + 86_400_000);
    expect(await give({ until: later.toISOString() })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect((await grants()).map(({ state }) => state).toSorted()).toEqual(['ACTIVE', 'DROPPED']);
    expect(await keeperAt(afterwards).endDue()).toBe(0);
    expect(isMember()).toBe(true);

    await provider.membershipWrites.removeUserFromGroup(person, group, scopeNow().context);
    expect(await give({ until: null })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await keeperAt(new Date(later.getTime() + 1)).endDue()).toBe(0);
    expect(isMember()).toBe(true);
    await act(removeUserFromGroup, membership());
  });

  test('given for good while it is being taken back, it stays', async () => {
    await give();
    const [grant] = await grants();
    const claimed = await timed().claim(grant?.id ?? '', 'slow', 60_000);
    if (claimed === null) throw new Error('Expected a grant that can be claimed.');
    await give({ until: null });
    expect(await takeBack(stage.services, directory, claimed, timekeeper, {})).toMatchObject({
      kind: 'CONFLICT',
    });
    expect(isMember()).toBe(true);
    await act(removeUserFromGroup, membership());
  });

  test('who undoes a taking back by hand gives for the time that was left', async () => {
    await give();
    const taken = await act(removeUserFromGroup, membership());
    const undone = await undoEntry({
      services: stage.services,
      loaders: jobLoaders(directory),
      caller: localCaller,
      entryId: taken.kind === 'SUCCESS' ? taken.entryId : '',
      input: {},
    });
    expect(undone).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect((await grants()).map(({ state }) => state).toSorted()).toEqual(['ACTIVE', 'ENDED']);
    expect(await keeperAt(afterwards).endDue()).toBe(1);
    expect(isMember()).toBe(false);
  });

  test('a role over the directory is the same one with its id and without', async () => {
    const roles = [...(sandbox.tenant.platform.get('roles') ?? new Map())];
    const [roleId = ''] = roles.find(([, row]) => row['name'] === 'Help Desk Admin') ?? [];
    const role = { user: { externalId: person }, role: { externalId: roleId } };
    const named = { ...role, scope: { type: 'ENVIRONMENT', externalId: provider.externalId } } as const;
    const bare = { ...role, scope: { type: 'ENVIRONMENT' } } as const;
    await act(assignRoleToUser, { ...bare, until: until.toISOString() });
    const later = new Date(until.getTime() + 86_400_000);
    expect(await act(assignRoleToUser, { ...named, until: later.toISOString() })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
    expect(await grants()).toMatchObject([{ state: 'ACTIVE', until: later }]);
    expect(await act(removeRoleAssignment, named)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await grants()).toMatchObject([{ state: 'ENDED' }]);
  });

  test('a repeat of the giving gets the same answer after the end has passed', async () => {
    const first = await give({ idempotencyKey: `give-${person}` });
    vi.useFakeTimers({ toFake: ['Date'], now: afterwards });
    try {
      expect(await give({ idempotencyKey: `give-${person}` })).toEqual({ ...first, replayed: true });
      expect(await give()).toMatchObject({ kind: 'INVALID' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('can be ended before its time, by whom its taking back is allowed', async () => {
    await give();
    const [grant] = await grants();
    const { services } = stage;
    const request = {
      services,
      store: timed(),
      directory,
      id: grant?.id ?? '',
      owner: 'now',
      asked: { reason: 'Done' },
    };
    const nobody = { ...localCaller, name: 'nobody', grants: [] };
    expect(await endNow({ ...request, caller: nobody })).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
    });
    // Who may not has not touched it: no attempt is counted, and nobody else is kept from it.
    expect(await grants()).toMatchObject([{ state: 'ACTIVE', attempts: 0, code: null }]);
    const elsewhere = {
      ...localCaller,
      name: 'elsewhere',
      grants: localCaller.grants.map((each) => ({ ...each, populations: ['another population'] })),
    };
    expect(await endNow({ ...request, caller: elsewhere })).toMatchObject({ kind: 'NOT_FOUND' });
    expect(await grants()).toMatchObject([{ state: 'ACTIVE', attempts: 0, code: null }]);
    expect(isMember()).toBe(true);
    expect(await endNow({ ...request, caller: localCaller })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(isMember()).toBe(false);
    expect(await grants()).toMatchObject([{ state: 'ENDED' }]);
    expect(await endNow({ ...request, caller: localCaller })).toBeNull();
    expect(await keeperAt(afterwards).endDue()).toBe(0);
  });

  test('is refused where the end has passed, and where there is no database', async () => {
    expect(await give({ until: new Date(0).toISOString() })).toMatchObject({ kind: 'INVALID' });
    stage = setBulkStage(given().store, provider, { timed: null }, directory);
    expect(await give()).toMatchObject({ kind: 'FAILED', code: 'NOT_AVAILABLE' });
    expect(sandbox.requests.of(memberRoute)).toBe(0);
  });
});
