import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import { Directory } from '../../src/directory/directory.ts';
import type { RequestScope } from '../../src/directory/request-scope.ts';
import { IdentityService } from '../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../src/identities/memory-link-store.ts';
import type { User } from '../../src/model/user.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { account } from './support/account.ts';

/** What a list of users does when it is asked. */
type Listed = readonly User[] | 'FAILS';

interface Opened {
  readonly service: IdentityService;
  readonly directories: readonly Directory[];
  readonly links: MemoryLinkStore;
}

function opened(lists: Readonly<Record<string, () => Listed>>): Opened {
  const directories = Object.entries(lists).map(([key, list]) => {
    const provider = createFakeProvider([], key);
    Object.assign(provider.users, {
      list: () => {
        const rows = list();
        if (rows === 'FAILS')
          return Promise.reject(
            new UpstreamError({ code: 'UNREACHABLE', message: 'No answer.', directory: key, route: 'users' }),
          );
        return Promise.resolve({ rows, nextCursor: null, total: rows.length, observedAt: new Date() });
      },
    });
    return new Directory({ provider, isPrimary: key === 'okta', writable: false });
  });
  const links = new MemoryLinkStore();
  const service = new IdentityService({ directories, links });
  onTestFinished(async () => {
    service.close();
    await Promise.all(directories.map((directory) => directory.close()));
  });
  return { service, directories, links };
}

function scope(maxAgeMs: number | null = null): RequestScope {
  const context = { lane: 'interactive', transactionId: randomUUID() } as const;
  return { asOf: new Date(), maxAgeMs, meter: new CostMeter(), context };
}

const ada = account('u1', { email: 'ada@example.com' });
const primaryAda = account('m1', { directory: 'okta', email: 'ada@example.com', displayName: 'Ada King' });

describe('identities of a process', () => {
  it('come from the sweeps of all directories, and say what they rest on', async () => {
    const { service } = opened({ okta: () => [primaryAda], ping: () => [ada] });
    const page = await service.page(10, null, scope());
    expect(page).toMatchObject({
      total: 1,
      identities: [{ displayName: 'Ada King', primaryUser: { externalId: 'm1' } }],
      coverage: { complete: true, checked: 2, sources: [{ state: 'COMPLETE' }, { state: 'COMPLETE' }] },
    });
    expect((await service.byId(page.identities[0]?.id ?? '', scope()))?.links).toHaveLength(2);
  });

  it('a primary directory that fails leaves the others, and nobody is said to be missing in it', async () => {
    const { service } = opened({
      okta: () => 'FAILS',
      ping: () => [ada],
      scim: () => [{ ...ada, directory: 'scim' }],
    });
    const page = await service.page(10, null, scope());
    expect(page.identities.map(({ links }) => links.length)).toEqual([2]);
    expect(page.coverage).toMatchObject({
      complete: false,
      unknown: null,
      sources: [{ directory: 'okta', state: 'FAILED', reason: 'UNREACHABLE' }, { state: 'COMPLETE' }, {}],
    });
    expect(await service.matchOf(ada, scope())).toMatchObject({
      kind: 'UNKNOWN',
      reason: 'SOURCE_UNREACHABLE',
    });
  });

  it('a directory that fails later keeps what was read of it', async () => {
    let fails = false;
    const { service } = opened({ okta: () => (fails ? 'FAILS' : [primaryAda]), ping: () => [ada] });
    await service.page(1, null, scope());
    fails = true;
    const page = await service.page(1, null, scope(0));
    expect(page.coverage.sources[0]).toMatchObject({ directory: 'okta', state: 'FAILED' });
    expect(page.identities[0]?.primaryUser?.externalId).toBe('m1');
  });

  it('a user that an action changed is taken in at once', async () => {
    const { service, directories } = opened({ okta: () => [primaryAda], ping: () => [ada] });
    expect(await service.matchOf(ada, scope())).toMatchObject({ kind: 'MATCHED' });
    directories[1]?.sweeper.replaceUser({ ...ada, email: 'other@example.com' });
    expect(service.current.matchOf(ada, new Date())).toMatchObject({ kind: 'NONE' });
    expect(await service.matchOf(ada, scope())).toMatchObject({ kind: 'NONE' });
  });

  it("an operator's link counts as soon as it is told of", async () => {
    const stranger = { ...ada, email: 'a.byron@example.com' };
    const { service, links } = opened({ okta: () => [primaryAda], ping: () => [stranger] });
    expect(await service.matchOf(stranger, scope())).toMatchObject({ kind: 'NONE' });
    const link = {
      kind: 'SAME',
      one: primaryAda,
      other: stranger,
      by: 'ops',
      reason: null,
      at: new Date(),
    } as const;
    await links.put(link);
    service.linksChanged();
    expect(await service.matchOf(stranger, scope())).toMatchObject({ kind: 'MATCHED', key: 'MANUAL_LINK' });
    expect(await links.remove(stranger, primaryAda)).toBe(true);
    service.linksChanged();
    expect(await service.matchOf(stranger, scope())).toMatchObject({ kind: 'NONE' });
  });
});
