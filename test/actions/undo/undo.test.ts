import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller, type Caller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { addUserToGroup } from '../../../src/actions/membership/add-user-to-group.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import type { UndoRequest } from '../../../src/actions/undo/undo-request.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { setStage, type Stage } from '../support/stage.ts';
import { TenantView } from '../support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;
let stage: Stage;
let person: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
});

beforeEach(() => {
  [person = ''] = tenant.people(1);
  sandbox.requests.reset();
  stage = setStage(provider);
});

afterEach(() => {
  sandbox.faults.clear();
  tenant.setEnabled(person, true);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

function undo(
  entryId: string | null,
  input: UndoRequest['input'] = {},
  caller: Caller = localCaller,
): Promise<ActionResult> {
  const { services, loaders } = stage;
  return undoEntry({ services, loaders: loaders(), caller, entryId: entryId ?? '', input });
}

test('an entry is taken back by its inverse, which is recorded as that', async () => {
  const { entry } = await stage.suspend(person);
  const result = await undo(entry?.id ?? '', { reason: 'The wrong Alice' });
  expect(result).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(tenant.isEnabled(person)).toBe(true);
  expect(result.kind === 'SUCCESS' && (await stage.ledger.get(result.entryId))).toMatchObject({
    action: 'UNSUSPEND_USER',
    outcome: 'SUCCEEDED',
    reason: 'The wrong Alice',
    cause: { kind: 'UNDO', id: entry?.id },
  });
});

test('what was undone can be undone in turn', async () => {
  const { entry } = await stage.suspend(person);
  const back = await undo(entry?.id ?? '');
  const again = await undo(back.kind === 'SUCCESS' ? back.entryId : '');
  expect(again).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(tenant.isEnabled(person)).toBe(false);
});

test('a rehearsal writes nothing, and leaves the entry to be undone', async () => {
  const { entry } = await stage.suspend(person);
  sandbox.requests.reset();
  expect(await undo(entry?.id ?? '', { dryRun: true })).toMatchObject({
    kind: 'SUCCESS',
    changed: true,
    dryRun: true,
  });
  expect(tenant.writes).toBe(0);
  expect(await undo(entry?.id ?? '')).toMatchObject({ kind: 'SUCCESS', dryRun: false });
});

test('what somebody changed since is a conflict, and stays as it is', async () => {
  const { entry } = await stage.suspend(person);
  tenant.setEnabled(person, true);
  sandbox.requests.reset();
  expect(await undo(entry?.id ?? '')).toMatchObject({
    kind: 'CONFLICT',
    code: 'UNDO_CONFLICT',
    state: { status: 'ACTIVE', enabled: true },
  });
  expect(tenant.writes).toBe(0);
});

test('an old entry is not undone in the place of a later one that did the same: the conflict names that one', async () => {
  const first = await stage.suspend(person);
  await stage.unsuspend(person);
  const third = await stage.suspend(person, {}, { ...localCaller, name: 'somebody else' });
  sandbox.requests.reset();
  const conflict = await undo(first.entry?.id ?? '');
  expect(conflict).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT', state: { status: 'SUSPENDED' } });
  expect(conflict.kind === 'CONFLICT' && conflict.message).toContain(`"somebody else"`);
  expect(conflict.kind === 'CONFLICT' && conflict.message).toContain(third.entry?.id);
  expect(tenant.writes).toBe(0);
  expect(tenant.isEnabled(person)).toBe(false);
});

test('changes can be undone one after the other, the newest first', async () => {
  const first = await stage.suspend(person);
  const second = await stage.unsuspend(person);
  const third = await stage.suspend(person);
  for (const { entry } of [third, second, first])
    expect(await undo(entry?.id ?? '')).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(tenant.isEnabled(person)).toBe(true);
});

test('a later change that was undone and done again stands', async () => {
  const first = await stage.suspend(person);
  const second = await stage.unsuspend(person);
  const back = await undo(second.entry?.id ?? '');
  const again = await undo(back.kind === 'SUCCESS' ? back.entryId : '');
  expect(again).toMatchObject({ kind: 'SUCCESS' });
  tenant.setEnabled(person, false);
  expect(await undo(first.entry?.id ?? '')).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT' });
});

test("later entries about other facts, or about another group, stand in nobody's way", async () => {
  const groups = sandbox.tenant.collections.get('groups') ?? new Map();
  const [one = '', other = ''] = [...groups]
    .filter(([, row]) => row['userFilter'] === undefined)
    .map(([id]) => id);
  const user = { externalId: person };
  const given = await stage.act(addUserToGroup, { user, group: { externalId: one } });
  await stage.act(addUserToGroup, { user, group: { externalId: other } });
  await stage.suspend(person);
  expect(await undo(given.entry?.id ?? '')).toMatchObject({ kind: 'SUCCESS', changed: true });
});

test('an entry is undone once, also when several ask at the same moment', async () => {
  const { entry } = await stage.suspend(person);
  sandbox.requests.reset();
  const results = await Promise.all(Array.from({ length: 5 }, () => undo(entry?.id ?? '')));
  expect(results.filter(({ kind }) => kind === 'SUCCESS')).toHaveLength(1);
  expect(tenant.writes).toBe(1);
  expect(await undo(entry?.id ?? '')).toMatchObject({ kind: 'REFUSED', code: 'ALREADY_UNDONE' });
});

test('a repeat with the same idempotency key gets the first answer', async () => {
  const { entry } = await stage.suspend(person);
  const first = await undo(entry?.id ?? '', { idempotencyKey: 'undo 1' });
  expect(await undo(entry?.id ?? '', { idempotencyKey: 'undo 1' })).toEqual({
    ...first,
    replayed: true,
  });
  expect(await undo(entry?.id ?? '', { idempotencyKey: 'undo 2' })).toMatchObject({ code: 'ALREADY_UNDONE' });
});

test('it wants the permission of the inverse, and tells nothing without it', async () => {
  const { entry } = await stage.suspend(person);
  const suspenders: Caller = { ...localCaller, name: 'suspender', grants: [{ permission: 'user:suspend' }] };
  expect(await undo(entry?.id ?? '', {}, suspenders)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
  await undo(entry?.id ?? '');
  expect(await undo(entry?.id ?? '', {}, suspenders)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
});

function confined(populations: readonly string[]): Caller {
  const grants = localCaller.grants.map((grant) => ({ ...grant, populations }));
  return { ...localCaller, name: 'confined', grants };
}

async function populationOf(id: string): Promise<string> {
  return (await stage.loaders().user.load(id))?.populationId ?? '';
}

async function unreachable(): Promise<never> {
  throw new UpstreamError({ code: 'UNREACHABLE', message: 'gone', directory: 'd', route: 'r' });
}

describe('to a caller of some populations', () => {
  test('an entry about somebody else is as one that there is not, however it ended and whoever undid it', async () => {
    const elsewhere = confined(['another']);
    const unknown = await undo('00000000-0000-4000-8000-000000000000', {}, elsewhere);
    expect(unknown).toMatchObject({ kind: 'NOT_FOUND' });
    const { entry } = await stage.suspend(person);
    const refused = await stage.unsuspend(person, { dryRun: true });
    expect(await undo(entry?.id ?? '', {}, elsewhere)).toEqual(unknown);
    expect(await undo(refused.entry?.id ?? '', {}, elsewhere)).toEqual(unknown);
    await undo(entry?.id ?? '');
    expect(await undo(entry?.id ?? '', {}, elsewhere)).toEqual(unknown);
    const open = await stage.ledger.begin({
      ...(entry ?? never()),
      subject: { directory: stage.directory.key, type: 'APPLICATION', externalId: 'app' },
    });
    expect(await undo(open.id, {}, elsewhere)).toEqual(unknown);
  });

  test('an entry about somebody of theirs is taken back, and told of once it was', async () => {
    const own = confined([await populationOf(person)]);
    const { entry } = await stage.suspend(person);
    expect(await undo(entry?.id ?? '', {}, own)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await undo(entry?.id ?? '', {}, own)).toMatchObject({ code: 'ALREADY_UNDONE' });
  });

  test('who undid an entry is told only with the permission for that population', async () => {
    const population = await populationOf(person);
    const caller: Caller = {
      ...localCaller,
      name: 'elsewhere',
      grants: localCaller.grants.map((grant) =>
        grant.permission === 'directory:read'
          ? { ...grant, populations: [population] }
          : { ...grant, populations: ['another'] },
      ),
    };
    const { entry } = await stage.suspend(person);
    await undo(entry?.id ?? '');
    expect(await undo(entry?.id ?? '', {}, caller)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
  });

  test('what cannot be looked at is not taken for something out of reach', async () => {
    const { entry } = await stage.suspend(person);
    const { services, loaders } = stage;
    const broken = loaders();
    const request = { services, caller: confined(['another']), entryId: entry?.id ?? '', input: {} };
    const result = await undoEntry({
      ...request,
      loaders: { ...broken, user: { load: unreachable, begin: never, prime: never, clear: never } },
    });
    expect(result).toMatchObject({ kind: 'FAILED', code: 'UNREACHABLE' });
  });
});

function never(): never {
  throw new Error('Expected an entry.');
}

test('what changed nothing, what is not known and what has no inverse is refused in plain words', async () => {
  const rehearsed = await stage.suspend(person, { dryRun: true });
  expect(await undo(rehearsed.entry?.id ?? '')).toMatchObject({ kind: 'REFUSED', code: 'NOTHING_TO_UNDO' });

  const unchanged = await stage.unsuspend(person);
  expect(await undo(unchanged.entry?.id ?? '')).toMatchObject({ code: 'NOTHING_TO_UNDO' });

  const open = await stage.ledger.begin({
    actor: 'local',
    action: 'SUSPEND_USER',
    subject: { directory: stage.directory.key, type: 'USER', externalId: person },
    reason: null,
    dryRun: false,
    parameters: null,
    cause: null,
    before: null,
    correlationId: 'test',
    idempotencyKey: null,
    inverse: 'UNSUSPEND_USER',
  });
  expect(await undo(open.id)).toMatchObject({ kind: 'REFUSED', code: 'NOT_SETTLED' });

  const gone = await stage.ledger.begin({ ...open, action: 'REVOKE_USER_SESSIONS', inverse: null });
  await stage.ledger.settle(gone.id, { outcome: 'SUCCEEDED', after: null, code: null });
  expect(await undo(gone.id)).toMatchObject({ kind: 'REFUSED', code: 'NO_INVERSE' });

  expect(await undo('00000000-0000-4000-8000-000000000000')).toMatchObject({ kind: 'NOT_FOUND' });
});

test('a membership that was given is taken away again', async () => {
  const groups = sandbox.tenant.collections.get('groups') ?? new Map();
  const [group = ''] = [...groups].find(([, row]) => row['userFilter'] === undefined) ?? [];
  const given = await stage.act(addUserToGroup, {
    user: { externalId: person },
    group: { externalId: group },
  });
  expect(given).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(await undo(given.entry?.id ?? '')).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(sandbox.tenant.userGroups.get(person)?.has(group) ?? false).toBe(false);
});
