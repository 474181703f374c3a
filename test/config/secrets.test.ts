import { assert, constantFrom, property, string } from 'fast-check';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { CLIENT, ENVIRONMENT, files, FOUR, load } from './load.ts';

/** Texts that no message of ours would hold by accident, with everything that escaping could disfigure. */
const secret = string({
  unit: constantFrom(...Array.from('Zq9~.-_"\'\\&%$ #:{}[]é漢\n\t')),
  minLength: 8,
  maxLength: 60,
}).map((text) => `Zq${text.trim()}9Qz`);

/** Everything that an operator, a log or a crash report could be shown. */
function everythingShown(attempt: () => unknown): string {
  try {
    const config = attempt();
    return `${inspect(config, { depth: 10 })}${JSON.stringify(config)}`;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${inspect(error, { depth: 10 })}${JSON.stringify(error.problems)}${error.message}${error.stack ?? ''}`;
  }
}

function shows(shown: string, value: string): boolean {
  return shown.includes(value) || shown.includes(JSON.stringify(value).slice(1, -1));
}

test('a secret of the environment is never shown, whatever else is wrong', () => {
  const elsewhere = constantFrom(
    'PINGONE_CLIENT_ID',
    'PINGONE_ENVIRONMENT_ID',
    'PINGONE_REGION',
    'PINGONE_WRITABLE',
    'PINGONE_TOKEN_AUTH_METHOD',
    'PINGONE_DIRECTORY_KEY',
    'PINGONE_TOKEN_URL',
    'PINGONE_API_URL',
    'PINGONE_CLIENT_SECRET_FILE',
    'PINGONE_CLIENT_SECERT',
    'NOTHING_OF_OURS',
  );
  assert(
    property(secret, elsewhere, (value, pastedInto) => {
      const env: Record<string, string> = {
        ...FOUR,
        PORT: 'x',
        PINGONE_CLIENT_SECRET: value,
        [pastedInto]: value,
      };
      if (pastedInto === 'PINGONE_CLIENT_SECRET_FILE') delete env['PINGONE_CLIENT_SECRET'];
      expect(
        shows(
          everythingShown(() => load({ env })),
          value,
        ),
      ).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a secret of the file is never shown, in whatever place it was written', () => {
  const place = constantFrom<(text: string) => string>(
    (text) => `clientSecret: ${text}`,
    (text) => `clientSecret: [${text}]`,
    (text) => `clientSecret: { value: ${text} }`,
    (text) => `clientSecret: { env: ${text} }`,
    (text) => `clientSecret: { file: ${text} }`,
    (text) => `clientSecret: { env: A, env: ${text} }`,
    (text) => `clientSecret: &x\n      y: ${text}\n     z: broken`,
    (text) => `clientSecret: {\n ${text}`,
  );
  assert(
    property(secret, place, (value, write) => {
      const yaml = `directories:
  workforce:
    provider: pingone
    environmentId: ${ENVIRONMENT}
    clientId: ${CLIENT}
    ${write(JSON.stringify(value))}
`;
      const readFile = files({ '/srv/r.yaml': yaml });
      expect(
        shows(
          everythingShown(() => load({ env: {}, options: { config: 'r.yaml' }, readFile })),
          value,
        ),
      ).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('an accepted secret is hidden in the configuration too', () => {
  const shown = everythingShown(() => load({ env: FOUR }));
  expect(shows(shown, FOUR.PINGONE_CLIENT_SECRET)).toBe(false);
  expect(shown).toContain('PINGONE');
});

test('a real file that others may open is warned about, a private one is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
  try {
    const path = join(folder, 'secret');
    writeFileSync(path, 'a-secret-on-disk\n');
    const { PINGONE_CLIENT_SECRET: _, ...env } = FOUR;
    const warnings = (mode: number) => {
      chmodSync(path, mode);
      return loadConfig({ env: { ...env, PINGONE_CLIENT_SECRET_FILE: path } }).warnings;
    };
    expect(warnings(0o640)).toHaveLength(1);
    expect(warnings(0o600)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
