import { describe, expect, test } from 'vitest';
import type { SecretSource } from '../../src/config/secret-setting.ts';
import { ProblemList } from '../../src/config/problems.ts';
import { type ScimDirectoryConfig, scimKind } from '../../src/config/scim-directory.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { Secret } from '../../src/model/secret.ts';
import { files, mistakes, resolvePath } from './load.ts';

interface Read {
  readonly config: ScimDirectoryConfig | undefined;
  readonly problems: readonly (readonly [setting: string, received: string])[];
}

const label = (name: string): string => `directories.hr.${name}`;

function read(settings: Record<string, unknown>, secrets: Record<string, string> = {}): Read {
  const problems = new ProblemList();
  const config = scimKind.read({
    key: 'hr',
    reader: new SettingReader<string>({ raw: (name) => settings[name], label }, problems),
    secret: (name): SecretSource | undefined =>
      secrets[name] === undefined
        ? undefined
        : { from: 'environment', label: `${label(name)}.env`, value: secrets[name] },
    isRefused: () => false,
    resolvePath,
    readFile: files({}),
  });
  const found = mistakes(() => problems.throwIfAny());
  return { config, problems: found.map(({ setting, received }) => [setting, received]) };
}

const url = 'https://hr.example.com/scim/v2';
const TOKEN = 't0ken-of-the-service';

describe('a SCIM directory', () => {
  test('needs an address and a token, and has defaults for the rest', () => {
    const { config, problems } = read({ url: `${url}/` }, { token: TOKEN });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      key: 'hr',
      provider: 'SCIM',
      url,
      writable: false,
      maxPages: 10_000,
      listLimit: 5_000,
      token: expect.any(Secret) as Secret,
    });
    expect(config?.token?.reveal()).toBe(TOKEN);
    expect(JSON.stringify(config)).not.toContain(TOKEN);
  });

  test('takes a user name with its password instead, and numbers', () => {
    const { config, problems } = read(
      { url, username: 'rollcall', maxPages: 50, listLimit: '200', writable: true, concurrency: 2 },
      { password: 'pa55-word-of-it' },
    );
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      username: 'rollcall',
      maxPages: 50,
      listLimit: 200,
      writable: true,
      concurrency: 2,
    });
    expect(config?.password?.reveal()).toBe('pa55-word-of-it');
    expect(config).not.toHaveProperty('token');
  });

  test.each([
    ['url', { url: undefined }, { token: TOKEN }],
    ['url', { url: 'http://hr.example.com/scim/v2' }, { token: TOKEN }],
    ['url', { url: 'https://u:p@hr.example.com/' }, { token: TOKEN }],
    ['url', { url: `${url}/Users` }, { token: TOKEN }],
    ['token', { url }, {}],
    ['token', { url, username: 'rollcall' }, { token: TOKEN, password: 'pa55-word-of-it' }],
    ['password', { url, username: 'rollcall' }, {}],
    ['username', { url }, { password: 'pa55-word-of-it' }],
    ['username', { url, username: 'roll:call' }, { password: 'pa55-word-of-it' }],
  ] as const)('is refused at %s: %j %j', (name, settings, secrets) => {
    const { config, problems } = read(settings, secrets);
    expect(config).toBeUndefined();
    expect(problems.map(([setting]) => setting)).toEqual([`directories.hr.${name}`]);
    expect(JSON.stringify(problems)).not.toMatch(/pa55|t0ken|u:p@/);
  });

  test.each([
    ['maxPages', 0],
    ['listLimit', 'many'],
    ['concurrency', 0],
  ])('says that %s cannot be %j', (name, value) => {
    const { problems } = read({ url, [name]: value }, { token: TOKEN });
    expect(problems.map(([setting]) => setting)).toEqual([`directories.hr.${name}`]);
  });

  test('is the place that its address names', () => {
    const { config } = read({ url }, { token: TOKEN });
    expect(config && scimKind.place(config)).toEqual({ setting: 'url', address: url });
  });
});
