import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../src/model/secret.ts';
import { createLdapUpstream } from '../../../../src/providers/ldap/upstream.ts';
import { allRows, context, settingsForSamba, watched } from './connect.ts';
import type { DomainTools } from './domain-tools.ts';

const FILETIME_2020 = '132223104000000000';

/** What is particular to accounts of Active Directory, each trap by its name. */
export function describeAccountTraps(tools: DomainTools): void {
  const { samba, of, provider, user, set, control, bindAs } = tools;

  describe('Accounts', () => {
    test('the switch, the end and the lock of an account are three things, and the password is a fourth', async () => {
      set(30, 'userAccountControl', '546');
      set(31, 'accountExpires', FILETIME_2020);
      set(32, 'pwdLastSet', '0');
      const [off, over, reset] = await Promise.all(
        [30, 31, 32].map((index) => provider().users.get(user(index), context())),
      );
      expect(off).toMatchObject({ status: 'SUSPENDED', enabled: false });
      expect(over).toMatchObject({
        status: 'SUSPENDED',
        enabled: true,
        stateChangedAt: new Date('2020-01-01T00:00:00Z'),
      });
      expect(over?.rawStatus).toContain(`accountExpires=${FILETIME_2020}`);
      expect(reset).toMatchObject({ status: 'ACTIVE', passwordChangeRequired: true });
      expect(await provider().users.passwordState(user(32), context())).toMatchObject({
        status: 'MUST_CHANGE',
      });
      for (const never of ['0', '9223372036854775807']) {
        set(31, 'accountExpires', never);
        expect(await provider().users.get(user(31), context())).toMatchObject({ status: 'ACTIVE' });
      }
    });

    test('wrong passwords lock an account, and an unlock opens it', async () => {
      samba().samba('domain', 'passwordsettings', 'set', '--account-lockout-threshold=3');
      for (let wrong = 0; wrong < 3; wrong += 1) await bindAs(4, `Wr0ng!pass-${wrong}`);
      const locked = await provider().users.get(user(4), context());
      expect(locked).toMatchObject({ status: 'LOCKED', enabled: true });
      expect(locked?.stateChangedAt).toBeInstanceOf(Date);
      expect(await provider().users.passwordState(user(4), context())).toMatchObject({
        status: 'LOCKED_OUT',
      });
      expect(String(await bindAs(4))).toMatch(/the account is locked/);
      await provider().userWrites.unlock(user(4), context());
      await provider().userWrites.unlock(user(4), context());
      expect(await provider().users.get(user(4), context())).toMatchObject({ status: 'ACTIVE' });
      expect(await bindAs(4)).toMatchObject({ externalId: user(1) });
    });

    test('suspending keeps the other bits, and a repeat sends nothing', async () => {
      // A normal account whose password never expires.
      set(5, 'userAccountControl', '66048');
      await provider().userWrites.setEnabled(user(5), false, context());
      expect(control(5)).toBe('66050');
      expect(String(await bindAs(5))).toMatch(/the account is disabled/);
      const before = of().exchanges.filter(({ method }) => method === 'PUT').length;
      await provider().userWrites.setEnabled(user(5), false, context());
      expect(of().exchanges.filter(({ method }) => method === 'PUT')).toHaveLength(before);
      await provider().userWrites.setEnabled(user(5), true, context());
      expect(control(5)).toBe('66048');
    });

    test('a password that never expires is never asked to be changed: the request is refused, not lost', async () => {
      const refused = provider().userWrites.forcePasswordChange(user(5), context());
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(refused).rejects.toThrow(/never to expire/);
      await provider().userWrites.forcePasswordChange(user(6), context());
      expect(await provider().users.get(user(6), context())).toMatchObject({ passwordChangeRequired: true });
      expect(String(await bindAs(6))).toMatch(/password must be changed/);
    });

    test('a set password works, and one that breaks the policy (19) is refused without being repeated', async () => {
      const write = (text: string): Promise<void> =>
        provider().userWrites.setPassword(
          user(7),
          { value: new Secret(text), forceChange: false },
          context(),
        );
      await write('Quite-Another!8');
      expect(await bindAs(7, 'Quite-Another!8')).toMatchObject({ externalId: user(1) });
      const refusal = await write('short!').catch((error: unknown) => error);
      expect(refusal).toMatchObject({ facts: { providerCode: '19' } });
      expect(String(refusal)).not.toContain('short!');
    });

    test('a refused bind is told by its sub-code, and one without TLS (8) is told to use ldaps', async () => {
      expect(String(await bindAs(8, 'not-the-password'))).toMatch(
        /the password is wrong, or there is no such account/,
      );
      set(22, 'accountExpires', FILETIME_2020);
      expect(String(await bindAs(22))).toMatch(/the account has expired/);
      const endpoint = { host: samba().host, port: samba().plainPort, security: 'plain' } as const;
      const open = watched(settingsForSamba(samba(), { endpoint }));
      const refused = open.provider.users.get(user(1), context());
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN', facts: { providerCode: '8' } });
      await expect(refused).rejects.toThrow(/use ldaps/);
      await open.provider.close();
      expect(() =>
        createLdapUpstream(settingsForSamba(samba(), { endpoint, flavour: 'active-directory' })),
      ).toThrow(/ldaps/);
    });

    test('what a user is called, signs in with and is reached at are all told', async () => {
      const [found] = await provider().users.findByEmail('u05.alias@example.test', context());
      expect(found).toMatchObject({
        externalId: user(5),
        username: 'u05@example.test',
        email: 'u05@example.test',
        aliases: ['u05.alias@example.test', 'u05'],
        employeeNumber: null,
        managedElsewhere: false,
        customAttributes: { smartCardRequired: false, passwordNeverExpires: true },
      });
      expect(await provider().users.findByUsername('U05', context())).toHaveLength(1);
      set(33, 'userAccountControl', '262688');
      const card = await provider().users.get(user(33), context());
      expect(card?.customAttributes).toMatchObject({ smartCardRequired: true });
      expect(card?.mfaEnabled).toMatchObject({ state: 'UNKNOWN' });
    });

    test('the last sign-on is that of all controllers, and two weeks late', async () => {
      await bindAs(15);
      const { rows } = await allRows(1_000, (request) =>
        provider().users.list({ ...request, providerFilter: null }, context()),
      );
      const seen = (index: number) => rows.find(({ externalId }) => externalId === user(index))?.lastSignOn;
      expect(seen(15)).toMatchObject({ state: 'KNOWN', value: { remoteIp: null } });
      expect(seen(50)).toMatchObject({ state: 'KNOWN', value: null });
      expect(provider().signOnLagMs).toBe(14 * 86_400_000);
    });
  });
}
