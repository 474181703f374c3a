import { pingOne } from './ping-one.ts';
import { describe, expect, test } from 'vitest';
import { CLIENT, ENVIRONMENT, files, FOUR, load, loadFile, mistakes, OTHER_ENVIRONMENT } from './load.ts';

const WORKFORCE = `
    provider: pingone
    environmentId: ${ENVIRONMENT}
    clientId: ${CLIENT}
    region: eu
    clientSecret: { env: WORKFORCE_SECRET }`;
const SECRETS = { WORKFORCE_SECRET: 'workforce-s3cret' };

describe('a configuration file', () => {
  test('names several directories, with secrets from variables and files beside it', () => {
    const config = loadFile(
      `primaryDirectory: workforce
directories:
  workforce:${WORKFORCE}
    writable: true
    requestsPerSecond: 50
  customers:
    provider: PingOne
    environmentId: ${OTHER_ENVIRONMENT}
    clientId: ${CLIENT}
    region: com.au
    clientSecret: { file: secrets/customers }
    reportThreshold: 1000
`,
      SECRETS,
      { '/srv/secrets/customers': 'customers-s3cret\n' },
    );
    expect(config).toMatchObject({ sandbox: false, primaryDirectory: 'workforce', warnings: [] });
    expect(
      config.directories.map(pingOne).map(({ key, region, writable }) => [key, region, writable]),
    ).toEqual([
      ['workforce', 'EU', true],
      ['customers', 'AU', false],
    ]);
    expect(config.directories.map(pingOne).map(({ clientSecret }) => clientSecret?.reveal())).toEqual([
      'workforce-s3cret',
      'customers-s3cret',
    ]);
    expect(config.directories[0]?.requestsPerSecond).toBe(50);
    expect(pingOne(config.directories[1]).reportThreshold).toBe(1000);
  });

  test('a single directory is the primary one, several without a word have none', () => {
    expect(loadFile(`directories:\n  workforce:${WORKFORCE}\n`, SECRETS).primaryDirectory).toBe('workforce');
    const two = `directories:\n  workforce:${WORKFORCE}\n  other:${WORKFORCE.replace(ENVIRONMENT, OTHER_ENVIRONMENT)}\n`;
    expect(loadFile(two, SECRETS).primaryDirectory).toBeNull();
  });

  test('can be named by ROLLCALL_CONFIG', () => {
    const config = load({
      env: { ROLLCALL_CONFIG: '/etc/rollcall.yaml', ...SECRETS },
      readFile: files({ '/etc/rollcall.yaml': `directories:\n  workforce:${WORKFORCE}\n` }),
    });
    expect(config.directories).toHaveLength(1);
  });

  test('variables of a single directory are then not used, and said so, unless the file takes a secret from them', () => {
    const config = loadFile(
      `directories:\n  a:${WORKFORCE.replace('WORKFORCE_SECRET', 'PINGONE_CLIENT_SECRET')}\n`,
      { ...FOUR },
    );
    expect(config.warnings.map((warning) => warning.split(':')[0])).toEqual([
      'PINGONE_ENVIRONMENT_ID',
      'PINGONE_CLIENT_ID',
      'PINGONE_REGION',
    ]);
  });
});

describe('a mistake in the file is named with its path', () => {
  const directory = (change: string) => `directories:\n  workforce:${WORKFORCE}\n${change}`;
  const BAD: readonly [string, string, readonly string[]][] = [
    ['an empty file', '', ['/srv/rollcall.yaml']],
    ['a list', '- a\n- b\n', ['/srv/rollcall.yaml']],
    ['no directories', 'directories: {}\n', ['directories']],
    ['an unknown key at the top', `${directory('')}\nserver: {}\n`, ['server']],
    ['an unknown setting', directory('    enviromentId: x\n'), ['directories.workforce.enviromentId']],
    ['a duplicate key', directory('    region: us\n'), ['/srv/rollcall.yaml, line 8, column 5']],
    [
      'a __proto__ key',
      directory('    __proto__: { writable: true }\n'),
      ['directories.workforce.__proto__'],
    ],
    ['a __proto__ directory', `directories:\n  __proto__:${WORKFORCE}\n`, ['directories']],
    [
      'a malformed directory key, and what is wrong below it',
      `directories:\n  Work Force:${WORKFORCE.replace('region: eu', 'region: mars')}\n`,
      ['directories', 'directories["Work Force"].region'],
    ],
    [
      'a misspelt name in place of the right one, and nothing as missing',
      directory('').replace('environmentId', 'enviromentId'),
      ['directories.workforce.enviromentId'],
    ],
    [
      'a misspelt name, and what is wrong with its value',
      directory('').replace('region: eu', 'regoin: mars'),
      ['directories.workforce.regoin', 'directories.workforce.regoin'],
    ],
    [
      'two misspelt names for one setting, which is then missing',
      directory('').replace('region: eu', 'regoin: eu\n    regiom: us'),
      ['directories.workforce.regoin', 'directories.workforce.regiom', 'directories.workforce.region'],
    ],
    ['several faults of YAML, by the first', 'a: [1\nb: }\nc: "\n', ['/srv/rollcall.yaml, line 2, column 1']],
    ['a directory key with a slash', `directories:\n  a/b:${WORKFORCE}\n`, ['directories']],
    ['a directory key that is a number', `directories:\n  1:${WORKFORCE}\n`, ['directories']],
    ['a directory without settings', 'directories:\n  workforce:\n', ['directories.workforce']],
    [
      'an unknown provider',
      directory('').replace('provider: pingone', 'provider: pingon'),
      ['directories.workforce.provider'],
    ],
    ['an unknown primary directory', `${directory('')}\nprimaryDirectory: workforse\n`, ['primaryDirectory']],
    [
      'a variable that is not set',
      directory('').replace('WORKFORCE_SECRET', 'NOT_SET'),
      ['directories.workforce.clientSecret.env'],
    ],
    [
      'a file that is missing',
      directory('').replace('env: WORKFORCE_SECRET', 'file: none'),
      ['directories.workforce.clientSecret.file'],
    ],
    [
      'env and file together',
      directory('').replace('env: WORKFORCE_SECRET', 'env: A, file: b'),
      ['directories.workforce.clientSecret'],
    ],
    ['a flag that is text', directory('    writable: sure\n'), ['directories.workforce.writable']],
    [
      'a rate out of range',
      directory('    requestsPerSecond: .inf\n'),
      ['directories.workforce.requestsPerSecond'],
    ],
    ['an id that is a number', directory('').replace(CLIENT, '12345'), ['directories.workforce.clientId']],
    [
      'one environment twice',
      `directories:\n  a:${WORKFORCE}\n  b:${WORKFORCE}\n`,
      ['directories.b.environmentId'],
    ],
    [
      'an unknown tag',
      directory('    region2: !!js/function x\n'),
      ['/srv/rollcall.yaml, line 8, column 14'],
    ],
    ['two documents', `${directory('')}\n---\na: 1\n`, ['/srv/rollcall.yaml, line 9, column 1']],
    ['a merge', directory('    <<: { writable: true }\n'), ['directories.workforce.<<']],
  ];
  test.each(BAD)('%s', (_name, yaml, settings) => {
    expect(mistakes(() => loadFile(yaml, SECRETS)).map((problem) => problem.setting)).toEqual(settings);
  });

  test('aliases that multiply are refused quickly', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i += 1) {
      const [name, last] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`);
    }
    expect(mistakes(() => loadFile(bomb.join('\n'))).map(({ received }) => received)).toEqual([
      'more aliases than a configuration needs',
    ]);
  });

  test('an inline secret is refused and not shown', () => {
    const found = mistakes(() =>
      loadFile(directory('').replace('{ env: WORKFORCE_SECRET }', 'inline-s3cret-value')),
    );
    expect(found).toEqual([
      {
        setting: 'directories.workforce.clientSecret',
        expected: '{ env: NAME } or { file: path }',
        received: 'a value (not shown)',
        hint: 'Secrets do not belong in this file: move it to a variable or a file of its own.',
      },
    ]);
  });

  test('misspelt names point at their neighbours', () => {
    const found = mistakes(() =>
      loadFile(`${directory('    requestPerSecond: 5\n')}\ndirectorys: {}\n`, SECRETS),
    );
    expect(found.map(({ hint }) => hint)).toEqual([
      'Did you mean directories?',
      'Did you mean requestsPerSecond?',
    ]);
  });

  test('an inline secret under a misspelt name is not shown either', () => {
    const yaml = directory('').replace(
      'clientSecret: { env: WORKFORCE_SECRET }',
      'clientSecert: inline-s3cret',
    );
    const found = mistakes(() => loadFile(yaml, SECRETS));
    expect(found.map(({ setting }) => setting)).toEqual([
      'directories.workforce.clientSecert',
      'directories.workforce.clientSecert',
    ]);
    expect(JSON.stringify(found)).not.toContain('inline-s3cret');
  });

  test('port and host are said to be settings of the process', () => {
    const found = mistakes(() => loadFile(`${directory('')}\nport: 4101\nhost: 127.0.0.1\n`, SECRETS));
    expect(found.map(({ setting, hint }) => [setting, hint])).toEqual([
      ['port', 'Set PORT or --port instead.'],
      ['host', 'Set HOST or --host instead.'],
    ]);
  });

  test('a file that does not exist is a mistake, not the sandbox', () => {
    const found = mistakes(() => load({ env: {}, options: { config: 'none.yaml' } }));
    expect(found).toMatchObject([
      { setting: '/srv/none.yaml', received: 'the name of a file that does not exist' },
    ]);
  });
});
