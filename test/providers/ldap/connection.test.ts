import { describe, expect, test } from 'vitest';
import { createLdapUpstream } from '../../../src/providers/ldap/upstream.ts';
import { startLdapProxy } from '../../support/ldap-proxy.ts';
import { textIn } from '../../support/ldif.ts';
import { slapdPrograms, startSlapd } from '../../support/slapd.ts';
import { context, settingsForSlapd, within } from './support/connect.ts';
import { personDn, slapdPeople, uidOf } from './support/ldap-people.ts';
import { describeSlapd } from './support/servers.ts';

describeSlapd('The way to LDAP', (slapd) => {
  const user = (index: number): string =>
    textIn(slapd().search(`(uid=${uidOf(index)})`)[0] ?? nobody(), 'entryUUID') ?? '';

  test('ldaps and StartTLS work with the authority given, and not without', async () => {
    const { tlsPort, port, certificates } = slapd();
    for (const [at, security] of [
      [tlsPort, 'tls'],
      [port, 'starttls'],
    ] as const) {
      const endpoint = { host: '127.0.0.1', port: at, security };
      await within(
        settingsForSlapd(slapd(), { endpoint: { ...endpoint, ca: certificates.ca } }),
        async ({ provider }) => {
          expect(await provider.users.findByUsername(uidOf(1), context())).toHaveLength(1);
        },
      );
      await within(settingsForSlapd(slapd(), { endpoint }), async ({ provider }) => {
        const refused = provider.users.get(user(1), context());
        await expect(refused).rejects.toMatchObject({ code: 'UNREACHABLE' });
        await expect(refused).rejects.toThrow(/certificate/);
      });
    }
  });

  test('an empty password is refused before anything goes out', () => {
    expect(() => createLdapUpstream(settingsForSlapd(slapd(), { password: '' }))).toThrow(/empty/);
  });

  test('a wrong password is tried once, however many ask, so that the account is not locked', async () => {
    const settings = settingsForSlapd(slapd(), { bindDn: personDn(50), password: 'a-wrong-password' });
    await within(settings, async ({ provider }) => {
      const reads = Array.from({ length: 12 }, () => provider.users.get(user(1), context()));
      const errors = await Promise.all(reads.map((read) => read.catch((error: unknown) => error)));
      for (const error of errors)
        expect(error).toMatchObject({ code: 'UNAUTHORIZED', facts: { providerCode: '49' } });
      expect(String(errors[0])).toMatch(/the name or the password is wrong/);
      expect(String(errors[0])).not.toContain('a-wrong-password');
      await expect(provider.users.get(user(1), context())).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      const failures = slapd()
        .search(`(uid=${uidOf(50)})`)[0]
        ?.values.get('pwdfailuretime');
      expect(failures).toHaveLength(1);
      expect((await provider.checkHealth(context()))[0]).toMatchObject({ code: 'TOKEN', status: 'FAILED' });
    });
  });

  test('an account that may not write is told so (50), and nothing has changed', async () => {
    const { reader } = slapd();
    const settings = settingsForSlapd(slapd(), { bindDn: reader.name, password: reader.password });
    await within(settings, async ({ provider }) => {
      const write = provider.userWrites.setEnabled(user(51), false, context());
      await expect(write).rejects.toMatchObject({
        code: 'FORBIDDEN',
        facts: { mayHaveBeenApplied: false },
      });
    });
  });

  test('a base that is not there is an error, and no empty list', async () => {
    await within(settingsForSlapd(slapd(), { baseDn: 'dc=elsewhere,dc=test' }), async ({ provider }) => {
      const list = provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context());
      await expect(list).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      const health = await provider.checkHealth(context());
      expect(health.find(({ code }) => code === 'DIRECTORY')).toMatchObject({ status: 'FAILED' });
    });
  });

  test('a caller who goes away and a deadline that passes end a read that nobody answers', async () => {
    const proxy = await startLdapProxy({ host: '127.0.0.1', port: slapd().port });
    const endpoint = { host: proxy.host, port: proxy.port, security: 'plain' } as const;
    await within(settingsForSlapd(slapd(), { endpoint }), async ({ provider }) => {
      await provider.users.get(user(1), context());
      proxy.mode = 'SILENT';
      const late = provider.users.get(user(1), context({ deadline: Date.now() + 100 }));
      await expect(late).rejects.toMatchObject({ code: 'TIMED_OUT' });
      const caller = new AbortController();
      const left = provider.users.get(user(1), context({ signal: caller.signal }));
      setImmediate(() => caller.abort());
      await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
      proxy.mode = 'PASS';
      // The silent connection is not asked again.
      expect(await provider.users.get(user(1), context())).toMatchObject({ username: uidOf(1) });
      expect(proxy.accepted).toBeGreaterThan(1);
    });
    await proxy.close();
  });

  test('a server that is away for a moment (52) is asked again for a read, and a change is sent once', async () => {
    const proxy = await startLdapProxy({ host: '127.0.0.1', port: slapd().port });
    const endpoint = { host: proxy.host, port: proxy.port, security: 'plain' } as const;
    await within(settingsForSlapd(slapd(), { endpoint, requestsPerSecond: 500 }), async ({ provider }) => {
      const id = user(53);
      await provider.users.get(id, context());
      const seen: string[] = [];
      const noting = context({
        onExchange: ({ method, status }) => {
          seen.push(`${method} ${status}`);
          // A change begins with a read, which is let through the second time.
          proxy.mode = seen.length === 2 ? 'FAULT' : 'PASS';
        },
      });
      proxy.mode = 'FAULT';
      const lock = provider.userWrites.setEnabled(id, false, noting);
      const refusal = await lock.catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 'UNREACHABLE',
        facts: { providerCode: '52', mayHaveBeenApplied: false },
      });
      expect(seen).toEqual(['GET 503', 'GET 200', 'PUT 503']);
      expect(provider.rateLimit).toMatchObject({ requestsPerSecond: 500, circuit: 'closed' });
      proxy.mode = 'PASS';
      expect(await provider.users.get(id, context())).toMatchObject({ enabled: true });
    });
    await proxy.close();
  });

  test('the names of routes hold no id and no name of anybody', async () => {
    await within(settingsForSlapd(slapd()), async ({ provider, exchanges }) => {
      await provider.users.groupsOf(user(1), context());
      await provider.userWrites.setEnabled(user(52), false, context());
      for (const { route } of exchanges) expect(route).toMatch(/^[a-zA-Z ]+$/);
      expect(exchanges.map(({ method }) => method)).toContain('PUT');
    });
  });
});

describe.skipIf(slapdPrograms === null)('OpenLDAP without the overlay for password policies', () => {
  test('says that nothing is known of who may sign in, and suspends nobody', async () => {
    const bare = await startSlapd({ ldif: slapdPeople(), ppolicy: false });
    try {
      await within(settingsForSlapd(bare), async ({ provider }) => {
        const [someone] = await provider.users.findByUsername(uidOf(1), context());
        expect(someone).toMatchObject({ status: 'UNKNOWN', enabled: null, passwordChangeRequired: null });
        const id = someone?.externalId ?? '';
        const suspension = provider.userWrites.setEnabled(id, false, context());
        await expect(suspension).rejects.toMatchObject({ code: 'UNSUPPORTED' });
        const health = await provider.checkHealth(context());
        expect(health.find(({ code }) => code === 'LOCKS')).toMatchObject({ status: 'WARNING' });
        expect(provider.capabilities.has('ROLES')).toBe(false);
        await expect(provider.users.roleAssignmentsOf(id, context())).rejects.toMatchObject({
          code: 'UNSUPPORTED',
        });
      });
    } finally {
      await bare.stop();
    }
  });
});

function nobody(): never {
  throw new Error('Expected an entry of the tests, found none.');
}
