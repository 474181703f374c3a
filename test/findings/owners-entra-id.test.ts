import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Group } from '../../src/model/group.ts';
import { MICROSOFT_TENANT } from '../../src/sandbox/peers/entra-id/build-owners.ts';
import { context, openTenant, type Tenant } from '../providers/entra-id/support/tenant.ts';
import { ownerStage } from './owner-stage.ts';
import { said, shown } from './support.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 40 });
});
afterEach(() => {
  tenant.peer.faults.clear();
});
afterAll(async () => {
  await tenant.close();
});

const refused = { kind: 'status', status: 403 } as const;
const deny = (route: string) => tenant.peer.faults.add({ route, fault: refused });
const listed = async (): Promise<readonly Group[]> =>
  (await tenant.provider.groups.list({ limit: 999, cursor: null }, context)).rows;
const groupNamed = async (name: string): Promise<Group> => {
  const found = (await listed()).find((row) => row.name === name);
  if (found === undefined) throw new Error(`no group is called ${name}`);
  return found;
};
const rowOf = ({ externalId }: Group) => {
  const found = tenant.peer.groups.get(externalId);
  if (found === undefined) throw new Error('no such group');
  return found;
};

const named = async (name: string) => {
  const { rows } = await tenant.provider.applications.list(context);
  const found = rows.find((row) => row.name === name);
  if (found === undefined) throw new Error(`no application is called ${name}`);
  return found;
};

describe('A group of Entra ID', () => {
  test('without an owner is ownerless, and one with an owner is not, live and over a sweep', async () => {
    const stage = ownerStage(tenant.provider);
    const swept = await stage.swept();
    for (const group of await listed()) {
      const owned = rowOf(group).owners.size > 0;
      expect(await stage.live.group(group), group.name).toMatch(owned ? /^ABSENT/ : /^PRESENT/);
      expect(await swept.group(group), group.name).toMatch(owned ? /^ABSENT/ : /^PRESENT/);
    }
    expect((await listed()).some((group) => rowOf(group).owners.size === 0)).toBe(true);
  });

  test('whose only owner is switched off is ownerless', async () => {
    const group = (await listed()).find((one) => rowOf(one).owners.size === 1);
    const [owner = ''] = group === undefined ? [] : rowOf(group).owners;
    const account = tenant.peer.users.get(owner);
    if (group === undefined || account === undefined) throw new Error('no such group');
    account['accountEnabled'] = false;
    try {
      const stage = ownerStage(tenant.provider);
      expect(await stage.live.group(group)).toMatch(/^PRESENT/);
      expect(await (await stage.swept()).group(group)).toMatch(/^PRESENT/);
    } finally {
      account['accountEnabled'] = true;
    }
  });

  test('whose owner may not be looked at is not known to have one, and not known to have none', async () => {
    const group = (await listed()).find((one) => rowOf(one).owners.size > 0);
    if (group === undefined) throw new Error('no such group');
    deny('/v1.0/users/{userId}');
    expect(await ownerStage(tenant.provider).live.group(group)).toBe('UNKNOWN PERMISSION_DENIED');
  });

  test('whose owners may not be listed is not ownerless', async () => {
    const { listedOwners: _, ...group } = await groupNamed('Engineering');
    deny('/v1.0/groups/{groupId}/owners');
    expect(await ownerStage(tenant.provider).live.group(group)).toBe('UNKNOWN PERMISSION_DENIED');
  });

  test('of which Graph tells no owners, since it is a directory’s on the premises or Exchange’s, is UNKNOWN', async () => {
    const group = (await listed()).find((one) => rowOf(one).owners.size === 0);
    if (group === undefined) throw new Error('no such group');
    const { row } = rowOf(group);
    for (const more of [{ onPremisesSyncEnabled: true }, { mailEnabled: true, groupTypes: [] }]) {
      const before = { ...row };
      Object.assign(row, more);
      const read = await tenant.provider.groups.get(group.externalId, context);
      if (read === null) throw new Error('it is gone');
      expect(await ownerStage(tenant.provider).live.group(read)).toBe('UNKNOWN NOT_CAPABLE');
      expect(await tenant.provider.owners.ofGroup(group.externalId, context)).toMatchObject({
        rows: [],
        complete: false,
        reason: 'UNSUPPORTED',
      });
      Object.assign(row, before);
    }
  });

  test('with more owners than come along with the row is asked for all of them', async () => {
    const group = await groupNamed('Engineering');
    const { owners } = rowOf(group);
    const before = [...owners];
    // Those that come along are all switched off.
    const people = [...tenant.peer.users.values()].slice(0, 25);
    const off = people.slice(0, 20);
    owners.clear();
    for (const { id } of people) owners.add(id);
    const enabled = off.map((row) => row['accountEnabled']);
    for (const row of off) row['accountEnabled'] = false;
    people.slice(20).forEach((row) => (row['accountEnabled'] = true));
    try {
      const stage = ownerStage(tenant.provider);
      const read = await groupNamed('Engineering');
      expect(read.listedOwners).toMatchObject({ complete: false, reason: 'PARTIAL' });
      expect(await stage.live.group(read)).toMatch(/^ABSENT/);
      // A sweep has the row alone: nobody can tell.
      expect(await (await stage.swept()).group(read)).toBe('UNKNOWN PARTIAL_DATA');
    } finally {
      owners.clear();
      for (const id of before) owners.add(id);
      off.forEach((row, at) => (row['accountEnabled'] = enabled[at]));
    }
  });
});

describe('An application of Entra ID', () => {
  test('is owned by whoever owns the enterprise application or its registration', async () => {
    const stage = ownerStage(tenant.provider);
    const swept = await stage.swept();
    for (const [name, state] of [
      ['Payroll', /^ABSENT/],
      ['Intranet', /^ABSENT/],
      ['Travel', /^PRESENT/],
      ['Build agent', /^UNKNOWN NOT_CAPABLE$/],
    ] as const) {
      const application = await named(name);
      expect(await stage.live.application(application), name).toMatch(state);
      expect(await swept.application(application), name).toMatch(state);
      const alone = await tenant.provider.applications.get(application.externalId, context);
      expect(alone?.listedOwners, name).toEqual(application.listedOwners);
      const { rows } = await tenant.provider.owners.ofApplication(application.externalId, context);
      expect(rows, name).toEqual(application.listedOwners?.rows);
    }
  });

  test('whose registration may not be read is UNKNOWN, unless somebody owns it anyway', async () => {
    deny('/v1.0/applications');
    const stage = ownerStage(tenant.provider);
    expect(await stage.live.application(await named('Payroll'))).toBe('UNKNOWN PERMISSION_DENIED');
    expect(await stage.live.application(await named('Intranet'))).toMatch(/^ABSENT/);
  });

  test('of Microsoft itself has nobody who would have to answer for it', async () => {
    const row = [...tenant.peer.servicePrincipals.values()].find((one) => one['displayName'] === 'Travel');
    const before = row?.['appOwnerOrganizationId'];
    Object.assign(row ?? {}, { appOwnerOrganizationId: MICROSOFT_TENANT });
    try {
      expect(await ownerStage(tenant.provider).live.application(await named('Travel'))).toBe(
        'ABSENT OUT_OF_SCOPE',
      );
    } finally {
      Object.assign(row ?? {}, { appOwnerOrganizationId: before });
    }
  });
});

describe('Somebody who left', () => {
  test('and alone owns a group or an application is told with its name, and nobody else is', async () => {
    const { rows } = await tenant.provider.users.list(
      { limit: 500, cursor: null, providerFilter: null },
      context,
    );
    const application = [...tenant.peer.applications.values()].find(
      (one) => one['displayName'] === 'Payroll',
    );
    const [id] = tenant.peer.applicationOwners.get(application?.id ?? '') ?? [];
    const owner = rows.find(({ externalId }) => externalId === id);
    const owned = new Set([
      ...[...tenant.peer.applicationOwners.values()].flatMap((ids) => [...ids]),
      ...[...tenant.peer.groups.values()].flatMap(({ owners }) => [...owners]),
    ]);
    const nobody = rows.find(
      ({ externalId, email, status }) => !owned.has(externalId) && email !== null && status === 'ACTIVE',
    );
    if (owner === undefined || nobody === undefined) throw new Error('nobody fits');
    const { leaver } = ownerStage(tenant.provider);
    const found = await leaver(owner);
    expect(said(found)).toMatch(/^PRESENT/);
    expect(shown(found, 'ownerOf')).toContain('Payroll');
    expect(said(await leaver(nobody))).toBe('ABSENT COMPLIANT');
    deny('/v1.0/applications');
    expect(said(await leaver(nobody))).toBe('UNKNOWN PERMISSION_DENIED');
  });
});
