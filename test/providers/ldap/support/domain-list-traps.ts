import { describe, expect, test } from 'vitest';
import { LdapApi } from '../../../../src/providers/ldap/directory-api.ts';
import { createLdapUpstream } from '../../../../src/providers/ldap/upstream.ts';
import { equals } from '../../../../src/providers/ldap/values/filter.ts';
import { allRows, context, settingsForSamba, watched } from './connect.ts';
import { accountOf, DOMAIN_PEOPLE, groupDn, userDn, USER_PASSWORD } from './domain-people.ts';
import type { DomainTools } from './domain-tools.ts';

/** What is particular to lists of Active Directory, each trap by its name. */
export function describeListTraps(tools: DomainTools): void {
  const { samba, provider, idOf, user } = tools;

  describe('Lists', () => {
    test('machines are no people, injected filters find nobody, and ids lead to nobody outside the base', async () => {
      samba().add(
        'dn: CN=PC1,CN=Computers,DC=example,DC=test\nobjectClass: computer\nsAMAccountName: PC1$\n',
      );
      const pc = idOf('(cn=PC1)');
      expect(await provider().users.get(pc, context())).toBeNull();
      expect(await provider().users.findByUsername('PC1$', context())).toEqual([]);
      for (const text of ['*', '*)(sAMAccountName=*', 'u0*', '\\2a'])
        expect(await provider().users.findByUsername(text, context()), text).toEqual([]);
      const narrow = watched(settingsForSamba(samba(), { baseDn: 'OU=People,DC=example,DC=test' }));
      const administrator = idOf('(sAMAccountName=Administrator)');
      expect(await narrow.provider.users.get(administrator, context())).toBeNull();
      expect(await narrow.provider.users.get(user(1), context())).toMatchObject({ status: 'ACTIVE' });
      const list = await allRows(1_000, (request) =>
        narrow.provider.users.list({ ...request, providerFilter: null }, context()),
      );
      expect(list.rows).toHaveLength(DOMAIN_PEOPLE);
      await narrow.provider.close();
    });

    test('who was deleted is in the list as such, and whoever may not see them says less, and so', async () => {
      samba().add('dn: CN=Leaver,OU=People,DC=example,DC=test\nobjectClass: user\nsAMAccountName: leaver\n');
      const leaver = idOf('(cn=Leaver)');
      samba().remove('CN=Leaver,OU=People,DC=example,DC=test');
      const { rows } = await allRows(20, (request) =>
        provider().users.list({ ...request, providerFilter: null }, context()),
      );
      const gone = { status: 'DEPROVISIONED', enabled: false, displayName: 'Leaver', username: 'leaver' };
      expect(rows.find(({ externalId }) => externalId === leaver)).toMatchObject(gone);
      expect(await provider().users.get(leaver, context())).toMatchObject(gone);
      expect(provider().capabilities.has('REMOVED_USERS')).toBe(true);
      await expect(provider().userWrites.setEnabled(leaver, true, context())).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });

      const modest = watched(
        settingsForSamba(samba(), { bindDn: `${accountOf(15)}@example.test`, password: USER_PASSWORD }),
      );
      const seen = await allRows(1_000, (request) =>
        modest.provider.users.list({ ...request, providerFilter: null }, context()),
      );
      expect(seen.rows.some(({ externalId }) => externalId === leaver)).toBe(false);
      expect(modest.provider.capabilities.has('REMOVED_USERS')).toBe(false);
      const health = await modest.provider.checkHealth(context());
      expect(health.find(({ code }) => code === 'READ_REMOVED_USERS')).toMatchObject({ status: 'WARNING' });
      const write = modest.provider.userWrites.setEnabled(user(2), false, context());
      await expect(write).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await modest.provider.close();
    });

    test('an attribute of more values than come at once is read to its end', async () => {
      const settings = settingsForSamba(samba());
      const upstream = createLdapUpstream(settings);
      const api = new LdapApi(settings, upstream);
      const routes: string[] = [];
      const counting = context({ onExchange: ({ route }) => routes.push(route) });
      // Samba sends all that is asked for; asked for ten, it says that there are more.
      const entry = await api.entry(groupDn('big'), ['member;range=0-9'], 'read group', counting);
      expect(new Set(entry?.texts('member')).size).toBe(DOMAIN_PEOPLE);
      expect(entry?.partial).toEqual([]);
      expect(routes).toEqual(['read group', 'read further values']);
      await upstream.close();
    });

    test('a search from the root brings references to other servers, which nobody follows', async () => {
      const settings = settingsForSamba(samba());
      const upstream = createLdapUpstream(settings);
      const api = new LdapApi(settings, upstream);
      const search = {
        base: samba().baseDn,
        scope: 'sub',
        filter: equals('cn', 'Person 1'),
        attributes: ['cn'],
      } as const;
      const { entries } = await api.search(search, 'search users', context());
      expect(entries.map(({ dn }) => dn)).toEqual([userDn(1)]);
      await upstream.close();
    });
  });
}
