import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { applyBulk, planLifeMs } from '../../../src/actions/bulk/start-bulk.ts';
import { suspendUser } from '../../../src/actions/users/suspend-user.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { onBothDatabases } from '../../store/databases.ts';
import { TenantView, userRoute } from '../support/tenant.ts';
import { type BulkStage, named, scopeNow, setBulkStage, started } from './bulk-stage.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 260, seed: 5 });
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const blastLimits = [{ per: 'ACTOR', windowMs: 60_000, max: 20 }] as const;

onBothDatabases<ActionResult>('a bulk operation', { blastLimits }, (given) => {
  let stage: BulkStage;
  let people: string[];
  let callers = 0;
  /** Each test has its own caller, and so its own blast radius. */
  let caller = named('');

  beforeEach(() => {
    people = tenant.people(30);
    caller = named(`caller ${(callers += 1)}`);
    sandbox.requests.reset();
    stage = setBulkStage(given().store, provider, { settings: { blastLimits } });
  });

  afterEach(() => {
    sandbox.faults.clear();
    for (const id of people) if (tenant.isEnabled(id) !== true) tenant.setEnabled(id, true);
    if (stage.faults.length > 0) throw new AggregateError(stage.faults, 'The gateway met faults.');
  });

  const suspend = (ids: readonly string[], more: Parameters<BulkStage['suspend']>[1] = {}) =>
    stage.suspend(ids, { caller, ...more });

  test('changes each user once, tells how each ended, and records each as a part of it', async () => {
    const [first = '', second = ''] = people;
    const gone = '00000000-0000-4000-8000-000000000000';
    tenant.setEnabled(second, false);
    const operation = started(await suspend([first, second, gone, first.toUpperCase()], { reason: 'Left' }));
    expect(operation).toMatchObject({ state: 'QUEUED', total: 3, plan: null, counts: { pending: 3 } });

    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'DONE',
      counts: { succeeded: 2, failed: 1, refused: 0, pending: 0 },
    });
    expect(await stage.items(operation)).toMatchObject([
      { position: 1, subject: { externalId: first }, end: { outcome: 'SUCCEEDED', code: null } },
      { position: 2, subject: { externalId: second }, end: { outcome: 'UNCHANGED' } },
      { position: 3, subject: { externalId: gone }, end: { outcome: 'NOT_FOUND', code: 'NOT_FOUND' } },
    ]);
    expect(tenant.isEnabled(first)).toBe(false);
    expect(tenant.writes).toBe(1);
    const { rows } = await stage.services.ledger.list({ cause: operation.id }, { first: 10, after: null });
    expect(rows.map(({ entry }) => entry.outcome).toSorted()).toEqual(['SUCCEEDED', 'UNCHANGED']);
    expect(rows[0]?.entry).toMatchObject({ actor: caller.name, reason: 'Left', cause: { kind: 'BULK' } });
  });

  test('nobody, and too many, are refused before anything is kept', async () => {
    expect(await suspend([])).toMatchObject({ kind: 'INVALID', code: 'BAD_USER_INPUT' });
    const many = Array.from({ length: 1_001 }, (_, index) => `user-${index}`);
    expect(await suspend(many)).toMatchObject({ kind: 'INVALID', code: 'BAD_USER_INPUT' });
    expect(sandbox.requests.total).toBe(0);
  });

  test('a caller without the right is refused before anybody is looked for', async () => {
    let looked = false;
    const answer = await suspend(people, {
      caller: { ...caller, grants: [] },
      subjects: async () => {
        looked = true;
        return [];
      },
    });
    expect(answer).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
    expect(looked).toBe(false);
  });

  test('a plan says who would be changed and what it costs, and writes nothing', async () => {
    const [first = '', second = '', third = ''] = people;
    tenant.setEnabled(second, false);
    const plan = started(
      await suspend([first, second, third], {
        planOnly: true,
        caller: { ...caller, user: { directory: 'primary', externalId: third } },
      }),
    );
    expect(plan).toMatchObject({
      state: 'PLANNED',
      total: 3,
      counts: { succeeded: 0, refused: 1, pending: 2 },
      plan: { wouldChange: 1, unchanged: 1, refused: 1, failed: 0, lastsMs: 0 },
    });
    expect(await stage.items(plan)).toMatchObject([
      {
        plan: {
          changes: true,
          end: null,
          differences: [
            { path: 'status', before: 'ACTIVE', after: 'SUSPENDED' },
            { path: 'enabled', before: true, after: false },
          ],
        },
      },
      { plan: { changes: false } },
      { plan: { end: { outcome: 'REFUSED', code: 'SELF' } } },
    ]);
    await stage.worker.drain();
    expect(tenant.writes).toBe(0);

    sandbox.requests.reset();
    await apply(plan.id);
    expect(plan.plan?.upstreamCalls).toBe(sandbox.requests.total);
  });

  test('applying does exactly what was planned: who changed since is a conflict, who was refused is not tried', async () => {
    const [first = '', second = '', third = ''] = people;
    const plan = started(await suspend([first, second, third], { planOnly: true }));
    tenant.setEnabled(second, false);
    await apply(plan.id);
    expect(await stage.bulk.get(plan.id)).toMatchObject({
      state: 'DONE',
      counts: { succeeded: 2, failed: 1 },
    });
    const items = await stage.items(plan);
    expect(items.map(({ end }) => end?.outcome)).toEqual(['SUCCEEDED', 'CONFLICT', 'SUCCEEDED']);
    // Applied again, it is the same operation, and nothing more is done.
    await apply(plan.id);
    expect(tenant.writes).toBe(2);
  });

  test('only who planned it applies it, with the right that the action wants', async () => {
    const plan = started(await suspend(people.slice(0, 2), { planOnly: true }));
    expect(await apply(plan.id, named('somebody else'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await apply(plan.id, { ...caller, grants: [] })).toMatchObject({ code: 'FORBIDDEN' });
    expect(tenant.writes).toBe(0);
  });

  test('a plan older than 15 minutes is stale', async () => {
    const plan = started(await suspend(people.slice(0, 2), { planOnly: true }));
    const later = new Date(plan.createdAt.getTime() + planLifeMs);
    stage = setBulkStage(given().store, provider, { settings: { blastLimits }, now: () => later });
    expect(await stage.bulk.get(plan.id)).toMatchObject({ state: 'EXPIRED' });
    expect(await apply(plan.id)).toMatchObject({ kind: 'REFUSED', code: 'PLAN_STALE' });
    expect(await stage.bulk.apply(plan.id, caller)).toBe(false);
    expect(tenant.writes).toBe(0);
  });

  test('STOP leaves what comes after the first failure as it is', async () => {
    const [first = '', second = '', third = ''] = people;
    const gone = '00000000-0000-4000-8000-000000000001';
    const operation = started(await suspend([first, gone, second, third], { onFailure: 'STOP' }));
    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'STOPPED',
      counts: { succeeded: 1, failed: 1, notStarted: 2 },
    });
    const items = await stage.items(operation);
    expect(items.map(({ end }) => end?.outcome)).toEqual([
      'SUCCEEDED',
      'NOT_FOUND',
      'NOT_STARTED',
      'NOT_STARTED',
    ]);
    expect(tenant.writes).toBe(1);
  });

  test('CONTINUE goes on, and each failure is told truthfully', async () => {
    sandbox.faults.add({
      method: 'PUT',
      route: `${userRoute}/enabled`,
      times: 1,
      fault: { kind: 'status', status: 403 },
    });
    const operation = started(await suspend(people.slice(0, 3)));
    await stage.newWorker({ concurrency: 1 }).drain();
    const items = await stage.items(operation);
    expect(items.map(({ end }) => end?.outcome)).toEqual(['FAILED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  test('what the blast radius holds back waits for it, and goes on then', async () => {
    const operation = started(await suspend(people.slice(0, 25)));
    await stage.worker.drain();
    const waiting = await stage.bulk.get(operation.id);
    expect(waiting).toMatchObject({ state: 'WAITING', counts: { succeeded: 20, pending: 5 } });
    expect(waiting?.passesAt?.getTime()).toBeGreaterThan(operation.createdAt.getTime() + 50_000);
    expect(tenant.writes).toBe(20);
    // It waits of its own accord; only those that were under way at once may have met the limit.
    const refusals = await stage.services.ledger.list(
      { cause: operation.id, outcome: 'REFUSED' },
      { first: 5, after: null },
    );
    expect(refusals.rows.length).toBeLessThan(4);

    const free = { check: async () => null, take: async () => null, giveBack: async () => {} };
    const minuteLater = new Date((waiting?.passesAt?.getTime() ?? 0) + 1);
    stage = setBulkStage(given().store, provider, { blastRadius: free, now: () => minuteLater });
    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({ state: 'DONE', counts: { succeeded: 25 } });
    expect(tenant.writes).toBe(25);
  });

  test('a plan says how long the blast radius makes it last', async () => {
    const plan = started(await suspend(people.slice(0, 25), { planOnly: true }));
    expect(plan.plan).toMatchObject({ wouldChange: 25, lastsMs: 60_000 });
  });

  test('the same idempotency key is the same operation, and another body is refused', async () => {
    const ids = people.slice(0, 2);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => suspend(ids, { idempotencyKey: 'offboarding 7' })),
    );
    expect(new Set(answers.map((answer) => started(answer).id)).size).toBe(1);
    expect(await suspend(people.slice(0, 3), { idempotencyKey: 'offboarding 7' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await stage.worker.drain();
    expect(tenant.writes).toBe(2);
  });

  test('when the key that asked is revoked, the rest is refused', async () => {
    let asked = 0;
    stage = setBulkStage(given().store, provider, {
      settings: { blastLimits },
      stillGood: ({ credential }) => {
        expect(credential).toEqual({ kind: 'KEY', id: '0123456789ab' });
        return (asked += 1) <= 2;
      },
    });
    const holder = { ...caller, credential: { kind: 'KEY', id: '0123456789ab' } as const };
    const operation = started(await suspend(people.slice(0, 5), { caller: holder }));
    await stage.newWorker({ concurrency: 1 }).drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'DONE',
      counts: { succeeded: 2, refused: 3, pending: 0 },
    });
    expect((await stage.items(operation)).at(-1)?.end).toMatchObject({
      outcome: 'REFUSED',
      code: 'FORBIDDEN',
      message: expect.stringContaining('no longer good') as string,
    });
    expect(people.slice(0, 5).map((id) => tenant.isEnabled(id))).toEqual([false, false, true, true, true]);
  });

  test('what was cancelled is not begun any more', async () => {
    const operation = started(await suspend(people.slice(0, 3)));
    expect(await stage.bulk.cancel(operation.id)).toBe(true);
    expect(await stage.bulk.cancel(operation.id)).toBe(false);
    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'CANCELLED',
      counts: { notStarted: 3 },
    });
    expect(tenant.writes).toBe(0);
  });

  test('of two gateways one works on an operation, and each item is done once', async () => {
    const operation = started(await suspend(people.slice(0, 12)));
    const other = setBulkStage(given().store, provider, { settings: { blastLimits } });
    await Promise.all([stage.worker.drain(), other.worker.drain(), stage.newWorker().drain()]);
    expect(await stage.bulk.get(operation.id)).toMatchObject({ state: 'DONE', counts: { succeeded: 12 } });
    expect(tenant.writes).toBe(12);
  });

  test('a worker that is stopped leaves the rest for the next', async () => {
    const operation = started(await suspend(people.slice(0, 10)));
    const stopped = stage.newWorker({ concurrency: 1, pollMs: 60_000 });
    stopped.start();
    await stage.services.bulkNews.next(operation.id, AbortSignal.timeout(5_000));
    await stopped.stop();
    expect((await stage.bulk.get(operation.id))?.state).toBe('QUEUED');
    expect(tenant.writes).toBeLessThan(10);
    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({ state: 'DONE', counts: { succeeded: 10 } });
    expect(tenant.writes).toBe(10);
  });

  test('operations and items are listed page by page', async () => {
    const operation = started(await suspend(people.slice(0, 3)));
    const first = await stage.bulk.items(operation.id, { first: 2, after: null });
    const second = await stage.bulk.items(operation.id, { first: 2, after: first.next });
    expect([...first.rows, ...second.rows].map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(second.next).toBeNull();
    await stage.bulk.cancel(operation.id);
    const another = started(await suspend(people.slice(0, 1)));
    await stage.bulk.cancel(another.id);
    const page = await stage.bulk.list({ actor: caller.name }, { first: 1, after: null });
    const rest = await stage.bulk.list({ actor: caller.name }, { first: 1, after: page.next });
    expect([...page.rows, ...rest.rows].map(({ id }) => id).toSorted()).toEqual(
      [operation.id, another.id].toSorted(),
    );
    expect(rest.next).toBeNull();
    const running = await stage.bulk.list(
      { actor: caller.name, states: ['RUNNING'] },
      { first: 5, after: null },
    );
    expect(running.rows).toEqual([]);
  });

  async function apply(id: string, by = caller) {
    const operation = await stage.bulk.get(id);
    if (operation === null) throw new Error('Expected the operation to be kept.');
    const { services, bulk, directory } = stage;
    const request = { services, store: bulk, caller: by, directories: [directory], scope: scopeNow() };
    const answer = await applyBulk(request, operation, suspendUser);
    await stage.worker.drain();
    return answer;
  }
});
