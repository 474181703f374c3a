import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../providers/pingone/support/connect.ts';
import { setStage, type Stage } from './support/stage.ts';
import { TenantView, userRoute } from './support/tenant.ts';

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

describe('suspending over the wire', () => {
  test('a suspension is sent once, read back and recorded', async () => {
    const result = await stage.suspend(person, { reason: 'Left the company' });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      dryRun: false,
      user: { externalId: person, status: 'SUSPENDED' },
      entry: {
        action: 'SUSPEND_USER',
        inverse: 'UNSUSPEND_USER',
        outcome: 'SUCCEEDED',
        actor: 'local',
        reason: 'Left the company',
        before: { status: 'ACTIVE', enabled: true },
        after: { status: 'SUSPENDED', enabled: false },
        code: null,
      },
    });
    expect(tenant.isEnabled(person)).toBe(false);
    expect(sandbox.requests.writes).toMatchObject([{ body: { enabled: false }, status: 200 }]);
    const { kind, entry } = result;
    expect(kind === 'SUCCESS' && entry?.correlationId).toBe(sandbox.requests.writes[0]?.transactionId);
  });

  test('an ordinary user costs four calls: read, roles held, write, read back', async () => {
    await stage.suspend(person);
    expect(sandbox.requests.total).toBeLessThanOrEqual(5);
    expect(sandbox.requests.of(`GET ${userRoute}`)).toBe(2);
    expect(sandbox.requests.of(`GET ${userRoute}/roleAssignments`)).toBe(1);
  });

  test('a second suspension changes nothing and sends no write', async () => {
    await stage.suspend(person);
    const second = await stage.suspend(person);
    expect(second).toMatchObject({ kind: 'SUCCESS', changed: false, entry: { outcome: 'UNCHANGED' } });
    expect(tenant.writes).toBe(1);
  });

  test('the inverse switches sign-in on again', async () => {
    await stage.suspend(person);
    const back = await stage.unsuspend(person);
    expect(back).toMatchObject({ kind: 'SUCCESS', changed: true, user: { status: 'ACTIVE' } });
    expect(tenant.isEnabled(person)).toBe(true);
  });

  test('a dry run does everything but the write, also when there is nothing to do', async () => {
    const would = await stage.suspend(person, { dryRun: true });
    expect(would).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      dryRun: true,
      user: { status: 'ACTIVE' },
      entry: { outcome: 'DRY_RUN', dryRun: true },
    });
    const idle = await stage.unsuspend(person, { dryRun: true });
    expect(idle).toMatchObject({ kind: 'SUCCESS', changed: false, dryRun: true });
    expect(tenant.writes).toBe(0);
    expect(tenant.isEnabled(person)).toBe(true);
  });

  test('another state than the expected one is a conflict that shows the fresh state', async () => {
    const result = await stage.suspend(person, { ifStatus: 'LOCKED' });
    expect(result).toMatchObject({ kind: 'CONFLICT', code: 'CONFLICT', user: { status: 'ACTIVE' } });
    expect(tenant.writes).toBe(0);
  });

  test('what this process had cached is not what an action decides by', async () => {
    const loaders = stage.loaders();
    expect(await loaders.user.load(person)).toMatchObject({ status: 'ACTIVE' });
    tenant.setEnabled(person, false);
    expect(await stage.suspend(person, { ifStatus: 'ACTIVE' })).toMatchObject({ kind: 'CONFLICT' });
    expect(await stage.suspend(person)).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('after a suspension nobody is served the state before it', async () => {
    expect(await stage.loaders().user.load(person)).toMatchObject({ status: 'ACTIVE' });
    await stage.suspend(person);
    expect(await stage.loaders().user.load(person)).toMatchObject({ status: 'SUSPENDED' });
  });

  test('a user who does not exist is not found, and neither is one that the resolver does not find', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    expect(await stage.suspend(missing)).toMatchObject({ kind: 'NOT_FOUND', code: 'NOT_FOUND' });
    expect(await stage.suspend('', { user: async () => null })).toMatchObject({ kind: 'NOT_FOUND' });
    expect(tenant.writes).toBe(0);
  });

  test('a user who cannot be read is not touched', async () => {
    sandbox.faults.add({ route: userRoute, fault: { kind: 'status', status: 403 } });
    expect(await stage.suspend(person)).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(tenant.writes).toBe(0);
  });

  test('a right that the gateway lacks is a failure, recorded as such', async () => {
    sandbox.faults.add({ method: 'PUT', fault: { kind: 'status', status: 403 } });
    expect(await stage.suspend(person)).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      retryable: false,
      entry: { outcome: 'FAILED', code: 'FORBIDDEN' },
    });
    expect(tenant.isEnabled(person)).toBe(true);
  });

  test('reasons and keys outside their limits are turned away before anything is read', async () => {
    const wrong = [
      { reason: '' },
      { reason: 'x'.repeat(501) },
      { reason: 'left\nforged line' },
      { reason: 'left\u2028forged line' },
      { reason: 'left \u202Eenil degrof' },
      { reason: 'half \uD800 a character' },
      { idempotencyKey: '' },
      { idempotencyKey: 'k'.repeat(256) },
    ];
    for (const input of wrong) {
      expect(await stage.suspend(person, input)).toMatchObject({ kind: 'INVALID', code: 'BAD_USER_INPUT' });
    }
    expect(sandbox.requests.total).toBe(0);
    expect(await stage.suspend(person, { reason: '🙂'.repeat(500) })).toMatchObject({ kind: 'SUCCESS' });
  });
});
