import { describe, expect, test } from 'vitest';
import { allRows, context } from './connect.ts';
import { userDn } from './domain-people.ts';
import type { DomainTools } from './domain-tools.ts';

/** What is particular to groups and administrators of Active Directory, each trap by its name. */
export function describeGroupTraps(tools: DomainTools): void {
  const { samba, of, provider, user, group, set } = tools;

  describe('Groups', () => {
    test('memberOf leaves the primary group out, and the gateway does not', async () => {
      const { rows, complete } = await provider().users.groupsOf(user(10), context());
      const types = Object.fromEntries(rows.map(({ groupName, type }) => [groupName, type]));
      expect(complete).toBe(true);
      expect(types).toEqual({
        big: 'DIRECT',
        inner: 'DIRECT',
        outer: 'INDIRECT',
        'Domain Users': 'DIRECT',
        Users: 'INDIRECT',
      });
      const { rows: everyone } = await allRows(1_000, (request) =>
        provider().groups.members(group('Domain Users'), request, context()),
      );
      expect(everyone.map(({ externalId }) => externalId)).toContain(user(40));
      expect(await provider().groups.totalMemberCount(group('outer'), context())).toBe(3);
      const parents = await provider().groups.parents(group('inner'), context());
      expect(parents.rows).toMatchObject([{ groupName: 'outer' }]);
    });

    test('tell who manages them, in the list and alone, and which of them the system needs', async () => {
      const { rows } = await allRows(1_000, (request) => provider().groups.list(request, context()));
      const named = (name: string) => rows.find((row) => row.name === name);
      const owner = { kind: 'USER', externalId: user(12) };
      expect(named('inner')?.listedOwners).toMatchObject({ rows: [owner], complete: true });
      expect(named('vpn')?.listedOwners).toEqual({ rows: [], complete: true, reason: null });
      expect(named('vpn')?.vendorsOwn).toBeUndefined();
      expect(await provider().groups.get(group('Domain Admins'), context())).toMatchObject({
        vendorsOwn: true,
      });
      expect((await provider().owners.ofGroup(group('inner'), context())).rows).toMatchObject([owner]);
    });

    test('nobody is taken out of the primary group, and a nested membership is none to take away', async () => {
      const { membershipWrites: writes } = provider();
      const taken = writes.removeUserFromGroup(user(10), group('Domain Users'), context());
      await expect(taken).rejects.toThrow(/primary group/);
      expect(await writes.userMembership(user(10), group('outer'), context())).toMatchObject({
        type: 'INDIRECT',
      });
      expect(await writes.userMembership(user(10), group('Users'), context())).toMatchObject({
        type: 'INDIRECT',
      });
      expect(await writes.userMembership(user(13), group('outer'), context())).toBeNull();
    });

    test('a member who is in already (68), or not in (53), is what was asked for', async () => {
      const { membershipWrites: writes } = provider();
      const [id, vpn] = [user(14), group('vpn')];
      const from = of().exchanges.length;
      await writes.addUserToGroup(id, vpn, context());
      await writes.addUserToGroup(id, vpn, context());
      expect(await writes.userMembership(id, vpn, context())).toMatchObject({ type: 'DIRECT' });
      await writes.removeUserFromGroup(id, vpn, context());
      await writes.removeUserFromGroup(id, vpn, context());
      expect(await writes.userMembership(id, vpn, context())).toBeNull();
      const writesSent = of()
        .exchanges.slice(from)
        .filter(({ method }) => method === 'PUT');
      expect(writesSent.map(({ status }) => status)).toEqual([200, 409, 200, 409]);
    });
  });

  describe('Administrators', () => {
    test('are told by numbers and not by names, through any nesting, with the group that gives it', async () => {
      const { rows: roles } = await provider().settings.roles(context());
      const tiers = Object.fromEntries(roles.map(({ name, tier }) => [name, tier]));
      expect(tiers).toMatchObject({
        'Domain Admins': 0,
        'Enterprise Admins': 0,
        'Schema Admins': 0,
        Administrators: 0,
        'Account Operators': 1,
        'Server Operators': 1,
        'Backup Operators': 1,
      });
      const named = (sid: string): string => roles.find(({ externalId }) => externalId === sid)?.name ?? sid;
      const held = async (index: number) =>
        (await provider().users.roleAssignmentsOf(user(index), context())).rows
          .map(
            ({ roleId, inheritedFromGroupId }) =>
              `${named(roleId)} through ${inheritedFromGroupId ?? 'nothing'}`,
          )
          .toSorted();
      const nested = group('nested-admins');
      expect(await held(20)).toEqual([`Administrators through ${nested}`, `Domain Admins through ${nested}`]);
      expect(await held(21)).toEqual(['Account Operators through nothing']);
      expect(await held(22)).toEqual([]);
      const ofGroup = await provider().groups.roleAssignmentsOf(nested, context());
      expect(
        ofGroup.rows
          .map(
            ({ roleId, inheritedFromGroupId }) =>
              `${named(roleId)} through ${inheritedFromGroupId ?? 'nothing'}`,
          )
          .toSorted(),
      ).toEqual([`Administrators through ${group('Domain Admins')}`, 'Domain Admins through nothing']);
    });

    test('are made by a primary group too, although no link shows it', async () => {
      samba().modify(
        `dn: CN=Domain Admins,CN=Users,DC=example,DC=test\nchangetype: modify\nadd: member\nmember: ${userDn(23)}\n`,
      );
      set(23, 'primaryGroupID', '512');
      const { rows } = await provider().users.roleAssignmentsOf(user(23), context());
      expect(rows.map(({ roleId }) => String(roleId.split('-').at(-1))).toSorted()).toEqual(['512', '544']);
    });

    test('lose the role by leaving the group, once and again, and not what another group gives', async () => {
      const holder = { kind: 'USER', externalId: user(21) } as const;
      const [assignment] = (await provider().users.roleAssignmentsOf(holder.externalId, context())).rows;
      const id = assignment?.externalId ?? '';
      expect(await provider().membershipWrites.roleAssignment(holder, id, context())).toMatchObject({
        externalId: id,
      });
      await provider().membershipWrites.removeRole(holder, id, context());
      await provider().membershipWrites.removeRole(holder, id, context());
      expect((await provider().users.roleAssignmentsOf(holder.externalId, context())).rows).toEqual([]);
      const other = { kind: 'USER', externalId: user(20) } as const;
      const [inherited] = (await provider().users.roleAssignmentsOf(other.externalId, context())).rows;
      const removal = provider().membershipWrites.removeRole(other, inherited?.externalId ?? '', context());
      await expect(removal).rejects.toMatchObject({ code: 'CONFLICT' });
      const foreign = provider().membershipWrites.removeRole(other, id, context());
      await expect(foreign).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    });
  });
}
