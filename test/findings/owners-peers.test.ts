import { describe, expect, test } from 'vitest';
import type { Group } from '../../src/model/group.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { connected } from '../providers/google-workspace/support.ts';
import { connect, connectionTo, openPeer } from '../providers/okta/support/peer.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { context } from '../providers/entra-id/support/tenant.ts';
import { ownerStage } from './owner-stage.ts';
import { said } from './support.ts';

const refused = { kind: 'status', status: 403 } as const;

async function listed(provider: Provider): Promise<readonly Group[]> {
  return (await provider.groups.list({ limit: 200, cursor: null }, context)).rows;
}

async function someone({ users }: Provider) {
  const { rows } = await users.list({ limit: 200, cursor: null, providerFilter: null }, context);
  const found = rows.find(({ status, email }) => status === 'ACTIVE' && email !== null);
  if (found === undefined) throw new Error('nobody fits');
  return found;
}

describe('Owners of groups of Okta', () => {
  test('are asked for group by group: PRESENT, ABSENT, and nothing over a sweep', async () => {
    const peer = await openPeer();
    const provider = connect(connectionTo(peer));
    const stage = ownerStage(provider);
    const swept = await stage.swept();
    const states = new Set<string>();
    for (const group of await listed(provider)) {
      const [owner] = peer.org.owners.get(group.externalId) ?? [];
      const account = peer.org.users.get(owner?.id ?? '');
      const isOff = account === undefined || ['SUSPENDED', 'DEPROVISIONED'].includes(account.status);
      const answer = await stage.live.group(group);
      const expected = group.vendorsOwn === true ? /OUT_OF_SCOPE/ : isOff ? /^PRESENT/ : /^ABSENT COMPLIANT/;
      expect(answer, group.name).toMatch(expected);
      states.add(answer.slice(0, 7));
      const overAll = group.vendorsOwn === true ? 'ABSENT OUT_OF_SCOPE' : 'UNKNOWN NOT_REQUESTED';
      expect(await swept.group(group)).toBe(overAll);
    }
    expect(states).toEqual(new Set(['PRESENT', 'ABSENT ']));
    expect(said(await stage.leaver(await someone(provider)))).toBe('UNKNOWN NOT_REQUESTED');
  });

  test('that the organisation does not let be listed, or that it has not found yet, are UNKNOWN', async () => {
    const peer = await openPeer();
    const provider = connect(connectionTo(peer));
    const group = (await listed(provider)).find(
      (one) => one.vendorsOwn !== true && !peer.org.owners.has(one.externalId),
    );
    if (group === undefined) throw new Error('no such group');
    const { live } = ownerStage(provider);
    const origin = { type: 'UNKNOWN', resolved: false, originType: 'APPLICATION' } as const;
    peer.org.owners.set(group.externalId, [
      { id: '0oaelsewhere00000001', ...origin, displayName: 'Somebody', lastUpdated: '2025-01-01T00:00:00Z' },
    ]);
    expect(await live.group(group)).toBe('UNKNOWN PARTIAL_DATA');
    peer.faults.add({ route: '/api/v1/groups/{groupId}/owners', fault: refused });
    expect(await live.group(group)).toBe('UNKNOWN PERMISSION_DENIED');
  });
});

describe('Owners of groups of Google Workspace', () => {
  test('are members with the role of an owner: PRESENT, ABSENT, UNKNOWN, and nothing over a sweep', async () => {
    const stand = await connected();
    const { peer, provider } = stand;
    try {
      const stage = ownerStage(provider);
      const states = new Set<string>();
      for (const group of await listed(provider)) {
        const owners = [...(peer.members.get(group.externalId)?.values() ?? [])].filter(
          ({ role }) => role === 'OWNER',
        );
        const isOwned = owners.some(({ type, status }) => type !== 'USER' || status !== 'SUSPENDED');
        const answer = await stage.live.group(group);
        expect(answer, group.name).toMatch(isOwned ? /^ABSENT COMPLIANT/ : /^PRESENT/);
        states.add(answer.slice(0, 7));
      }
      expect(states).toEqual(new Set(['PRESENT', 'ABSENT ']));
      const [group] = await listed(provider);
      if (group === undefined) throw new Error('there are no groups');
      expect(await (await stage.swept()).group(group)).toBe('UNKNOWN NOT_REQUESTED');
      peer.faults.add({ route: /members$/, fault: refused });
      expect(await stage.live.group(group)).toMatch(/^UNKNOWN (PERMISSION_DENIED|SOURCE_UNREACHABLE)$/);
      await expect(provider.owners.ofApplication('x', context)).rejects.toMatchObject({
        code: 'UNSUPPORTED',
      });
    } finally {
      await stand.close();
    }
  });
});

test('a directory that keeps no owners accuses nobody of having none', async () => {
  const provider = createFakeProvider(['ada']);
  const group: Group = {
    directory: 'fake',
    externalId: 'g',
    name: 'Staff',
    description: null,
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    directMemberCount: null,
    customData: null,
    createdAt: null,
    updatedAt: null,
    observedAt: new Date(),
  };
  expect(await ownerStage(provider).live.group(group)).toBe('UNKNOWN NOT_CAPABLE');
});
