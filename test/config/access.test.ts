import { describe, expect, test } from 'vitest';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { defaultFindingSettings } from '../../src/findings/settings.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { ENVIRONMENT, CLIENT, files, FOUR, load, loadFile, mistakes } from './load.ts';

const ISSUER = {
  ROLLCALL_JWT_ISSUER: 'https://auth.pingone.eu/e/as',
  ROLLCALL_JWT_AUDIENCE: 'https://rollcall.example',
  ROLLCALL_JWT_JWKS_URI: 'https://auth.pingone.eu/e/as/jwks',
} as const;

const DIRECTORY = `directories:
  acme: { provider: pingone, environmentId: ${ENVIRONMENT}, clientId: ${CLIENT}, region: eu, clientSecret: { env: S } }
`;

function withSections(sections: string) {
  return loadFile(DIRECTORY + sections, { S: 'secret-of-the-worker' });
}

function locked(): never {
  throw Object.assign(new Error('no'), { code: 'EACCES' });
}

describe('who may call', () => {
  test('is everybody on this machine while nothing is said about it', () => {
    expect(load({ env: FOUR }).access).toBeNull();
  });

  test('is told by three variables', () => {
    expect(load({ env: { ...FOUR, ...ISSUER } }).access).toEqual({
      issuers: [
        {
          issuer: ISSUER.ROLLCALL_JWT_ISSUER,
          jwksUri: new URL(ISSUER.ROLLCALL_JWT_JWKS_URI),
          audience: [ISSUER.ROLLCALL_JWT_AUDIENCE],
          algorithms: ['RS256'],
          rolesClaim: 'roles',
          roles: null,
          account: null,
        },
      ],
      keysFile: '/srv/.rollcall/keys.json',
    });
  });

  test('is told by the file, with roles, scopes and their ends', () => {
    const { access } = withSections(`access:
  keysFile: private/keys.json
  roles: { everybody: viewer }
  issuers:
    - issuer: https://one.example
      jwksUri: http://127.0.0.1:9/jwks
      audience: [a, b]
      algorithms: [ES256, RS256]
      rolesClaim: groups
      userClaim: sub
      roles:
        desk: [{ role: operator, directories: [acme], populations: p1, until: 2027-01-31 }, user:delete]
    - { issuer: https://two.example, jwksUri: https://two.example/keys, audience: a }
`);
    expect(access?.keysFile).toBe('/srv/private/keys.json');
    expect(access?.issuers).toMatchObject([
      {
        audience: ['a', 'b'],
        algorithms: ['ES256', 'RS256'],
        account: { claim: 'sub', directory: 'acme' },
        roles: new Map([
          [
            'desk',
            [
              {
                role: 'operator',
                permissions: [],
                directories: ['acme'],
                populations: ['p1'],
                until: new Date('2027-01-31T00:00:00Z'),
              },
              { permissions: ['user:delete'] },
            ],
          ],
        ]),
      },
      {
        issuer: 'https://two.example',
        roles: new Map([['everybody', [{ role: 'viewer', permissions: [] }]]]),
      },
    ]);
  });

  test('is configured as soon as there is a file of keys, and stays so when it cannot be read', () => {
    const readFile = files({ '/srv/.rollcall/keys.json': '{}' });
    expect(load({ env: FOUR, readFile }).access).toMatchObject({ issuers: [] });
    expect(load({ env: FOUR, readFile: locked }).access).not.toBeNull();
    expect(load({ env: { ...FOUR, ROLLCALL_KEYS_FILE: 'k.json' } }).access?.keysFile).toBe('/srv/k.json');
  });

  test('lets any address be listened on once callers are known, with what to look at', () => {
    expect(mistakes(() => load({ env: { ...FOUR, HOST: '0.0.0.0' } }))).toMatchObject([{ setting: 'HOST' }]);
    const open = load({ env: { ...FOUR, ...ISSUER, HOST: '0.0.0.0' } });
    expect(open.server.host).toBe('0.0.0.0');
    expect(open.warnings.join('\n')).toMatch(/in the clear[^]*ROLLCALL_ALLOWED_HOSTS/);
    const named = load({
      env: { ...FOUR, ...ISSUER, HOST: '10.0.0.5', ROLLCALL_ALLOWED_HOSTS: 'Rollcall.example, [::1]:8080' },
    });
    expect(named.server.allowedHosts).toEqual(['rollcall.example', '[::1]:8080']);
  });

  test('a mistake in it does not open the gateway to everybody, nor to other machines', () => {
    const found = mistakes(() =>
      load({ env: { ...FOUR, ROLLCALL_JWT_ISSUER: 'https://x', HOST: '0.0.0.0' } }),
    );
    expect(found.map(({ setting }) => setting).toSorted()).toEqual([
      'ROLLCALL_JWT_AUDIENCE',
      'ROLLCALL_JWT_JWKS_URI',
    ]);
  });

  test.each([
    ['ROLLCALL_JWT_ALGORITHMS', 'none', /unsigned/],
    ['ROLLCALL_JWT_ALGORITHMS', 'RS256,HS256', /shared secret/],
    ['ROLLCALL_JWT_JWKS_URI', 'http://auth.example/jwks', /clear|https/],
    ['ROLLCALL_JWT_JWKS_URI', 'file:///etc/keys', /https/],
    ['ROLLCALL_JWT_ISSUR', 'x', /Did you mean ROLLCALL_JWT_ISSUER/],
    ['ROLLCALL_ALLOWED_HOSTS', 'https://x.example', /such as/],
  ])('%s=%s is refused', (name, value, said) => {
    const attempt = () => load({ env: { ...FOUR, ...ISSUER, [name]: value } });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(said);
  });

  test('every mistake of the section is named with its path and its neighbour', () => {
    const found = mistakes(() =>
      withSections(`access:
  issuer: []
  issuers:
    - { issuer: https://one.example, jwksUri: https://one.example/k, audiense: a, directory: acmee, userClaim: sub }
    - issuer: https://two.example
      jwksUri: https://two.example/keys
      audience: a
      roles: { desk: { role: operater, until: soon, directories: [akme], permissions: [user:suspnd] }, boss: adnin }
`),
    );
    const said = found.map(({ setting, hint }) => `${setting} ${hint ?? ''}`.trim());
    expect(said).toEqual(
      expect.arrayContaining([
        'access.issuer Did you mean issuers?',
        'access.issuers[0].audiense Did you mean audience?',
        'access.issuers[0].directory Did you mean acme?',
        'access.issuers[1].roles.desk.role Did you mean operator?',
        'access.issuers[1].roles.desk.until',
        'access.issuers[1].roles.desk.directories Did you mean acme?',
        'access.issuers[1].roles.desk.permissions Did you mean user:suspend?',
        'access.issuers[1].roles.boss Did you mean admin?',
      ]),
    );
    expect(found).toHaveLength(8);
  });
});

describe('what changes are bound by', () => {
  test('comes from the file and the environment together', () => {
    const config = loadFile(
      `${DIRECTORY}actions:
  breakGlass: [glass]
  blastLimits: [{ per: caller, window: 60, max: 5 }, { per: directory, window: 3600, max: 50 }]
`,
      { S: 'secret-of-the-worker', ROLLCALL_BREAK_GLASS: 'emergency, glass' },
    );
    expect(config.actions).toEqual({
      breakGlass: ['glass', 'emergency'],
      blastLimits: [
        { per: 'ACTOR', windowMs: 60_000, max: 5 },
        { per: 'DIRECTORY', windowMs: 3_600_000, max: 50 },
      ],
    });
    expect(config.findings.breakGlass).toEqual(['glass', 'emergency']);
  });

  test.each([
    ['{ blastLimits: [{ per: someone, window: 60, max: 1 }] }', 'actions.blastLimits[0].per'],
    ['{ blastLimits: [{ per: caller, window: 0, max: 1 }] }', 'actions.blastLimits[0].window'],
    ['{ blastLimits: [{ per: caller, window: 60 }] }', 'actions.blastLimits[0].max'],
    ['{ blastLimits: [] }', 'actions.blastLimits'],
    ['{ breakGlas: [a] }', 'actions.breakGlas'],
    ['[]', 'actions'],
  ])('%s is refused', (section, setting) => {
    expect(mistakes(() => withSections(`actions: ${section}\n`))).toMatchObject([{ setting }]);
  });
});

describe('the thresholds of the rules', () => {
  test('are the defaults, but for what the file says', () => {
    expect(load({ env: FOUR }).findings).toEqual(defaultFindingSettings);
    const { findings } = withSections(
      'findings: { inactivityDays: 30, trendDays: 90, targetCoverage: 0.9, mfaEngine: pingid, organizationDomains: [a.example], defaultCallingCode: 44 }\n',
    );
    expect(findings).toEqual({
      ...defaultFindingSettings,
      inactivityDays: 30,
      trendDays: 90,
      targetCoverage: 0.9,
      mfaEngine: 'PINGID',
      organizationDomains: ['a.example'],
      defaultCallingCode: '44',
    });
  });

  test('that make a finding severe rise with those from which it is one', () => {
    const { findings } = withSections('findings: { inactivityDays: 365 }\n');
    expect(findings).toMatchObject({
      trendDays: 731,
      inactivityDays: 365,
      longInactivityDays: 365,
      longNeverDays: 90,
    });
  });

  test('say which families and rules are on', () => {
    const { findings } = withSections(
      'findings: { families: { application: on, MFA: off }, rules: { "mfa::user_no_factor": on, "stale::user_inactive": false } }\n',
    );
    expect(findings.families).toEqual({ APPLICATION: true, MFA: false });
    expect(findings.rules).toEqual({ 'mfa::user_no_factor': true, 'stale::user_inactive': false });
  });

  test('name the neighbour of a rule or family that is not there', () => {
    const wrong = mistakes(() =>
      withSections('findings: { families: { aplication: on }, rules: { "app::public_acces": on } }\n'),
    );
    expect(wrong.map(({ hint }) => hint)).toEqual([
      'Did you mean application?',
      'Did you mean app::public_access?',
    ]);
  });

  test('have every family on where nothing is connected but the simulated directories', () => {
    expect(load({ env: {} }).findings).toEqual(everyRuleOn);
  });

  test.each([
    ['{ inactivityDay: 30 }', 'findings.inactivityDay'],
    ['{ inactivityDays: 0 }', 'findings.inactivityDays'],
    ['{ trendDays: 30 }', 'findings.trendDays'],
    ['{ trendDays: 3651 }', 'findings.trendDays'],
    ['{ targetCoverage: 2 }', 'findings.targetCoverage'],
    ['{ mfaEngine: DUO }', 'findings.mfaEngine'],
    ['{ serviceAccountPatterns: ["("] }', 'findings.serviceAccountPatterns'],
    ['{ minTopAdministrators: 9 }', 'findings.minTopAdministrators'],
    ['{ sensitiveReads: maybe }', 'findings.sensitiveReads'],
    ['{ neverDays: 100, longNeverDays: 99 }', 'findings.longNeverDays'],
    ['{ families: [mfa] }', 'findings.families'],
    ['{ families: { aplication: on } }', 'findings.families.aplication'],
    ['{ families: { coverage: off } }', 'findings.families.coverage'],
    ['{ families: { mfa: maybe } }', 'findings.families.mfa'],
    ['{ rules: { "app::public_acces": on } }', 'findings.rules.app::public_acces'],
    ['{ rules: { "coverage::evaluation_gap": off } }', 'findings.rules.coverage::evaluation_gap'],
  ])('%s is refused', (section, setting) => {
    expect(mistakes(() => withSections(`findings: ${section}\n`))).toMatchObject([{ setting }]);
  });
});

describe('the shared database', () => {
  test('is kept as a secret', () => {
    const { server } = load({ env: { ...FOUR, DATABASE_URL: 'postgres://u:hunter2@db.example/x' } });
    expect(server.databaseUrl?.reveal()).toContain('hunter2');
    expect(JSON.stringify(server)).not.toContain('hunter2');
  });

  test('with a mistake is not repeated', () => {
    const env = { ...FOUR, DATABASE_URL: 'mysql://u:hunter2@db.example/x' };
    const found = mistakes(() => load({ env }));
    expect(found).toMatchObject([{ setting: 'DATABASE_URL' }]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});
