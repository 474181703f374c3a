import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMistyped, newKey } from '../../src/access/api-key.ts';
import { createKey, KeyRequestError, revokeKey } from '../../src/access/manage-keys.ts';
import { askedBy, newKeysFile } from './support/authenticating.ts';

const bot = { name: 'bot', role: 'operator', permissions: ['user:delete'], days: 90 } as const;
const unauthenticated = { name: 'AuthenticationError', code: 'UNAUTHENTICATED' };

describe('an API key', () => {
  test('makes its name the caller, with its role, its permissions and their scope, until its end', async () => {
    const keysFile = newKeysFile();
    const { key, stored } = createKey(keysFile, { ...bot, directories: ['acme'], populations: ['p1'] });
    const scope = { directories: ['acme'], populations: ['p1'], until: stored.expiresAt };
    expect(await askedBy({ keysFile })(key.reveal())).toMatchObject({
      name: 'key:bot',
      roles: ['operator'],
      grants: expect.arrayContaining([
        { permission: 'user:suspend', ...scope },
        { permission: 'user:delete', ...scope },
      ]) as unknown,
    });
  });

  test('is kept as a hash alone, in a file that its owner only can read', () => {
    const keysFile = newKeysFile();
    const { key } = createKey(keysFile, bot);
    const [, , secret = ''] = key.reveal().split('_');
    expect(readFileSync(keysFile, 'utf8')).not.toContain(secret);
    expect(statSync(keysFile).mode & 0o777).toBe(0o600);
    expect(JSON.stringify({ key })).not.toContain(secret);
  });

  test('is refused after its end', async () => {
    const keysFile = newKeysFile();
    const { key } = createKey(keysFile, { ...bot, days: 1 });
    const atEnd = Date.now() + 86_400_000;
    expect(await askedBy({ keysFile }, () => atEnd + 1)(key.reveal())).toMatchObject(unauthenticated);
    expect(await askedBy({ keysFile }, () => atEnd - 60_000)(key.reveal())).toHaveProperty('grants');
  });

  test('is refused as soon as it is revoked, by a gateway that runs', async () => {
    const keysFile = newKeysFile();
    const ask = askedBy({ keysFile });
    const { key, stored } = createKey(keysFile, bot);
    expect(await ask(key.reveal())).toHaveProperty('grants');
    revokeKey(keysFile, stored.id);
    expect(await ask(key.reveal())).toMatchObject(unauthenticated);
  });

  test('that was never made is refused in the same words as one with another secret', async () => {
    const keysFile = newKeysFile();
    const { key, stored } = createKey(keysFile, bot);
    writeFileSync(keysFile, readFileSync(keysFile, 'utf8').replace(stored.hash, 'f'.repeat(64)));
    const ask = askedBy({ keysFile });
    const refusals = [await ask(key.reveal()), await ask(newKey().key.reveal())];
    expect(refusals).toMatchObject([unauthenticated, unauthenticated]);
    expect(new Set(refusals.map(String)).size).toBe(1);
  });

  test('with any one letter changed is recognised as mistyped', () => {
    const key = newKey().key.reveal();
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: key.length - 1 }),
        fc.constantFrom('a', 'b', 'f', '0', '1', '9', 'X', 'Z', '-', '_'),
        (at, letter) => {
          const typed = key.slice(0, at) + letter + key.slice(at + 1);
          expect(isMistyped(typed)).toBe(typed !== key);
        },
      ),
    );
  });

  test('a third live one of a name is refused, so that two can follow each other', () => {
    const keysFile = newKeysFile();
    const first = createKey(keysFile, bot);
    createKey(keysFile, bot);
    expect(() => createKey(keysFile, bot)).toThrow(KeyRequestError);
    revokeKey(keysFile, first.stored.id);
    expect(createKey(keysFile, bot).stored.name).toBe('bot');
  });

  test.each(['{', '{"version":1,"keys":[{}]}', '{"version":2,"keys":[]}'])(
    'cannot be checked while its file holds %s: 503, and nobody comes in',
    async (text) => {
      const keysFile = newKeysFile();
      mkdirSync(dirname(keysFile), { recursive: true });
      writeFileSync(keysFile, text);
      expect(await askedBy({ keysFile })(newKey().key.reveal())).toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    },
  );
});

describe('a credential', () => {
  test('is wanted of everybody', async () => {
    expect(await askedBy({})(null)).toMatchObject({ ...unauthenticated, presented: false });
  });

  test.each(['', 'null', 'undefined', 'a b', 'x, Bearer y'])('like %j is refused', async (text) => {
    expect(await askedBy({})(text)).toMatchObject(unauthenticated);
  });
});
