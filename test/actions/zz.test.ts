import { test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../providers/pingone/support/connect.ts';
import { setStage } from './support/stage.ts';
import { TenantView } from './support/tenant.ts';
test('x', async () => {
  const sandbox = await startSandbox({ users: 3000, seed: 3 });
  const provider = connect(connectionTo(sandbox));
  const tenant = new TenantView(sandbox);
  const people = tenant.people(530);
  const w = { method: 'PUT' } as const;
  sandbox.faults.add({ ...w, share: 0.05, fault: { kind: 'status', status: 500 } });
  sandbox.faults.add({ ...w, share: 0.025, fault: { kind: 'reset', applied: true } });
  sandbox.faults.add({ ...w, share: 0.025, fault: { kind: 'reset' } });
  sandbox.faults.add({ ...w, share: 0.03, fault: { kind: 'status', status: 429, retryAfter: 0 } });
  const stage = setStage(provider, { settings: { blastLimits: [] } });
  const t = Date.now();
  const tally: Record<string, number> = {};
  await Promise.all(people.map(async (id) => {
    const r = await stage.suspend(id);
    const k = `${r.kind} ${'code' in r ? r.code : ''} truth=${String(tenant.isEnabled(id))}`;
    tally[k] = (tally[k] ?? 0) + 1;
  }));
  console.log(JSON.stringify({ tally, ms: Date.now() - t, calls: sandbox.requests.total, writes: tenant.writes, fired: sandbox.faults.fired, chain: await stage.ledger.verify() }));
  await provider.close(); await sandbox.close();
});
