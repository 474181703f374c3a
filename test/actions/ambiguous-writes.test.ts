import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { suspendUser } from '../../src/actions/users/suspend-user.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createPingOneProvider } from '../../src/providers/pingone/pingone.ts';
import { createPingOneUpstream } from '../../src/providers/pingone/upstream.ts';
import { type Clock, systemClock } from '../../src/upstream/clock.ts';
import { connectionTo } from '../providers/pingone/support/connect.ts';
import { setStage, type Stage } from './support/stage.ts';
import { TenantView, userRoute } from './support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;
let stage: Stage;
let person: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
});

beforeEach(() => {
  // A provider of its own: failures of one test must not open the circuit of the next.
  const settings = connectionTo(sandbox);
  provider = createPingOneProvider({ settings, upstream: createPingOneUpstream(settings, { clock: hasty }) });
  tenant = new TenantView(sandbox);
  [person = ''] = tenant.people(1);
  sandbox.requests.reset();
  stage = setStage(provider);
});

afterEach(async () => {
  sandbox.faults.clear();
  tenant.setEnabled(person, true);
  await provider.close();
});

afterAll(async () => {
  await sandbox.close();
});

/** Waits between retries are cut short; time limits are not. */
const hasty: Clock = {
  ...systemClock,
  after: (ms, run) => systemClock.after(ms > 5_000 ? ms : ms / 50, run),
};

const write = { method: 'PUT', route: `${userRoute}/enabled` } as const;

/** Breaks every write, retries of the upstream layer included. */
function breakWrites(fault: Fault): void {
  sandbox.faults.add({ ...write, fault });
}

describe('a change whose answer was lost', () => {
  test('the connection broke after it was applied: read back, it is a success', async () => {
    breakWrites({ kind: 'reset', applied: true });
    expect(await stage.suspend(person)).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { outcome: 'SUCCEEDED', after: { enabled: false } },
    });
    expect(tenant.isEnabled(person)).toBe(false);
  });

  test('the connection broke before it was applied: read back, it is a failure that may be repeated', async () => {
    breakWrites({ kind: 'reset' });
    expect(await stage.suspend(person)).toMatchObject({
      kind: 'FAILED',
      code: 'UNREACHABLE',
      retryable: true,
      user: { status: 'ACTIVE' },
      entry: { outcome: 'FAILED', after: { enabled: true } },
    });
    expect(tenant.isEnabled(person)).toBe(true);
  });

  test('a 500 to a change that was applied is a success', async () => {
    breakWrites({ kind: 'body', status: 500, body: { code: 'UNEXPECTED_ERROR' } });
    expect(await stage.suspend(person)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.isEnabled(person)).toBe(false);
  });

  test('a 500 to a change that was not applied is a failure', async () => {
    breakWrites({ kind: 'status', status: 500 });
    expect(await stage.suspend(person)).toMatchObject({ kind: 'FAILED', code: 'UNREACHABLE' });
    expect(tenant.isEnabled(person)).toBe(true);
  });

  test('half an answer to a change that was applied is a success', async () => {
    breakWrites({ kind: 'truncated' });
    expect(await stage.suspend(person)).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('a 200 to a change that does not show is not claimed', async () => {
    breakWrites({ kind: 'status', status: 200 });
    expect(await stage.suspend(person)).toMatchObject({
      kind: 'UNCONFIRMED',
      code: 'UNCONFIRMED',
      retryable: true,
      user: { status: 'ACTIVE' },
      entry: { outcome: 'UNCONFIRMED', after: { enabled: true } },
    });
  });

  test('a change that cannot be read back is not claimed, though the provider accepted it', async () => {
    sandbox.faults.add({
      method: 'GET',
      route: userRoute,
      after: 1,
      fault: { kind: 'status', status: 403 },
    });
    expect(await stage.suspend(person)).toMatchObject({
      kind: 'UNCONFIRMED',
      entry: { outcome: 'UNCONFIRMED', after: null },
    });
    expect(tenant.isEnabled(person)).toBe(false);
  });

  test('a provider that shows the change a moment later is waited for', async () => {
    const waits: number[] = [];
    const slow = setStage(provider, {
      sleep: async (ms) => {
        waits.push(ms);
        if (waits.length === 2) tenant.setEnabled(person, false);
      },
    });
    breakWrites({ kind: 'status', status: 200 });
    expect(await slow.suspend(person)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(waits).toEqual([500, 1_500]);
  });

  test('an unconfirmed change repeated with its key is looked at again, and settled', async () => {
    const disarm = sandbox.faults.add({ ...write, fault: { kind: 'status', status: 200 } });
    const input = { idempotencyKey: 'once' };
    expect(await stage.suspend(person, input)).toMatchObject({ kind: 'UNCONFIRMED' });
    disarm();
    expect(await stage.suspend(person, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('a caller who goes away after the change was sent loses nothing', async () => {
    const leaving = new AbortController();
    const entered = new Promise<void>((resolve) => {
      const setEnabled = provider.userWrites.setEnabled.bind(provider.userWrites);
      Object.assign(provider.userWrites, {
        setEnabled: async (...call: Parameters<typeof setEnabled>) => {
          leaving.abort();
          resolve();
          return await setEnabled(...call);
        },
      });
    });
    const running = stage.act(suspendUser, { user: { externalId: person } }, undefined, leaving.signal);
    await entered;
    expect(await running).toMatchObject({ kind: 'SUCCESS', entry: { outcome: 'SUCCEEDED' } });
    expect(tenant.isEnabled(person)).toBe(false);
  });

  test('a caller who goes away before it was sent changes nothing', async () => {
    const result = await stage.act(
      suspendUser,
      { user: { externalId: person } },
      undefined,
      AbortSignal.abort(),
    );
    expect(result).toMatchObject({ kind: 'FAILED', code: 'CANCELLED' });
    expect(tenant.writes).toBe(0);
  });
});
