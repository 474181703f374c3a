import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';

/** What is said of a configuration file with this text. */
function told(text: string): string {
  try {
    loadConfig({
      env: {},
      options: { config: 'rollcall.yaml' },
      folder: '/srv',
      readFile: (path) => {
        if (path === '/srv/rollcall.yaml') return { text };
        throw Object.assign(new Error('not there'), { code: 'ENOENT' });
      },
    });
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

const id = 'abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6';

test('a misspelt provider keeps none of the other mistakes unsaid', () => {
  const said = told(
    `directories: { workforce: { provider: pingon, environmentId: nonsense, concurrency: 0 } }`,
  );
  expect(said).toContain('directories.workforce.provider: expected');
  expect(said).toContain('directories.workforce.environmentId');
  expect(said).toContain('directories.workforce.concurrency');
  expect(said).toContain('directories.workforce.clientSecret');
  const strange = told(`directories: { workforce: { provider: zzzzzzzzzz, concurrency: 0 } }`);
  expect(strange).toContain('directories.workforce.concurrency');
});

test('a variable that is not set and a file that is not there are named', () => {
  const said = told(
    `directories: { a: { provider: pingone, clientSecret: { env: WORKFORCE_SECRET } }, b: { provider: okta, apiToken: { file: keys/okta.token } } }`,
  );
  expect(said).toContain('WORKFORCE_SECRET is not set');
  expect(said).toContain('/srv/keys/okta.token');
});

test('what may be a secret in the place of its name is not shown', () => {
  const said = told(
    `directories: { a: { provider: pingone, clientSecret: { env: hunter2Pass } }, b: { provider: okta, apiToken: { file: hunter3Pass } } }`,
  );
  expect(said).not.toContain('hunter');
});

test('a misspelt name is told once', () => {
  for (const value of ['90', '0', 'soon']) {
    const said = told(
      `directories: { a: { provider: pingone, environmentId: ${id} } }\nfindings: { inactivtyDays: ${value} }`,
    );
    expect(said.match(/inactivtyDays/g), said).toHaveLength(1);
  }
});

test('an empty file, and one without a directory, are told what is missing', () => {
  expect(told('')).toContain('received an empty file');
  expect(told('directories: {}')).toMatch(
    /expected at least one directory.*received a group with nothing in it/,
  );
});

test('two directories of one environment are told that each needs its own', () => {
  const one = `{ provider: pingone, environmentId: ${id}, region: eu, clientId: ${id}, clientSecret: { env: A_B } }`;
  expect(told(`directories: { a: ${one}, b: ${one} }`)).not.toContain('an instance of its own');
});
