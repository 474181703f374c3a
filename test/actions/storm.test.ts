import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MemoryLedger } from '../../src/actions/memory-ledger.ts';
import { createPingOneProvider } from '../../src/providers/pingone/pingone.ts';
import { createPingOneUpstream } from '../../src/providers/pingone/upstream.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Clock, systemClock } from '../../src/upstream/clock.ts';
import { connectionTo } from '../providers/pingone/support/connect.ts';
import { setStage, type Told } from './support/stage.ts';
import { enabledRoute, TenantView, userRoute } from './support/tenant.ts';

/** `ROLLCALL_STORM=10000 npx vitest run test/actions/storm.test.ts` runs the large one, in some minutes. */
const people = Number(process.env['ROLLCALL_STORM'] ?? 400);
const atOnce = 32;

/** All waits and time limits are a twentieth, so that a time limit of half a minute costs seconds. */
const hasty: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 20, run) };

let sandbox: Sandbox;
let provider: Provider;

beforeAll(async () => {
  sandbox = await startSandbox({ users: people * 8 + 100, seed: 5 });
  const settings = connectionTo(sandbox);
  provider = createPingOneProvider({ settings, upstream: createPingOneUpstream(settings, { clock: hasty }) });
}, 120_000);

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

function breakThings(): void {
  const write = { method: 'PUT', route: `${userRoute}/enabled` } as const;
  const { faults } = sandbox;
  faults.add({ ...write, share: 0.05, fault: { kind: 'status', status: 500 } });
  faults.add({ ...write, share: 0.025, fault: { kind: 'reset' } });
  faults.add({ ...write, share: 0.025, fault: { kind: 'reset', applied: true } });
  faults.add({ ...write, share: 0.01, fault: { kind: 'slow-body' } });
  faults.add({ ...write, share: 0.01, fault: { kind: 'latency', delayMs: 5_000 } });
  faults.add({ ...write, share: 0.03, fault: { kind: 'status', status: 429, retryAfter: 1 } });
  // The looks at what became of it go wrong too.
  const read = { method: 'GET', route: userRoute } as const;
  faults.add({ ...read, share: 0.02, fault: { kind: 'status', status: 500 } });
  faults.add({ ...read, share: 0.02, fault: { kind: 'reset' } });
}

async function inTurns(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const waiting = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await work(id);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

describe('a storm', () => {
  test(`of ${people} suspensions over a failing provider loses none, doubles none and claims none`, async () => {
    const tenant = new TenantView(sandbox);
    const ids = tenant.people(people);
    const ledger = new MemoryLedger({ maxEntries: people * 4 });
    const stage = setStage(provider, { settings: { blastLimits: [] }, ledger });
    breakThings();
    const told = new Map<string, Told>();
    await inTurns(ids, async (id) => {
      told.set(id, await stage.suspend(id, { idempotencyKey: `storm-${id}` }));
    });
    await vi.waitUntil(() => sandbox.requests.inFlight === 0, { timeout: 60_000 });
    const fired = sandbox.faults.fired;
    sandbox.faults.clear();

    const count = { SUCCESS: 0, FAILED: 0, UNCONFIRMED: 0, other: 0 };
    const wrong: string[] = [];
    for (const [id, { kind, entry }] of told) {
      const suspended = tenant.isEnabled(id) === false;
      if (kind === 'SUCCESS' && !suspended) wrong.push(`${id}: claimed, but not so`);
      if (kind === 'FAILED' && suspended) wrong.push(`${id}: done, but said to have failed`);
      // Where the first look failed, nothing was begun: there is nothing to record.
      if (entry === null && (kind !== 'FAILED' || suspended)) wrong.push(`${id}: not recorded`);
      if (entry?.outcome === 'INTENDED') wrong.push(`${id}: its end is not recorded`);
      if (kind === 'SUCCESS' || kind === 'FAILED' || kind === 'UNCONFIRMED') count[kind] += 1;
      else count.other += 1;
    }
    expect(wrong).toEqual([]);
    expect(count.other).toBe(0);
    expect(told.size).toBe(people);
    expect(fired).toBeGreaterThan(people * 0.1);

    // The same keys again, now that all is well: what was settled stays, the rest is done, nobody is done twice.
    await inTurns(ids, async (id) => {
      expect(await stage.suspend(id, { idempotencyKey: `storm-${id}` })).toMatchObject({ kind: 'SUCCESS' });
      expect(tenant.isEnabled(id)).toBe(false);
    });
    const { rows } = await ledger.list({}, { first: 100_000, after: null });
    const done = new Map<string, number>();
    for (const { entry } of rows)
      if (entry.outcome === 'SUCCEEDED')
        done.set(entry.subject.externalId, (done.get(entry.subject.externalId) ?? 0) + 1);
    expect([...done.values()].filter((times) => times > 1)).toEqual([]);
    expect(await ledger.verify()).toMatchObject({ intact: true });
    process.stdout.write(
      `${people} suspensions, ${fired} faults, ${sandbox.requests.of(enabledRoute)} writes: ${JSON.stringify(count)}\n`,
    );
  }, 900_000);
});
