import { expect, test } from 'vitest';
import { secretDigest } from '../../src/actions/secret-digest.ts';

test('the digest of a secret depends on the secret and the salt, and on nothing else', async () => {
  const one = await secretDigest('Correct-Horse-7', 'password\nkey-1');
  expect(await secretDigest('Correct-Horse-7', 'password\nkey-1')).toBe(one);
  expect(await secretDigest('Correct-Horse-8', 'password\nkey-1')).not.toBe(one);
  expect(await secretDigest('Correct-Horse-7', 'password\nkey-2')).not.toBe(one);
});

test('digests of secrets are worked out beside the event loop', async () => {
  let isDone = false;
  const digest = secretDigest('Correct-Horse-7', 'salt').finally(() => {
    isDone = true;
  });
  // Promises settle one another within one turn of the loop; what another thread works out arrives in a later one.
  for (let step = 0; step < 20; step += 1) await Promise.resolve();
  expect(isDone).toBe(false);
  await digest;
});
