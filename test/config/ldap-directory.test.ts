import { describe, expect, test } from 'vitest';
import { type LdapDirectoryConfig, ldapKind } from '../../src/config/ldap-directory.ts';
import { ConfigError, type ConfigProblem, ProblemList } from '../../src/config/problems.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { createLdapUpstream } from '../../src/providers/ldap/upstream.ts';
import { files, load, resolvePath } from './load.ts';

const GOOD = {
  url: 'ldaps://dc1.corp.example.com',
  bindDn: 'gateway@corp.example.com',
  baseDn: 'DC=corp,DC=example,DC=com',
};
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function label(name: string): string {
  return `directories.corp.${name}`;
}

function read(
  settings: Readonly<Record<string, unknown>>,
  password: string | null = 's3cret-value',
): { readonly config: LdapDirectoryConfig | undefined; readonly mistakes: readonly ConfigProblem[] } {
  const problems = new ProblemList();
  const config = ldapKind.read({
    key: 'corp',
    reader: new SettingReader<string>({ raw: (name) => settings[name], label }, problems),
    secret: () =>
      password === null ? undefined : { from: 'environment', label: label('password'), value: password },
    isRefused: () => false,
    resolvePath,
    readFile: files({ '/srv/ca.pem': CA, '/srv/other.pem': 'nothing of the kind' }),
  });
  try {
    problems.throwIfAny();
    return { config, mistakes: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { config, mistakes: error.problems };
    throw error;
  }
}

function refused(settings: Readonly<Record<string, unknown>>, password?: string | null): string {
  const { mistakes } = read({ ...GOOD, ...settings }, password);
  return mistakes
    .map(({ setting, expected, received, hint = '' }) => `${setting}: ${expected}; ${received}. ${hint}`)
    .join('\n');
}

function place(more: object): string {
  const { config } = read({ ...GOOD, ...more });
  return config === undefined ? '' : ldapKind.place(config).address;
}

describe('An LDAP directory in the file', () => {
  test('needs an address, an account, its password and a base, and guesses the rest', async () => {
    const { config, mistakes } = read(GOOD);
    expect(mistakes).toEqual([]);
    expect(config).toMatchObject({
      provider: 'LDAP',
      key: 'corp',
      endpoint: { host: 'dc1.corp.example.com', port: 636, security: 'tls' },
      flavour: null,
      userFilter: null,
      privilegedGroups: [],
      pageSize: 200,
      writable: false,
    });
    expect(JSON.stringify(config)).not.toContain('s3cret-value');
    if (config === undefined) throw new Error('Expected a directory.');
    await createLdapUpstream(config).close();
    expect(read({}, null).mistakes.map(({ setting }) => setting)).toEqual([
      'directories.corp.url',
      'directories.corp.bindDn',
      'directories.corp.password',
      'directories.corp.baseDn',
    ]);
  });

  test('takes everything that can be said', () => {
    const { config, mistakes } = read({
      ...GOOD,
      url: 'ldap://dc1.corp.example.com:3389',
      startTls: true,
      caFile: '/srv/ca.pem',
      flavour: 'Active Directory',
      userFilter: '(&(objectClass=user)(department=Sales))',
      groupFilter: '(objectClass=group)',
      usernameAttribute: 'sAMAccountName',
      emailAttribute: 'mail',
      employeeNumberAttribute: 'extensionAttribute1',
      customAttributes: ['department', 'extensionAttribute2'],
      privilegedGroups: ['CN=Admins,OU=Groups,DC=corp,DC=example,DC=com'],
      pageSize: 500,
      concurrency: 2,
      writable: true,
    });
    expect(mistakes).toEqual([]);
    expect(config).toMatchObject({
      endpoint: { host: 'dc1.corp.example.com', port: 3389, security: 'starttls', ca: CA },
      flavour: 'active-directory',
      usernameAttribute: 'sAMAccountName',
      customAttributes: ['department', 'extensionAttribute2'],
      pageSize: 500,
      concurrency: 2,
      writable: true,
    });
  });

  test('sends no password in the clear to another machine, and none at all to an Active Directory', () => {
    expect(refused({ url: 'ldap://dc1.corp.example.com' })).toMatch(
      /plain ldap to another machine.*startTls/,
    );
    expect(refused({ url: 'ldap://127.0.0.1:1389', flavour: 'ad' })).toMatch(
      /for Active Directory; plain ldap/,
    );
    expect(read({ ...GOOD, url: 'ldap://127.0.0.1:1389', flavour: 'openldap' }).config?.endpoint).toEqual({
      host: '127.0.0.1',
      port: 1389,
      security: 'plain',
    });
    expect(read({ ...GOOD, url: 'ldap://[::1]', startTls: true }).config?.endpoint.host).toBe('::1');
  });

  test.each([
    [{ url: 'https://dc1.corp.example.com' }, /scheme https:/],
    [{ url: 'ldaps://admin:hunter22@dc1.corp.example.com' }, /user name or password in it/],
    [{ url: 'ldaps://dc1.corp.example.com/DC=corp' }, /baseDn/],
    [{ url: 'ldaps://dc1.corp.example.com', startTls: true }, /leave startTls out/],
    [{ url: 'dc1' }, /not an address/],
    [{ baseDn: 'corp.example.com' }, /a DN, such as DC=example,DC=com/],
    [{ flavour: 'novell' }, /active-directory or openldap/],
    [{ userFilter: 'objectClass=user' }, /RFC 4515/],
    [{ userFilter: '(&(objectClass=user)' }, /RFC 4515/],
    [{ userFilter: '(cn=M\\c3\\bcller)' }, /as they are/],
    [{ usernameAttribute: 'uid)(cn=*' }, /name of an attribute/],
    [{ customAttributes: ['department', 'unicodePwd'] }, /hold no password/],
    [{ customAttributes: ['*'] }, /hold no password/],
    [{ privilegedGroups: ['Domain Admins'] }, /DNs of groups/],
    [{ pageSize: 0 }, /from 1 to 1000/],
    [{ concurrency: 50 }, /from 1 to 4/],
    [{ caFile: '/srv/none.pem' }, /does not exist/],
    [{ caFile: '/srv/other.pem' }, /without a certificate/],
  ])('says what is wrong with %j', (settings, said) => {
    expect(refused(settings)).toMatch(said);
    expect(refused(settings)).not.toContain('hunter22');
  });

  test.each(['usernameAttribute', 'emailAttribute', 'employeeNumberAttribute', 'customAttributes'])(
    'lets %s show no password, no hash of one and no key, and says why',
    (setting) => {
      const value = (name: string): unknown => (setting === 'customAttributes' ? ['department', name] : name);
      for (const name of [
        'userPassword',
        'unicodePwd',
        'unixUserPassword',
        'authPassword',
        'krbPrincipalKey',
        'krbMKey',
        'sambaPasswordHistory',
        'sambaLMPassword',
        'sambaNTPassword',
        'ipaNTHash',
        'msLAPS-Password',
        'msLAPS-EncryptedDSRMPasswordHistory',
        'ms-Mcs-AdmPwd',
        'supplementalCredentials',
        'msDS-ManagedPassword',
        'ntPwdHistory',
        'ipatokenOTPkey',
        'userPKCS12',
        'USERPASSWORD',
      ])
        expect(refused({ [setting]: value(name) }), name).toMatch(/no password.*name another attribute/);
      for (const name of ['pwdLastSet', 'krbPasswordExpiration', 'passportNumber', 'sshPublicKey', 'badge'])
        expect(refused({ [setting]: value(name) }), name).toBe('');
    },
  );

  test('has the authorities of a relative path from the folder of the configuration file', () => {
    const yaml = `
      directories:
        corp:
          provider: ldap
          url: ldaps://dc1.corp.example.com
          bindDn: gateway@corp.example.com
          baseDn: DC=corp,DC=example,DC=com
          caFile: certificates/ca.pem
          password: { env: CORP_PASSWORD }`;
    const { directories } = load({
      env: { CORP_PASSWORD: 's3cret-value' },
      options: { config: 'conf/rollcall.yaml' },
      readFile: files({ '/srv/conf/rollcall.yaml': yaml, '/srv/conf/certificates/ca.pem': CA }),
    });
    expect(directories).toMatchObject([{ endpoint: { ca: CA } }]);
  });

  test('is refused without a password, and with an empty one', () => {
    expect(refused({}, null)).toMatch(/password of the account; nothing/);
    expect(refused({}, '  ')).toMatch(/an empty value/);
  });

  test('is known by its server and its base, whatever the case', () => {
    expect(place({})).toBe(
      place({ baseDn: 'dc=CORP,dc=example,dc=com', url: 'ldaps://dc1.corp.example.com:636' }),
    );
    expect(place({})).not.toBe(place({ baseDn: 'OU=Sales,DC=corp,DC=example,DC=com' }));
  });
});
