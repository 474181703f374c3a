import { expect, test } from 'vitest';
import { connectLdap } from '../../../src/providers/ldap/connect.ts';
import { context, settingsForSlapd } from '../../providers/ldap/support/connect.ts';
import { describeSlapd } from '../../providers/ldap/support/servers.ts';
import { startFaultyLdapProxy } from './faulty-ldap-proxy.ts';

describeSlapd('A server that once says nothing of itself', (slapd) => {
  test('is asked again, and not taken for one without password policies ever after', async () => {
    let isHidden = true;
    const proxy = await startFaultyLdapProxy(slapd().port, (search) =>
      isHidden && search.includes('supportedControl')
        ? { kind: 'result', code: 32, afterEntries: 0 }
        : undefined,
    );
    const endpoint = { host: '127.0.0.1', port: proxy.port, security: 'plain' } as const;
    const settings = settingsForSlapd(slapd(), { flavour: 'openldap', endpoint, writable: false });
    const provider = connectLdap(settings, {});
    const statuses = async () => {
      const request = { limit: 100, cursor: null, providerFilter: null };
      const { rows } = await provider.users.list(request, context());
      return new Set(rows.map(({ status }) => status));
    };
    try {
      expect(await statuses()).toEqual(new Set(['UNKNOWN']));
      isHidden = false;
      expect(await statuses()).toContain('ACTIVE');
      // What was seen once holds.
      isHidden = true;
      expect(await statuses()).toContain('ACTIVE');
    } finally {
      await provider.close();
      await proxy.close();
    }
  });
});
