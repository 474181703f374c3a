import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createAuthenticator } from '../../src/access/authenticate.ts';
import { runKeys } from '../../src/cli/keys.ts';
import { CommandUsageError } from '../../src/cli/usage-error.ts';
import { newKeysFile } from './support/authenticating.ts';

function terminal() {
  const keysFile = newKeysFile();
  const out: string[] = [];
  const err: string[] = [];
  const output = {
    line: (text: string) => void out.push(text),
    error: (text: string) => void err.push(text),
    progress: () => {},
  };
  const now = new Date();
  const run = (...argv: string[]) => runKeys(argv, { keysFile, directories: ['acme'], output, now });
  return { keysFile, out, err, run };
}

const bot = ['create', '--name', 'bot', '--role', 'operator'] as const;

describe('rollcall keys', () => {
  test('shows a new key once, alone on standard output, and it works', async () => {
    const { keysFile, out, err, run } = terminal();
    expect(run(...bot, '--permission', 'user:delete', '--directory', 'acme', '--days', '7')).toBe(0);
    const [key = ''] = out;
    expect(out).toHaveLength(1);
    expect(err.join('\n')).not.toContain(key);
    const caller = await createAuthenticator({ issuers: [], keysFile })(
      new Headers({ authorization: `Bearer ${key}` }),
    );
    expect(caller).toMatchObject({ name: 'key:bot', roles: ['operator'] });
    expect(run('list')).toBe(0);
    expect(out[1]).toMatch(
      /^[0-9a-f]{12} {2}bot {2}active {2}until \d{4}-\d\d-\d\d {2}operator user:delete {2}directory acme$/,
    );
    expect(out[1]).not.toContain(key.slice(20, 60));
  });

  test('ends one by its id', () => {
    const { out, run } = terminal();
    run(...bot);
    const [, id = ''] = out[0]?.split('_') ?? [];
    expect(run('revoke', id)).toBe(0);
    run('list');
    expect(out.at(-1)).toContain('revoked');
  });

  test('tells what cannot be done by its exit code', () => {
    const { err, run } = terminal();
    expect(run('revoke', '000000000000')).toBe(1);
    run(...bot);
    run(...bot);
    expect(run(...bot)).toBe(1);
    expect(err.at(-1)).toMatch(/has 2 keys already/);
  });

  test.each([
    [['create'], /--name/],
    [['create', '--name', 'a b', '--role', 'viewer'], /--name/],
    [['create', '--name', 'bot'], /--role or --permission/],
    [['create', '--name', 'bot', '--role', 'operater'], /operater[^]*Did you mean operator/],
    [['create', '--name', 'bot', '--permission', 'user:suspnd'], /Did you mean user:suspend/],
    [[...bot, '--directory', 'akme'], /Did you mean acme/],
    [[...bot, '--days', '366'], /1 to 365/],
    [[...bot, '--days', '0'], /1 to 365/],
    [[...bot, '--forever'], /forever/],
    [
      [...bot, '--role', 'viewer'],
      /--role: expected it once; received "operator", "viewer"\. A key has one role/,
    ],
    [[...bot, '--name', 'other'], /--name: expected it once; received "bot", "other"\.$/m],
    [[...bot, '--days', '7', '--days', '8'], /--days: expected it once/],
    [['revoke'], /id of one key/],
    [['destroy'], /destroy/],
  ])('%j is refused, and makes nothing', (argv, said) => {
    const { keysFile, run } = terminal();
    expect(() => run(...argv)).toThrow(CommandUsageError);
    expect(() => run(...argv)).toThrow(said);
    expect(existsSync(keysFile)).toBe(false);
  });
});
