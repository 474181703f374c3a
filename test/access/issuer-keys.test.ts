import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askedBy } from './support/authenticating.ts';
import { signingKey, startIssuer } from './support/issuer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Only the clock stands still: sockets and timers go on. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') }));
afterEach(() => void vi.useRealTimers());

function pass(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

test('a key that an issuer changes to is known half a minute later, and the old one is not any more', async () => {
  const issuer = await startIssuer();
  const ask = askedBy({ issuers: [issuer.settings] });
  expect(await ask(await issuer.sign())).toHaveProperty('grants');
  const next = await signingKey('second');
  issuer.publish([next]);
  expect(await ask(await issuer.sign({}, { key: next }))).toMatchObject({ code: 'UNAUTHENTICATED' });
  pass(31_000);
  expect(await ask(await issuer.sign({}, { key: next }))).toHaveProperty('grants');
  expect(await ask(await issuer.sign())).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('keys that were read stay good for a day while their issuer cannot be reached, and not longer', async () => {
  const issuer = await startIssuer();
  const ask = askedBy({ issuers: [issuer.settings] });
  expect(await ask(await issuer.sign())).toHaveProperty('grants');
  issuer.answer((response) => void response.writeHead(500).end());
  pass(11 * MINUTE);
  expect(await ask(await issuer.sign())).toHaveProperty('grants');
  pass(23 * HOUR);
  expect(await ask(await issuer.sign())).toHaveProperty('grants');
  pass(HOUR);
  expect(await ask(await issuer.sign())).toMatchObject({ code: 'AUTH_UNAVAILABLE' });
  issuer.publish([issuer.key]);
  pass(31_000);
  expect(await ask(await issuer.sign())).toHaveProperty('grants');
});
