import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAuthenticator } from '../../src/access/authenticate.ts';
import { localCaller } from '../../src/access/caller.ts';
import { createKey, revokeKey } from '../../src/access/manage-keys.ts';
import { createStillGood, tokenGraceMs } from '../../src/access/still-good.ts';
import { callerFrom, storedCaller } from '../../src/actions/stored-caller.ts';

const folder = mkdtempSync(join(tmpdir(), 'still-good-'));
const keysFile = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As it comes back from a database. */
const kept = (caller: typeof localCaller) =>
  callerFrom(JSON.parse(JSON.stringify(storedCaller(caller))) as ReturnType<typeof storedCaller>);

test('what a key asked for ends when the key is revoked, also after it was stored', async () => {
  const { stored, key } = createKey(keysFile, { name: 'bot', days: 1, role: 'operator', permissions: [] });
  const authenticate = createAuthenticator({ issuers: [], keysFile });
  const caller = await authenticate(new Headers({ authorization: `Bearer ${key.reveal()}` }));
  expect(caller.credential).toEqual({ kind: 'KEY', id: stored.id });
  const stillGood = createStillGood({ keysFile });
  expect(stillGood(kept(caller))).toBe(true);
  revokeKey(keysFile, stored.id);
  expect(stillGood(kept(caller))).toBe(false);
  expect(stillGood(kept(localCaller))).toBe(true);
});

test('what a token asked for goes on for a day after its end, and no longer', () => {
  const expiresAt = new Date('2026-01-01T00:00:00Z');
  const caller = kept({ ...localCaller, credential: { kind: 'TOKEN', expiresAt } });
  const at = (ms: number) => createStillGood({ keysFile }, () => new Date(expiresAt.getTime() + ms))(caller);
  expect([at(-1), at(tokenGraceMs - 1), at(tokenGraceMs)]).toEqual([true, true, false]);
});
