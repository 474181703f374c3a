import { expect, test } from 'vitest';
import { MemoryBlastRadius } from '../../src/actions/blast-radius.ts';

const source = (action: string, actor = 'a') => ({ action, actor, directory: 'acme' });

test('several ways to shut people out are counted together, and taking it back is not among them', async () => {
  const radius = new MemoryBlastRadius();
  const ways = ['SUSPEND_USER', 'LOCK_USER', 'DELETE_USER', 'SET_USER_PASSWORD', 'RESET_USER_MFA'];
  for (let turn = 0; turn < 20; turn += 1)
    expect(await radius.take(source(ways[turn % ways.length] ?? ''))).toBeNull();
  expect(await radius.check(source('FORCE_PASSWORD_CHANGE'))).toMatchObject({ limit: { max: 20 } });
  expect(await radius.check(source('UNSUSPEND_USER'))).toBeNull();
  await radius.giveBack(source('LOCK_USER'));
  expect(await radius.check(source('SUSPEND_USER'))).toBeNull();
});

test('several callers together change at most 200 in a directory within an hour', async () => {
  const radius = new MemoryBlastRadius();
  for (let turn = 0; turn < 200; turn += 1)
    expect(await radius.take(source('SUSPEND_USER', `key ${turn % 10}`))).toBeNull();
  expect(await radius.check(source('SUSPEND_USER', 'one more'))).toMatchObject({
    limit: { per: 'DIRECTORY', max: 200 },
  });
  expect(await radius.check({ ...source('SUSPEND_USER', 'one more'), directory: 'other' })).toBeNull();
});
