import { afterAll, beforeAll, expect, it } from 'vitest';
import { Directory } from '../../../src/directory/directory.ts';
import { planDevices } from '../../../src/directory/mfa-plan.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import { connectionTo, everybody, openTenant, type Tenant } from './support/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 60, reportsDisabled: false });
});
afterAll(async () => {
  await tenant.close();
});

it('everybody’s factors come of the report, those whom it leaves out of batches, and nobody has none by mistake', async () => {
  const provider = connectEntraId({ ...connectionTo(tenant.peer), reportThreshold: 30 });
  const directory = new Directory({ provider, isPrimary: false, writable: false });
  const users = await everybody(provider);
  tenant.peer.batches.parts.length = 0;
  const planned = await planDevices(directory, users, requestScope());
  const facts = await Promise.all(planned.map(({ fact }) => fact));
  const byId = new Map(users.map((user, index) => [user.externalId, facts[index]]));
  const told = tenant.people.map((person) => {
    const fact = byId.get(tenant.idOf(person));
    return fact?.state === 'KNOWN' ? [fact.value.length, fact.source] : fact?.reason;
  });
  const expected = tenant.people.map(({ status, factors }) => {
    if (status === 'DEPROVISIONED') return 'NOT_FOUND';
    const count = factors.filter((factor) => factor !== 'QUESTION').length;
    return [count, status === 'SUSPENDED' ? 'DIRECT' : 'REPORT'];
  });
  expect(told).toEqual(expected);
  // Only those who are switched off or removed were asked for one by one, in one batch.
  const apart = tenant.people.filter(({ status }) => status === 'SUSPENDED' || status === 'DEPROVISIONED');
  expect(tenant.peer.batches.parts.length).toBe(apart.length);
  expect(tenant.peer.requests.of('POST /v1.0/$batch')).toBe(1);
  await provider.close();
});
