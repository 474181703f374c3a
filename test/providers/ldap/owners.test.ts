import { expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { textIn } from '../../support/ldif.ts';
import { allRows, context, settingsForSlapd, within } from './support/connect.ts';
import { groupDn, personDn, uidOf } from './support/ldap-people.ts';
import { describeSlapd } from './support/servers.ts';

const groups = (provider: Provider) => (request: { limit: number; cursor: string | null }) =>
  provider.groups.list(request, context());

describeSlapd('Owners of groups', (slapd) => {
  const idOf = (filter: string): string => {
    const [found] = slapd().search(filter);
    return (found && textIn(found, 'entryUUID')) ?? '';
  };
  const user = (index: number): string => idOf(`(uid=${uidOf(index)})`);
  const group = (name: string): string => idOf(`(&(cn=${name})(!(objectClass=inetOrgPerson)))`);

  test('come with the list of groups, people and groups alike, in one more search for each kind', async () => {
    await within(settingsForSlapd(slapd()), async ({ provider, exchanges }) => {
      const { rows } = await allRows(1_000, groups(provider));
      const of = (name: string) => rows.find((row) => row.name === name)?.listedOwners;
      expect(of('engineering')).toEqual({
        rows: [1, 2].map((index) => ({ kind: 'USER', externalId: user(index), name: `Person ${index}` })),
        complete: true,
        reason: null,
      });
      expect(of('admins')?.rows).toEqual([
        { kind: 'GROUP', externalId: group('engineering'), name: 'engineering' },
      ]);
      // Others show owners, so that this one has none.
      expect(of('unique')).toEqual({ rows: [], complete: true, reason: null });
      expect(exchanges.filter(({ route }) => route === 'search owners')).toHaveLength(2);
    });
  });

  test('an owner who is not to be found may be anybody: the list is not complete', async () => {
    await within(settingsForSlapd(slapd()), async ({ provider }) => {
      expect(await provider.owners.ofGroup(group('alone'), context())).toMatchObject({
        rows: [],
        complete: false,
        reason: 'PARTIAL',
      });
    });
  });

  test('of one group are told the same, without a list', async () => {
    await within(settingsForSlapd(slapd()), async ({ provider }) => {
      const { rows, complete } = await provider.owners.ofGroup(group('everyone'), context());
      expect(complete).toBe(true);
      expect(rows).toEqual([{ kind: 'USER', externalId: user(9), name: 'Person 9' }]);
      // Nothing was said of others yet: one of them is looked for before this one is said to have none.
      expect(await provider.owners.ofGroup(group('posix'), context())).toMatchObject({
        rows: [],
        complete: true,
      });
    });
  });

  test('that no group shows says nothing: the account may not be allowed to see them', async () => {
    const owned = [
      ['everyone', [personDn(9)]],
      ['engineering', [personDn(1), personDn(2)]],
      ['admins', [groupDn('engineering')]],
      ['alone', ['uid=gone,ou=people,dc=example,dc=test']],
    ] as const;
    const change = (kind: 'delete' | 'add'): void => {
      for (const [name, dns] of owned)
        slapd().modify(
          `dn: ${groupDn(name)}\nchangetype: modify\n${kind}: owner\n${kind === 'add' ? dns.map((dn) => `owner: ${dn}\n`).join('') : ''}`,
        );
    };
    change('delete');
    try {
      await within(settingsForSlapd(slapd()), async ({ provider }) => {
        const { rows } = await allRows(1_000, groups(provider));
        expect(rows.every(({ listedOwners }) => listedOwners === undefined)).toBe(true);
        expect(await provider.owners.ofGroup(group('engineering'), context())).toMatchObject({
          rows: [],
          complete: false,
          reason: 'MISSING',
        });
      });
    } finally {
      change('add');
    }
  });

  test('of applications are nowhere to be had', async () => {
    await within(settingsForSlapd(slapd()), async ({ provider }) => {
      await expect(provider.owners.ofApplication('x', context())).rejects.toMatchObject({
        code: 'UNSUPPORTED',
      });
    });
  });
});
