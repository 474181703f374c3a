import { expect, test } from 'vitest';
import type { ListFact } from '../../../src/findings/kleene.ts';
import type { RoleAssignment } from '../../../src/model/role.ts';
import { connectLdap } from '../../../src/providers/ldap/connect.ts';
import { context, settingsForSlapd } from '../../providers/ldap/support/connect.ts';
import { groupDn } from '../../providers/ldap/support/ldap-people.ts';
import { describeSlapd } from '../../providers/ldap/support/servers.ts';
import { assigned, list, member, missing, ofUser } from '../support.ts';
import { startFaultyLdapProxy } from './faulty-ldap-proxy.ts';

test('who is in a group that is the role is no administrator over a group, whatever of their own cannot be read', async () => {
  const itself = assigned('Environment Admin', {
    principal: { kind: 'GROUP', externalId: 'G1' },
    groupIsRole: true,
  });
  const sources = {
    listsInheritedRoles: true,
    userGroups: async () => list(member('G1')),
    groupRoleAssignments: async () => list(itself),
  };
  const findingsOf = async (own: ListFact<RoleAssignment>) => {
    const read = { ...sources, userRoleAssignments: async () => own };
    const rules = ['admin::role_via_group', 'admin::role_via_nested_group'] as const;
    const findings = await Promise.all(rules.map(async (rule) => await ofUser(rule, { sources: read })));
    return findings.map(({ state }) => state);
  };
  expect(await findingsOf(list(assigned('Environment Admin')))).toEqual(['ABSENT', 'ABSENT']);
  expect(await findingsOf(missing('NOT_FOUND'))).toEqual(['UNKNOWN', 'UNKNOWN']);
  expect(await findingsOf(missing('BAD_RESPONSE'))).toEqual(['UNKNOWN', 'UNKNOWN']);
});

describeSlapd('A search that is answered as if its base were not there', (slapd) => {
  test('is one that failed, and neither an empty list nor somebody who is gone', async () => {
    let code: number | null = null;
    const proxy = await startFaultyLdapProxy(slapd().port, (search) =>
      code !== null && search.includes('groupOf') ? { kind: 'result', code, afterEntries: 0 } : undefined,
    );
    const settings = settingsForSlapd(slapd(), {
      flavour: 'openldap',
      endpoint: { host: '127.0.0.1', port: proxy.port, security: 'plain' },
      privilegedGroups: [groupDn('admins')],
      writable: false,
    });
    const provider = connectLdap(settings, {});
    try {
      const everybody = { limit: 5, cursor: null, providerFilter: null };
      const [somebody] = (await provider.users.list(everybody, context())).rows;
      const userId = somebody?.externalId ?? '';
      const groups = await provider.groups.list({ limit: 50, cursor: null }, context());
      const groupId = groups.rows.find(({ name }) => name === 'admins')?.externalId ?? '';
      const ofGroup = await provider.groups.roleAssignmentsOf(groupId, context());
      expect(ofGroup.rows).toMatchObject([{ groupIsRole: true, roleId: groupId }]);
      code = 32;
      for (const read of [
        () => provider.users.groupsOf(userId, context()),
        () => provider.users.roleAssignmentsOf(userId, context()),
        () => provider.groups.get(groupId, context()),
        () => provider.groups.parents(groupId, context()),
      ])
        await expect(read()).rejects.toMatchObject({ code: 'BAD_RESPONSE', facts: { providerCode: '32' } });
      // A control that is refused is no word of what such directories do not have.
      code = 12;
      const refused = { code: 'INVALID_REQUEST', facts: { providerCode: '12' } };
      await expect(provider.users.groupsOf(userId, context())).rejects.toMatchObject(refused);
    } finally {
      await provider.close();
      await proxy.close();
    }
  });
});
