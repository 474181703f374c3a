import { pingOne } from './ping-one.ts';
import { describe, expect, test } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { ConfigError } from '../../src/config/problems.ts';
import { CLIENT, ENVIRONMENT, files, FOUR, load, mistakes, OTHER_ENVIRONMENT } from './load.ts';

describe('a directory from the environment', () => {
  test('nothing configured means the sandbox', () => {
    const config = load({ env: { PATH: '/bin', PINGONE_REGION: '' } });
    expect(config).toMatchObject({ sandbox: true, directories: [], primaryDirectory: null, warnings: [] });
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDirectory: '/srv/.rollcall',
      logLevel: 'info',
      allowedHosts: [],
      databaseUrl: null,
    });
    expect(config).toMatchObject({ access: null, actions: { breakGlass: [] } });
  });

  test('four variables connect a tenant', () => {
    const config = load({ env: FOUR });
    expect(config).toMatchObject({ sandbox: false, primaryDirectory: 'pingone' });
    const [directory] = config.directories;
    expect(directory).toMatchObject({
      key: 'pingone',
      provider: 'PINGONE',
      environmentId: ENVIRONMENT,
      region: 'EU',
      apiUrl: 'https://api.pingone.eu/v1',
      tokenUrl: `https://auth.pingone.eu/${ENVIRONMENT}/as/token`,
      clientId: CLIENT,
      tokenAuthMethod: 'basic',
      writable: false,
      reportThreshold: 200,
    });
    expect(pingOne(directory).clientSecret?.reveal()).toBe('S3cret~of.the-worker');
    expect(directory).not.toHaveProperty('requestsPerSecond');
  });

  test('every optional setting is read', () => {
    const [directory] = load({
      env: {
        ...FOUR,
        PINGONE_AUTH_ENVIRONMENT_ID: OTHER_ENVIRONMENT,
        PINGONE_TOKEN_AUTH_METHOD: 'CLIENT_SECRET_POST',
        PINGONE_WRITABLE: 'True',
        PINGONE_REQUESTS_PER_SECOND: '12.5',
        PINGONE_CONCURRENCY: '8',
        PINGONE_REPORT_THRESHOLD: '500',
        PINGONE_DIRECTORY_KEY: 'workforce',
      },
    }).directories;
    expect(directory).toMatchObject({
      key: 'workforce',
      tokenUrl: `https://auth.pingone.eu/${OTHER_ENVIRONMENT}/as/token`,
      tokenAuthMethod: 'post',
      writable: true,
      requestsPerSecond: 12.5,
      concurrency: 8,
      reportThreshold: 500,
    });
  });

  test('the addresses can be given instead of a region, plain http on loopback', () => {
    const { PINGONE_REGION: _, ...env } = FOUR;
    const [directory] = load({
      env: {
        ...env,
        PINGONE_API_URL: 'http://127.0.0.1:9000/v1/',
        PINGONE_AUTH_URL: 'http://localhost:9000',
      },
    }).directories;
    expect(directory).toMatchObject({
      region: null,
      apiUrl: 'http://127.0.0.1:9000/v1',
      tokenUrl: `http://localhost:9000/${ENVIRONMENT}/as/token`,
    });
  });

  test('addresses win over a region, with a warning', () => {
    const config = load({
      env: {
        ...FOUR,
        PINGONE_API_URL: 'http://127.0.0.1:9000/v1',
        PINGONE_AUTH_URL: 'http://127.0.0.1:9000',
      },
    });
    expect(config.directories[0]).toMatchObject({ region: 'EU', apiUrl: 'http://127.0.0.1:9000/v1' });
    expect(config.warnings).toEqual([
      'PINGONE_REGION: calls do not go by it, because PINGONE_API_URL and PINGONE_AUTH_URL are set and win. It is only compared with what PingOne says.',
    ]);
  });

  test('a token URL wins over the region', () => {
    const tokenUrl = `https://login.example.com/${OTHER_ENVIRONMENT}/as/token`;
    const [directory] = load({ env: { ...FOUR, PINGONE_TOKEN_URL: tokenUrl } }).directories;
    expect(directory).toMatchObject({ apiUrl: 'https://api.pingone.eu/v1', tokenUrl });
  });

  test('values lose line ends, blanks and a byte order mark', () => {
    const [directory] = load({
      env: { ...FOUR, PINGONE_CLIENT_ID: `\uFEFF ${CLIENT}\r\n`, PINGONE_CLIENT_SECRET: 's3cret-value\n' },
    }).directories;
    expect(pingOne(directory).clientId).toBe(CLIENT);
    expect(pingOne(directory).clientSecret?.reveal()).toBe('s3cret-value');
  });

  test('a secret file is read without its last line end, and a shared one is warned about', () => {
    const { PINGONE_CLIENT_SECRET: _, ...env } = FOUR;
    const config = load({
      env: { ...env, PINGONE_CLIENT_SECRET_FILE: '/run/secret' },
      readFile: files({ '/run/secret': ['from-a-file\n', 0o100644] }),
    });
    expect(pingOne(config.directories[0]).clientSecret?.reveal()).toBe('from-a-file');
    expect(config.warnings).toEqual([
      'PINGONE_CLIENT_SECRET_FILE: the file can be opened by other users of this machine (mode 0644). Set its mode to 0600.',
    ]);
  });

  test('private_key_jwt takes a key file and no secret', () => {
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const { PINGONE_CLIENT_SECRET: _, ...env } = FOUR;
    const [directory] = load({
      env: {
        ...env,
        PINGONE_TOKEN_AUTH_METHOD: 'private_key_jwt',
        PINGONE_PRIVATE_KEY_FILE: '/run/key.pem',
        PINGONE_PRIVATE_KEY_ID: 'kid-1',
      },
      readFile: files({ '/run/key.pem': pem.toString() }),
    }).directories;
    expect(directory).toMatchObject({ tokenAuthMethod: 'private_key_jwt', privateKeyId: 'kid-1' });
    expect(pingOne(directory).privateKey?.reveal()).toBe(pem.toString().trim());
    expect(directory).not.toHaveProperty('clientSecret');
  });
});

const loadWithMistakes = () =>
  load({
    env: {
      PINGONE_CLIENT_ID: CLIENT,
      PINGONE_REGION: 'mars',
      PINGONE_WRITABLE: 'maybe',
      HOST: '10.0.0.1',
      PORT: '-1',
      PINGONE_SECRET: 'x',
    },
  });

describe('a mistake in the environment is named', () => {
  const BAD: readonly [string, Record<string, string | undefined>, string, string][] = [
    [
      'an environment id that is missing',
      { PINGONE_ENVIRONMENT_ID: undefined },
      'PINGONE_ENVIRONMENT_ID',
      'nothing',
    ],
    [
      'an environment id that is empty',
      { PINGONE_ENVIRONMENT_ID: '' },
      'PINGONE_ENVIRONMENT_ID',
      'an empty value',
    ],
    [
      'an environment id that is no id',
      { PINGONE_ENVIRONMENT_ID: 'acme' },
      'PINGONE_ENVIRONMENT_ID',
      '"acme"',
    ],
    ['a client id that is missing', { PINGONE_CLIENT_ID: undefined }, 'PINGONE_CLIENT_ID', 'nothing'],
    ['a client id with a blank in it', { PINGONE_CLIENT_ID: 'a b' }, 'PINGONE_CLIENT_ID', '"a b"'],
    [
      'a client id in quotation marks',
      { PINGONE_CLIENT_ID: `"${CLIENT}"` },
      'PINGONE_CLIENT_ID',
      `"\\"${CLIENT}\\""`,
    ],
    ['a secret that is missing', { PINGONE_CLIENT_SECRET: undefined }, 'PINGONE_CLIENT_SECRET', 'nothing'],
    [
      'a secret in quotation marks',
      { PINGONE_CLIENT_SECRET: '"quoted"' },
      'PINGONE_CLIENT_SECRET',
      'a value in quotation marks (not shown)',
    ],
    [
      'a secret and a secret file',
      { PINGONE_CLIENT_SECRET_FILE: '/run/secret' },
      'PINGONE_CLIENT_SECRET_FILE',
      'both',
    ],
    [
      'a secret file that is missing',
      { PINGONE_CLIENT_SECRET: undefined, PINGONE_CLIENT_SECRET_FILE: '/no' },
      'PINGONE_CLIENT_SECRET_FILE',
      'the name of a file that does not exist',
    ],
    ['a region that is missing', { PINGONE_REGION: undefined }, 'PINGONE_REGION', 'nothing'],
    ['a region that does not exist', { PINGONE_REGION: 'mars' }, 'PINGONE_REGION', '"mars"'],
    [
      'a token method that does not exist',
      { PINGONE_TOKEN_AUTH_METHOD: 'bassic' },
      'PINGONE_TOKEN_AUTH_METHOD',
      '"bassic"',
    ],
    [
      'a key method without a key',
      { PINGONE_TOKEN_AUTH_METHOD: 'private_key_jwt' },
      'PINGONE_PRIVATE_KEY_FILE',
      'nothing',
    ],
    [
      'a key without its method',
      { PINGONE_PRIVATE_KEY_FILE: '/run/secret' },
      'PINGONE_PRIVATE_KEY_FILE',
      'a private key (not shown)',
    ],
    [
      'an API address alone',
      { PINGONE_API_URL: 'https://api.example.com/v1' },
      'PINGONE_AUTH_URL',
      'nothing',
    ],
    ['an auth address alone', { PINGONE_AUTH_URL: 'https://auth.example.com' }, 'PINGONE_API_URL', 'nothing'],
    ['a flag that is neither', { PINGONE_WRITABLE: 'yes' }, 'PINGONE_WRITABLE', '"yes"'],
    ['a rate of zero', { PINGONE_REQUESTS_PER_SECOND: '0' }, 'PINGONE_REQUESTS_PER_SECOND', '"0"'],
    ['a rate that is negative', { PINGONE_REQUESTS_PER_SECOND: '-1' }, 'PINGONE_REQUESTS_PER_SECOND', '"-1"'],
    ['a rate in exponents', { PINGONE_REQUESTS_PER_SECOND: '1e9' }, 'PINGONE_REQUESTS_PER_SECOND', '"1e9"'],
    [
      'a rate that is no number',
      { PINGONE_REQUESTS_PER_SECOND: 'NaN' },
      'PINGONE_REQUESTS_PER_SECOND',
      '"NaN"',
    ],
    ['half a connection', { PINGONE_CONCURRENCY: '1.5' }, 'PINGONE_CONCURRENCY', '"1.5"'],
    ['too many connections', { PINGONE_CONCURRENCY: '201' }, 'PINGONE_CONCURRENCY', '"201"'],
    ['a directory key with a colon', { PINGONE_DIRECTORY_KEY: 'a:b' }, 'PINGONE_DIRECTORY_KEY', '"a:b"'],
    ['a port out of range', { PORT: '65536' }, 'PORT', '"65536"'],
    ['a port that is no number', { PORT: '0x50' }, 'PORT', '"0x50"'],
    ['a public host', { HOST: '0.0.0.0' }, 'HOST', '"0.0.0.0"'],
    [
      'a token URL of another region',
      { PINGONE_TOKEN_URL: `https://auth.pingone.com/${ENVIRONMENT}/as/token` },
      'PINGONE_TOKEN_URL',
      'one on auth.pingone.com',
    ],
    ['a log level that does not exist', { ROLLCALL_LOG_LEVEL: 'loud' }, 'ROLLCALL_LOG_LEVEL', '"loud"'],
  ];

  test.each(BAD)('%s', (_name, change, setting, received) => {
    const found = mistakes(() =>
      load({ env: { ...FOUR, ...change }, readFile: files({ '/run/secret': 'a-secret-in-a-file' }) }),
    );
    expect(found.map((problem) => [problem.setting, problem.received])).toEqual([[setting, received]]);
  });

  const ADDRESSES: readonly [string, string][] = [
    ['plain http elsewhere', 'http://api.example.com/v1'],
    ['a user name in it', 'https://admin:hunter22@api.example.com/v1'],
    ['a step upwards', 'https://api.example.com/../v1'],
    ['an encoded step upwards', 'https://api.example.com/%2e%2e/v1'],
    ['another scheme', 'file:///etc/passwd/v1'],
    ['a cloud metadata address', 'https://169.254.169.254/v1'],
    ['a mapped loopback address', 'http://[::ffff:127.0.0.1]/v1'],
    ['a query', 'https://api.example.com/v1?x=/v1'],
    ['a backslash', 'https://api.example.com\\@evil.example/v1'],
    ['no address at all', 'api.example.com/v1'],
    ['no version', 'https://api.example.com'],
  ];
  test.each(ADDRESSES)('an API address with %s', (_name, address) => {
    const found = mistakes(() =>
      load({ env: { ...FOUR, PINGONE_API_URL: address, PINGONE_AUTH_URL: 'https://auth.example.com' } }),
    );
    expect(found.map((problem) => problem.setting)).toEqual(['PINGONE_API_URL']);
    expect(JSON.stringify(found)).not.toContain('hunter22');
  });

  test.each([
    ['PINGONE_ENVIROMENT_ID', 'PINGONE_ENVIRONMENT_ID'],
    ['PINGONE_CLIENT_SECERT', 'PINGONE_CLIENT_SECRET'],
    ['PINGONE_REGION_CODE', 'PINGONE_REGION'],
    ['PINGONE_CLIENTID', 'PINGONE_CLIENT_ID'],
    ['pingone_client_id', 'PINGONE_CLIENT_ID'],
    ['ROLLCALL_DATADIR', 'ROLLCALL_DATA_DIR'],
    ['ROLLCALL_PORT', 'PORT'],
    ['ROLLCALL_HOST', 'HOST'],
    ['ROLCALL_CONFIG', 'ROLLCALL_CONFIG'],
    ['PINGON_CLIENT_ID', 'PINGONE_CLIENT_ID'],
    ['PING_ONE_REGION', 'PINGONE_REGION'],
  ])('the misspelt %s names its neighbour %s', (misspelt, meant) => {
    const found = mistakes(() => load({ env: { ...FOUR, [misspelt]: 'never-shown-value' } }));
    expect(found).toEqual([
      {
        setting: misspelt,
        expected: 'the name of a setting',
        received: 'a name that is not known',
        hint: `Did you mean ${meant}?`,
      },
    ]);
  });

  test.each(['PINGONE_ENVIROMENT_ID', 'PING_ONE_ENVIRONMENT_ID'])(
    'the misspelt %s stands for its neighbour: what is missing is not told twice, and its value is checked',
    (misspelt) => {
      const { PINGONE_ENVIRONMENT_ID: id, ...others } = FOUR;
      const settings = (value: string) =>
        mistakes(() => load({ env: { ...others, [misspelt]: value } })).map(({ expected }) => expected);
      expect(settings(id)).toEqual(['the name of a setting']);
      expect(settings('acme')).toEqual([
        expect.stringContaining('the id of a PingOne environment'),
        'the name of a setting',
      ]);
    },
  );

  test('a secret in a misspelt variable is shown nowhere', () => {
    const { PINGONE_CLIENT_SECRET: secret, ...others } = FOUR;
    const found = mistakes(() =>
      load({ env: { ...others, PINGONE_CLIENT_SECERT: secret, PINGONE_REGION: secret } }),
    );
    expect(found.map(({ setting }) => setting)).toEqual(['PINGONE_REGION', 'PINGONE_CLIENT_SECERT']);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  test("variables of other programs are nobody else's mistake", () => {
    const env = { PING: '1', PINGFEDERATE_CLIENT_ID: 'x', ROLLUP_CONFIG: 'x', CLIENT_ID: 'x', REGION: 'x' };
    expect(load({ env })).toMatchObject({ sandbox: true, warnings: [] });
  });

  test('an optional variable alone says that it is why the ids are needed', () => {
    const found = mistakes(() => load({ env: { PINGONE_WRITABLE: 'true' } }));
    const hints = new Map(found.map(({ setting, hint }) => [setting, hint]));
    for (const id of ['PINGONE_ENVIRONMENT_ID', 'PINGONE_CLIENT_ID']) {
      expect(hints.get(id)).toContain('It is needed because PINGONE_WRITABLE is set;');
    }
  });

  test.each([
    ['erope', 'Did you mean eu?'],
    ['Singapor', 'Did you mean sg?'],
    ['mars', 'It is the end of the console address: pingone.com is us, pingone.eu is eu.'],
  ])('the region %s is answered by a listed spelling, or by where to find it', (region, hint) => {
    expect(mistakes(() => load({ env: { ...FOUR, PINGONE_REGION: region } }))).toMatchObject([{ hint }]);
  });

  test('all mistakes are reported at once, each on a line of its own', () => {
    expect(
      mistakes(loadWithMistakes)
        .map((problem) => problem.setting)
        .toSorted(),
    ).toEqual([
      'HOST',
      'PINGONE_CLIENT_SECRET',
      'PINGONE_ENVIRONMENT_ID',
      'PINGONE_REGION',
      'PINGONE_SECRET',
      'PINGONE_WRITABLE',
      'PORT',
    ]);
    expect(loadWithMistakes).toThrow(ConfigError);
    expect(loadWithMistakes).toThrow(
      /^Configuration: 7 mistakes\.\n[^]*\n {2}HOST: expected 127\.0\.0\.1, ::1 or localhost; received "10\.0\.0\.1"\. Callers are not authenticated/,
    );
  });

  test('a command line option wins over its variable and is named in the mistake', () => {
    expect(load({ env: { PORT: '1' }, options: { port: '8080', host: '[::1]' } }).server).toMatchObject({
      port: 8080,
      host: '::1',
    });
    expect(
      mistakes(() => load({ env: {}, options: { port: 'http' } })).map(({ setting }) => setting),
    ).toEqual(['--port']);
  });
});
