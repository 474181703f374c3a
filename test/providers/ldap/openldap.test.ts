import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { startLdapProxy } from '../../support/ldap-proxy.ts';
import { textIn } from '../../support/ldif.ts';
import { allRows, context, settingsForSlapd, watched, type Watched, within } from './support/connect.ts';
import { groupDn, personDn, SLAPD_PEOPLE, uidOf } from './support/ldap-people.ts';
import { describeSlapd } from './support/servers.ts';

const users = (provider: Provider) => (request: { limit: number; cursor: string | null }) =>
  provider.users.list({ ...request, providerFilter: null }, context());

describeSlapd('The traps of LDAP', (slapd) => {
  const idOf = (filter: string): string => textIn(slapd().search(filter)[0] ?? nobody(), 'entryUUID') ?? '';
  const user = (index: number): string => idOf(`(uid=${uidOf(index)})`);
  const group = (name: string): string => idOf(`(&(cn=${name})(!(objectClass=inetOrgPerson)))`);
  const onSlapd = <T>(work: (of: Watched) => Promise<T>): Promise<T> =>
    within(settingsForSlapd(slapd(), { privilegedGroups: [groupDn('admins')] }), work);

  const set = (index: number, attribute: string, value: string): void =>
    slapd().modify(
      `dn: ${personDn(index)}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`,
    );
  const tryBind = async (index: number, password: string): Promise<unknown> =>
    await within(settingsForSlapd(slapd(), { bindDn: personDn(index), password }), ({ provider }) =>
      provider.users.get(user(0), context()).catch((error: unknown) => error),
    );

  describe('Lists', () => {
    test('a page that is too large for the server (11) is halved until it fits, and everybody is there', async () => {
      await onSlapd(async ({ provider, exchanges }) => {
        const { rows, pages } = await allRows(20, users(provider));
        expect(rows).toHaveLength(SLAPD_PEOPLE);
        expect(pages).toBe(4);
        // 200, 100, 50 and 25 were refused, 13 was taken.
        const searches = exchanges.filter(({ route }) => route === 'search users');
        expect(searches.filter(({ status }) => status === 503)).toHaveLength(4);
        expect(searches.filter(({ status }) => status === 200)).toHaveLength(5);
      });
    });

    test('a size limit (4) never cuts a list in silence: the rows are good, and the rest is said to be missing', async () => {
      const { limited } = slapd();
      const settings = settingsForSlapd(slapd(), {
        bindDn: limited.name,
        password: limited.password,
        pageSize: 20,
      });
      await within(settings, async ({ provider }) => {
        const { rows, brokenOff } = await allRows(1_000, users(provider));
        expect(rows.length).toBeGreaterThanOrEqual(20);
        expect(rows.length).toBeLessThan(SLAPD_PEOPLE);
        expect(brokenOff).toMatchObject({ code: 'RATE_LIMITED' });
        expect(brokenOff?.message).toMatch(/size limit/);
        const health = await provider.checkHealth(context());
        expect(health.find(({ code }) => code === 'READ_USERS')).toMatchObject({ status: 'FAILED' });
      });
    });

    test('a cursor is of the list, the filter and the process that gave it out, and else says to start again', async () => {
      await onSlapd(async ({ provider }) => {
        const first = await provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context());
        expect(first.total).toBe(SLAPD_PEOPLE);
        const cursor = first.nextCursor ?? '';
        const again = { code: 'INVALID_REQUEST' };
        await expect(provider.groups.list({ limit: 5, cursor }, context())).rejects.toMatchObject(again);
        await onSlapd(async ({ provider: other }) => {
          const list = other.users.list({ limit: 5, cursor, providerFilter: null }, context());
          await expect(list).rejects.toThrow(/Start again/);
        });
      });
    });

    test('a list whose connection breaks in the middle is read from its beginning, since its place is lost', async () => {
      const proxy = await startLdapProxy({ host: '127.0.0.1', port: slapd().port });
      const endpoint = { host: proxy.host, port: proxy.port, security: 'plain' } as const;
      try {
        const of = watched(settingsForSlapd(slapd(), { endpoint, pageSize: 10 }));
        let pages = 0;
        const breaking = context({
          onExchange: ({ route }) => {
            if (route !== 'search users') return;
            pages += 1;
            if (pages === 3) proxy.drop();
          },
        });
        const list = await of.provider.users.list(
          { limit: 100, cursor: null, providerFilter: null },
          breaking,
        );
        expect(list.rows).toHaveLength(SLAPD_PEOPLE);
        expect(new Set(list.rows.map(({ externalId }) => externalId)).size).toBe(SLAPD_PEOPLE);
        await of.provider.close();
      } finally {
        await proxy.close();
      }
    });

    test('ten lists at once share the few connections, and all of them end', async () => {
      await onSlapd(async ({ provider }) => {
        const lists = await Promise.all(Array.from({ length: 10 }, () => allRows(1_000, users(provider))));
        for (const { rows } of lists) expect(rows).toHaveLength(SLAPD_PEOPLE);
        expect(provider.rateLimit).toMatchObject({ inFlight: 0, queued: 0 });
      });
    });

    test('members of all three kinds of group are found by what the group itself names', async () => {
      await onSlapd(async ({ provider }) => {
        const members = async (name: string): Promise<readonly string[]> => {
          const { rows } = await allRows(1_000, (request) =>
            provider.groups.members(group(name), request, context()),
          );
          return rows.map(({ externalId }) => externalId).toSorted();
        };
        expect(await members('engineering')).toEqual([user(1), user(2)].toSorted());
        expect(await members('unique')).toEqual([user(6)]);
        expect(await members('posix')).toEqual([user(7)]);
        const groups = await provider.users.groupsOf(user(7), context());
        expect(groups.rows.map(({ groupName }) => String(groupName)).toSorted()).toEqual([
          'everyone',
          'posix',
          'team7',
        ]);
      });
    });

    test('a filter by name, address and group is narrowed by the server and checked on the rows', async () => {
      await onSlapd(async ({ provider }) => {
        const plan = provider.users.planFilter({
          username: { startsWith: 'USER0' },
          and: [{ groupId: group('engineering') }],
        });
        const page = await provider.users.list(
          { limit: 50, cursor: null, providerFilter: plan.providerFilter },
          context(),
        );
        expect(page.rows.map(({ username }) => String(username)).toSorted()).toEqual(['user01', 'user02']);
        expect(() => provider.users.planFilter({ or: [{ groupId: group('posix') }] })).toThrow(
          /within an "or"/,
        );
        expect(() => provider.users.planFilter({ groupId: '*)(uid=*' })).toThrow(
          /Expected the id of a group/,
        );
      });
    });

    test('an injected filter finds nobody, and an id that is none is not even asked for', async () => {
      await onSlapd(async ({ provider, exchanges }) => {
        await provider.users.findByUsername('warm-up', context());
        for (const text of ['*', '*)(uid=*', 'user01)(objectClass=*', 'user0*', '\\2a', 'user01\0']) {
          expect(await provider.users.findByUsername(text, context()), text).toEqual([]);
          expect(await provider.users.findByEmail(text, context()), text).toEqual([]);
        }
        const before = exchanges.length;
        expect(await provider.users.get('*', context())).toBeNull();
        expect(await provider.groups.getMany(['../x', '*)(cn=*'], context())).toEqual([]);
        expect(exchanges.length).toBe(before);
      });
    });
  });

  describe('Accounts', () => {
    test('every state of the password policy is told for what it is', async () => {
      set(30, 'pwdAccountLockedTime', '000001010000Z');
      set(31, 'pwdAccountLockedTime', '20260101120000Z');
      set(32, 'pwdReset', 'TRUE');
      await onSlapd(async ({ provider }) => {
        const [suspended, locked, reset, well] = await Promise.all(
          [30, 31, 32, 33].map((index) => provider.users.get(user(index), context())),
        );
        expect(suspended).toMatchObject({ status: 'SUSPENDED', enabled: false, stateChangedAt: null });
        const lockedAt = new Date('2026-01-01T12:00:00Z');
        expect(locked).toMatchObject({ status: 'LOCKED', enabled: true, stateChangedAt: lockedAt });
        expect(reset).toMatchObject({ status: 'ACTIVE', passwordChangeRequired: true });
        expect(well).toMatchObject({ status: 'ACTIVE', enabled: true, passwordChangeRequired: false });
        expect(suspended?.rawStatus).toContain('000001010000Z');
        const states = await Promise.all(
          [31, 32, 33].map((index) => provider.users.passwordState(user(index), context())),
        );
        // The overlay never saw the last one's password set: whether there is one is not known.
        expect(states.map(({ status }) => status)).toEqual(['LOCKED_OUT', 'MUST_CHANGE', 'UNKNOWN']);
        expect(well?.mfaEnabled).toMatchObject({ state: 'UNKNOWN', reason: 'UNSUPPORTED' });
      });
    });

    test('an unlock ends a lock, and never a suspension, which stands in the same attribute', async () => {
      await onSlapd(async ({ provider }) => {
        const { userWrites } = provider;
        await userWrites.setEnabled(user(34), false, context());
        await userWrites.unlock(user(34), context());
        expect(await provider.users.get(user(34), context())).toMatchObject({ status: 'SUSPENDED' });
        await userWrites.setEnabled(user(34), true, context());
        await userWrites.setEnabled(user(34), true, context());
        expect(await provider.users.get(user(34), context())).toMatchObject({ status: 'ACTIVE' });
        slapd().modify(
          `dn: ${personDn(35)}\nchangetype: modify\nreplace: pwdAccountLockedTime\npwdAccountLockedTime: 20260101120000Z\n`,
        );
        await userWrites.setEnabled(user(35), true, context());
        expect(await provider.users.get(user(35), context())).toMatchObject({ status: 'LOCKED' });
        await userWrites.unlockPassword(user(35), context());
        await userWrites.unlockPassword(user(35), context());
        expect(await provider.users.get(user(35), context())).toMatchObject({ status: 'ACTIVE' });
      });
    });

    test('three wrong passwords lock, a right one is seen as the last sign-on, and never is never only then', async () => {
      for (let wrong = 0; wrong < 3; wrong += 1) await tryBind(36, `wrong-${wrong}`);
      await tryBind(37, 'Passw0rd!1');
      await onSlapd(async ({ provider }) => {
        expect(await provider.users.get(user(36), context())).toMatchObject({ status: 'LOCKED' });
        const { rows } = await allRows(1_000, users(provider));
        const of = (index: number) => rows.find(({ username }) => username === uidOf(index))?.lastSignOn;
        expect(of(37)).toMatchObject({ state: 'KNOWN', value: { remoteIp: null } });
        expect(of(38)).toMatchObject({ state: 'KNOWN', value: null });
        expect(provider.signOnLagMs).toBe(0);
      });
    });

    test('a set password works and is asked to be changed, and the policy is told without the password', async () => {
      await onSlapd(async ({ provider }) => {
        const setPassword = (text: string): Promise<void> =>
          provider.userWrites.setPassword(
            user(39),
            { value: new Secret(text), forceChange: true },
            context(),
          );
        await provider.userWrites.setPassword(
          user(39),
          { value: new Secret('another-long-password'), forceChange: false },
          context(),
        );
        expect(await provider.users.passwordState(user(39), context())).toMatchObject({ status: 'OK' });
        await setPassword('a-new-long-password');
        expect(await provider.users.passwordState(user(39), context())).toMatchObject({
          status: 'MUST_CHANGE',
        });
        const refusal = await setPassword('short').catch((error: unknown) => error);
        expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', facts: { providerCode: '19' } });
        expect(String(refusal)).toMatch(/fails quality checking/i);
      });
    });
  });

  describe('Groups', () => {
    test('a member who is in already (20), or not in (16), is what was asked for', async () => {
      await onSlapd(async ({ provider, exchanges }) => {
        const { membershipWrites: writes } = provider;
        const [id, team] = [user(40), group('engineering')];
        expect(await writes.userMembership(id, team, context())).toBeNull();
        await writes.addUserToGroup(id, team, context());
        await writes.addUserToGroup(id, team, context());
        expect(await writes.userMembership(id, team, context())).toMatchObject({ type: 'DIRECT' });
        await writes.removeUserFromGroup(id, team, context());
        await writes.removeUserFromGroup(id, team, context());
        expect(await writes.userMembership(id, team, context())).toBeNull();
        expect(exchanges.filter(({ method }) => method === 'PUT').map(({ status }) => status)).toEqual([
          200, 409, 200, 409,
        ]);
      });
    });

    test('the last member of a groupOfNames cannot go, and the refusal says why', async () => {
      await onSlapd(async ({ provider }) => {
        const removal = provider.membershipWrites.removeUserFromGroup(user(5), group('alone'), context());
        await expect(removal).rejects.toMatchObject({ code: 'CONFLICT' });
        await expect(removal).rejects.toThrow(/must keep at least one member/);
      });
    });

    test('administrators are the members of the named groups, and a name that is wrong is no empty list', async () => {
      await onSlapd(async ({ provider }) => {
        expect((await provider.settings.roles(context())).rows).toMatchObject([
          { name: 'admins', tier: 0, custom: true },
        ]);
        const held = await provider.users.roleAssignmentsOf(user(4), context());
        expect(held.rows).toMatchObject([{ roleId: group('admins'), scope: { type: 'ORGANIZATION' } }]);
        expect((await provider.users.roleAssignmentsOf(user(5), context())).rows).toEqual([]);
      });
      const wrong = settingsForSlapd(slapd(), { privilegedGroups: [groupDn('nowhere')] });
      await within(wrong, async ({ provider }) => {
        await expect(provider.users.roleAssignmentsOf(user(4), context())).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
      });
    });
  });
});

function nobody(): never {
  throw new Error('Expected an entry of the tests, found none.');
}
