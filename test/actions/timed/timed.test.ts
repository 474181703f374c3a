import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import {
  addUserToGroup,
  type AddUserToGroupInput,
} from '../../../src/actions/membership/add-user-to-group.ts';
import { jobLoaders } from '../../../src/actions/bulk/run-item.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { endNow } from '../../../src/actions/timed/end-grant.ts';
import { Keeper } from '../../../src/actions/timed/keeper.ts';
import { Directory } from '../../../src/directory/directory.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { onBothDatabases } from '../../store/databases.ts';
import { type BulkStage, setBulkStage } from '../bulk/bulk-stage.ts';
import { TenantView } from '../support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let directory: Directory;
let tenant: TenantView;
let group: string;
const memberRoute = 'POST /environments/{environmentId}/users/{userId}/memberOfGroups';
const leaveRoute = 'DELETE /environments/{environmentId}/users/{userId}/memberOfGroups/{groupId}';

beforeAll(async () => {
  sandbox = await startSandbox({ users: 120, seed: 5 });
  provider = connect(connectionTo(sandbox));
  // One for all: guards look through everybody, and what was seen of them is kept by it.
  directory = new Directory({ provider, isPrimary: true, writable: true });
  tenant = new TenantView(sandbox);
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
    person = tenant.people(12)[(turn += 1) % 12] ?? '';
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

  const give = async (input: Partial<AddUserToGroupInput> = {}): Promise<ActionResult> =>
    await runAction({
      action: addUserToGroup,
      services: stage.services,
      loaders: jobLoaders(stage.directory),
      caller: localCaller,
      input: {
        user: { externalId: person },
        group: { externalId: group },
        until: until.toISOString(),
        ...input,
      },
    });

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
      find: timed().find.bind(timed()),
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
    sandbox.tenant.userGroups.get(person)?.delete(group);
    sandbox.world.touch();
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
    expect(await grants()).toMatchObject([{ state: 'ACTIVE' }]);
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
