import { describe, expect, test } from 'vitest';
import { daysAgo, ofUser, signedOn } from '../support.ts';

const said = async (...asked: Parameters<typeof ofUser>): Promise<unknown> => {
  const { state, absentReason, unknownReason } = await ofUser(...asked);
  return [state, absentReason ?? unknownReason];
};

describe('of somebody whose row does not say in words that are known who checks the password', () => {
  const passwordAuthority = { kind: 'UNKNOWN', identityProviderId: null } as const;

  test('it stays open whether a factor is asked for elsewhere', async () => {
    const rule = 'mfa::user_no_factor';
    expect(await said(rule, { user: { passwordAuthority } })).toEqual(['PRESENT', null]);
    expect(await said(rule, { user: { passwordAuthority, unread: ['passwordAuthority'] } })).toEqual([
      'UNKNOWN',
      'INVALID_VALUE',
    ]);
  });
});

test('somebody of whom it cannot be read whether he is a guest may be one, as another read may tell', async () => {
  const user = { ...signedOn(daysAgo(400)), external: null };
  const rule = 'stale::external_user_inactive';
  expect(await said(rule, { user: { ...user, unread: ['external'] } })).toEqual(['UNKNOWN', 'INVALID_VALUE']);
});
