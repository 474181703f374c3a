import { describe, expect, it } from 'vitest';
import type { PrimaryMatch } from '../../src/identities/identity.ts';
import type { User } from '../../src/model/user.ts';
import { account, asOf, type Case, correlated, primaryAccount } from './support/account.ts';

function matchOf(user: User, others: readonly User[], rest: Omit<Case, 'users'> = {}): PrimaryMatch | null {
  return correlated({ users: [user, ...others], ...rest }).matchOf(user, asOf);
}

const labels = (match: PrimaryMatch | null): readonly string[] =>
  match?.evidence.map(({ label }) => label) ?? [];

const matched = (local: string, primary: string): PrimaryMatch | null =>
  matchOf(account('u1', { email: local }), [primaryAccount('m1', { email: primary })]);

describe('matches of the worked cases', () => {
  it('W13: a leaver is matched with the account that was removed', () => {
    const leaver = primaryAccount('m1', { email: 'ada@example.com', status: 'DEPROVISIONED' });
    expect(matchOf(account('u1', { email: 'ada@example.com' }), [leaver])).toMatchObject({
      kind: 'MATCHED',
      user: { externalId: 'm1', status: 'DEPROVISIONED' },
    });
  });

  it('W15: nobody is missing from a list that leaves out who was removed', () => {
    const primary = { complete: false, reason: 'PARTIAL' } as const;
    expect(matchOf(account('u1', { email: 'ada@example.com' }), [], { primary })).toMatchObject({
      kind: 'UNKNOWN',
      reason: 'PARTIAL_DATA',
    });
  });

  it('W16: nothing is known when the primary directory does not answer', () => {
    const primary = { complete: false, reason: 'TIMED_OUT', takenAt: null } as const;
    expect(matchOf(account('u1', { email: 'ada@example.com' }), [], { primary })).toMatchObject({
      kind: 'UNKNOWN',
      reason: 'SOURCE_UNREACHABLE',
    });
  });

  it('W17: half a list proves who is there, and nobody absent', () => {
    const primary = { complete: false, reason: 'PARTIAL' } as const;
    const [a, b] = [account('a', { email: 'a@example.com' }), account('b', { email: 'b@example.com' })];
    const all = correlated({ users: [a, b, primaryAccount('m1', { email: 'a@example.com' })], primary });
    expect(all.matchOf(a, asOf)).toMatchObject({ kind: 'MATCHED', user: { externalId: 'm1' } });
    expect(all.matchOf(b, asOf)).toMatchObject({ kind: 'UNKNOWN', reason: 'PARTIAL_DATA' });
  });

  it('W18: a rehired person is matched with the account in use, the old one is a twin', () => {
    const old = primaryAccount('m1', { employeeNumber: '4711', status: 'DEPROVISIONED' });
    const now = primaryAccount('m2', { employeeNumber: '4711' });
    const match = matchOf(account('u1', { employeeNumber: '4711' }), [old, now]);
    expect(match).toMatchObject({
      kind: 'MATCHED',
      user: { externalId: 'm2' },
      key: 'EMPLOYEE_NUMBER',
      confidence: 'HIGH',
      twins: [{ externalId: 'm1' }],
    });
    expect(labels(match)).toContain('twins');
  });

  it('W37: case does not matter', () => {
    expect(
      matchOf(account('u1', { email: 'Ada.Lovelace@Example.COM' }), [
        primaryAccount('m1', { email: 'ada.lovelace@example.com' }),
      ]),
    ).toMatchObject({ kind: 'MATCHED', key: 'EMAIL', confidence: 'MEDIUM' });
  });

  it('W38: a plus tag is a suggestion, and a match only where the domain has such a rule', () => {
    const user = account('u1', { email: 'ada+ping@example.com' });
    const ada = primaryAccount('m1', { email: 'ada@example.com' });
    expect(matchOf(user, [ada])).toMatchObject({
      kind: 'NONE',
      suggestions: [{ user: { externalId: 'm1' }, reason: 'LOOSE_EMAIL' }],
    });
    const settings = { emailRules: { 'Example.com': { plus: 'strip' } } } as const;
    expect(matchOf(user, [ada], { settings })).toMatchObject({ kind: 'MATCHED', confidence: 'MEDIUM' });
  });

  it('W39: letters that are written in two ways are one, letters that look alike are not', () => {
    expect(matched('jose\u0301@example.com', 'jos\u00e9@example.com')).toMatchObject({ kind: 'MATCHED' });
    const cyrillic = matched('\u0430da@example.com', 'ada@example.com');
    expect(cyrillic).toMatchObject({ kind: 'NONE', suggestions: [] });
    expect(labels(cyrillic)).toContain('mixedScript');
    expect(matched('\uff41da@example.com', 'ada@example.com')).toMatchObject({ kind: 'NONE' });
    expect(matched('u@b\u00fccher.example', 'u@xn--bcher-kva.example')).toMatchObject({ kind: 'MATCHED' });
    expect(matched('INFO@example.com', 'info@example.com')).toMatchObject({ kind: 'MATCHED' });
  });

  it('W40: an alias of the primary account is a match', () => {
    expect(
      matchOf(account('u1', { email: 'ada.king@example.com' }), [
        primaryAccount('m1', { email: 'ada.lovelace@example.com', aliases: ['ada.king@example.com'] }),
      ]),
    ).toMatchObject({ kind: 'MATCHED', key: 'ALIAS', confidence: 'MEDIUM' });
  });

  it('W41: two local accounts with one address are both matched', () => {
    const users = ['u1', 'u2'].map((id) => account(id, { email: 'shared@example.com' }));
    const all = correlated({ users: [...users, primaryAccount('m1', { email: 'shared@example.com' })] });
    for (const user of users)
      expect(all.matchOf(user, asOf)).toMatchObject({ kind: 'MATCHED', user: { externalId: 'm1' } });
    expect(all.count).toBe(1);
  });

  it('W42: two primary accounts with one address are a tie, whatever their state', () => {
    for (const status of ['ACTIVE', 'DEPROVISIONED'] as const) {
      const primary = ['m2', 'm1'].map((id) => primaryAccount(id, { email: 'ada@example.com', status }));
      expect(matchOf(account('u1', { email: 'ada@example.com' }), primary)).toMatchObject({
        kind: 'AMBIGUOUS',
        why: 'TIE',
        candidates: [
          { externalId: 'm1', status },
          { externalId: 'm2', status },
        ],
      });
    }
  });

  it('W43: a weaker key breaks a tie, and the confidence goes down a step', () => {
    const email = 'ada@example.com';
    const user = account('u1', { email, emailVerified: true, username: 'ada.l@example.com' });
    const primary = [
      primaryAccount('m1', { email }),
      primaryAccount('m2', { email, username: 'ada.l@example.com' }),
    ];
    const match = matchOf(user, primary);
    expect(match).toMatchObject({
      kind: 'MATCHED',
      user: { externalId: 'm2' },
      key: 'VERIFIED_EMAIL',
      confidence: 'MEDIUM',
    });
    expect(labels(match)).toContain('toldApartBy');
  });

  it('W44: another employee number stands against an address', () => {
    const primary = primaryAccount('m1', { email: 'ada@example.com', employeeNumber: '8' });
    const user = account('u1', { email: 'ada@example.com', employeeNumber: '7' });
    expect(matchOf(user, [primary])).toMatchObject({
      kind: 'AMBIGUOUS',
      why: 'VETO',
      veto: 'EMPLOYEE_NUMBER',
      candidates: [{ externalId: 'm1' }],
    });
  });

  it('W45: an account without any key is not known to be missing', () => {
    expect(matchOf(account('u1', { username: 'svc01' }), [primaryAccount('m1')])).toMatchObject({
      kind: 'UNKNOWN',
      reason: 'FIELD_NULL',
    });
  });

  it('W46: a customer is unknown to the primary directory; the rule decides that it is not in scope', () => {
    expect(matchOf(account('u1', { email: 'c@example.org' }), [])).toMatchObject({ kind: 'NONE' });
  });

  it('W47: a placeholder is no id', () => {
    const users = ['u1', 'u2'].map((id) => account(id, { sourceId: 'N/A' }));
    const all = correlated({ users: [...users, primaryAccount('N/A')] });
    for (const user of users)
      expect(all.matchOf(user, asOf)).toMatchObject({ kind: 'UNKNOWN', reason: 'FIELD_NULL' });
    expect(all.count).toBe(3);
  });

  it('W48: an id that was carried across outweighs other names and addresses', () => {
    const user = account('u1', { sourceId: 'okta-0001', email: 'a.byron@example.com' });
    const primary = primaryAccount('okta-0001', { email: 'a.lovelace@example.com' });
    expect(matchOf(user, [primary])).toMatchObject({
      kind: 'MATCHED',
      key: 'NATIVE_ID',
      confidence: 'CERTAIN',
    });
  });

  it('W49: an account of the primary directory is its own match', () => {
    const primary = primaryAccount('m1', { email: 'ada@example.com' });
    expect(matchOf(primary, [])).toMatchObject({
      kind: 'MATCHED',
      key: 'ANCHOR',
      user: { externalId: 'm1' },
    });
  });
});
