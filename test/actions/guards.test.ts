import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { ownApplication } from '../../src/actions/guards/own-application.ts';
import { freshReads } from '../../src/actions/guard-reads.ts';
import { suspendUser } from '../../src/actions/users/suspend-user.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../providers/pingone/support/connect.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { callerNamed, setStage } from './support/stage.ts';
import { TenantView } from './support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;
let person: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 150, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
});

beforeEach(() => {
  [person = ''] = tenant.people(1);
  sandbox.requests.reset();
});

afterEach(() => {
  sandbox.faults.clear();
  tenant.setEnabled(person, true);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

describe('guards', () => {
  test('a read-only directory refuses before it looks at anybody', async () => {
    const stage = setStage(provider, { writable: false });
    for (const input of [{}, { dryRun: true }, { idempotencyKey: 'a' }]) {
      expect(await stage.suspend(person, input)).toMatchObject({
        kind: 'REFUSED',
        code: 'READ_ONLY',
        blockedBy: ['directory-not-writable'],
        retryable: false,
      });
    }
    expect(await stage.unsuspend(person)).toMatchObject({ kind: 'REFUSED', code: 'READ_ONLY' });
    expect(sandbox.requests.total).toBe(0);
  });

  test('what a read-only directory refused is in the ledger, if its object was named by its id', async () => {
    const stage = setStage(provider, { writable: false });
    expect(await stage.suspend(person, { reason: 'left' })).toMatchObject({
      code: 'READ_ONLY',
      entry: { outcome: 'REFUSED', code: 'READ_ONLY', reason: 'left', subject: { externalId: person } },
    });
    const named = { user: () => Promise.reject(new Error('looked up')) };
    expect(await stage.act(suspendUser, named)).toMatchObject({ code: 'READ_ONLY', entryId: null });
    const nobody: Caller = { ...localCaller, name: 'nobody', grants: [] };
    expect(await stage.suspend(person, {}, nobody)).toMatchObject({ code: 'FORBIDDEN', entryId: null });
    expect(sandbox.requests.total).toBe(0);
  });

  test('nobody suspends themselves', async () => {
    const stage = setStage(provider);
    const me = callerNamed('me', { directory: 'primary', externalId: person });
    expect(await stage.suspend(person, {}, me)).toMatchObject({
      kind: 'REFUSED',
      code: 'SELF',
      blockedBy: ['self'],
      entry: { outcome: 'REFUSED', code: 'SELF', actor: 'me' },
    });
    const elsewhere = callerNamed('me', { directory: 'other', externalId: person });
    expect(await stage.suspend(person, { dryRun: true }, elsewhere)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('accounts for emergencies are found by id or user name, in any case, and by no address', async () => {
    const user = await setStage(provider).loaders().user.load(person);
    for (const name of [person, `primary:${person}`, user?.username]) {
      if (typeof name !== 'string') continue;
      const stage = setStage(provider, { settings: { breakGlass: [` ${name.toUpperCase()} `] } });
      expect(await stage.suspend(person)).toMatchObject({
        kind: 'REFUSED',
        code: 'BREAK_GLASS',
        blockedBy: ['break-glass'],
      });
    }
    const byAddress = setStage(provider, {
      settings: { breakGlass: [user?.email ?? '', 'other:' + person] },
    });
    expect(await byAddress.suspend(person, { dryRun: true })).toMatchObject({ kind: 'SUCCESS' });
    expect(tenant.writes).toBe(0);
  });

  test('the application whose credential the gateway uses is protected, others are not', async () => {
    const { directory, services, loaders } = setStage(provider);
    const attempt = (externalId: string) => ({
      action: 'SUSPEND_USER' as const,
      caller: localCaller,
      permission: 'user:suspend' as const,
      directory,
      subject: { directory: 'primary', type: 'APPLICATION' as const, externalId },
      user: null,
      reads: freshReads(directory, loaders().scope),
      blastRadius: services.blastRadius,
      breakGlass: [],
    });
    const own = await ownApplication.check(attempt(provider.ownApplicationId ?? ''));
    expect(own).toMatchObject({ code: 'OWN_APPLICATION' });
    expect(await ownApplication.check(attempt('another'))).toBeNull();
  });

  test('every guard that objects is named', async () => {
    const stage = setStage(provider, { settings: { breakGlass: [person] } });
    const me = callerNamed('me', { directory: 'primary', externalId: person });
    expect(await stage.suspend(person, {}, me)).toMatchObject({ blockedBy: ['self', 'break-glass'] });
  });
});

describe('the blast radius', () => {
  test('of 1,000 suspensions at once exactly 20 pass and are sent', async () => {
    const people = Array.from({ length: 1_000 }, (_, index) => `person-${index}`);
    const fake = createFakeProvider(people);
    const stage = setStage(fake);
    const results = await Promise.all(people.map((id) => stage.suspend(id)));
    expect(results.filter(({ kind }) => kind === 'SUCCESS')).toHaveLength(20);
    expect(
      results.filter((result) => result.kind === 'REFUSED' && result.code === 'BLAST_RADIUS'),
    ).toHaveLength(980);
    expect(fake.writes).toHaveLength(20);
  });

  test('of 30 suspensions at once 20 pass, and the others are told when', async () => {
    const now = new Date('2026-05-04T10:00:00Z');
    const stage = setStage(provider, { now: () => now });
    const people = tenant.people(30);
    try {
      const results = await Promise.all(people.map((id) => stage.suspend(id)));
      expect(results.filter(({ kind }) => kind === 'SUCCESS')).toHaveLength(20);
      const refused = results.filter(({ kind }) => kind === 'REFUSED');
      expect(refused).toHaveLength(10);
      for (const result of refused) {
        expect(result).toMatchObject({
          code: 'BLAST_RADIUS',
          blockedBy: ['blast-radius'],
          retryable: true,
          passesAt: '2026-05-04T10:01:00.000Z',
        });
      }
      expect(tenant.writes).toBe(20);
      now.setTime(now.getTime() + 60_000);
      const left = people.find((id) => tenant.isEnabled(id) === true) ?? '';
      expect(await stage.suspend(left)).toMatchObject({ kind: 'SUCCESS' });
    } finally {
      for (const id of people) tenant.setEnabled(id, true);
    }
  });

  test('dry runs and what was so already are not counted, and another caller has a budget of their own', async () => {
    const limit = { per: 'ACTOR', windowMs: 60_000, max: 1 } as const;
    const stage = setStage(provider, { settings: { blastLimits: [limit] } });
    const [a = '', b = ''] = tenant.people(2);
    try {
      await stage.suspend(a, { dryRun: true });
      await stage.unsuspend(a);
      expect(await stage.suspend(a)).toMatchObject({ kind: 'SUCCESS' });
      expect(await stage.suspend(a)).toMatchObject({ kind: 'SUCCESS', changed: false });
      expect(await stage.suspend(b, { dryRun: true })).toMatchObject({ code: 'BLAST_RADIUS' });
      expect(await stage.suspend(b, {}, callerNamed('another'))).toMatchObject({ kind: 'SUCCESS' });
      expect(await stage.unsuspend(a)).toMatchObject({ kind: 'SUCCESS', changed: true });
    } finally {
      for (const id of [a, b]) tenant.setEnabled(id, true);
    }
  });
});
