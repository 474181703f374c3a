import { describe, expect, it } from 'vitest';
import { account, asOf, correlated, link, primaryAccount } from './support/account.ts';

const email = 'ada@example.com';
const younger = new Date('2024-06-01T00:00:00Z');
const name = (family: string) => ({ name: { given: 'Ada', family, middle: null, formatted: null } });

const at = (days: number): Date => new Date(Date.UTC(2023, 0, 1) + days * 86_400_000);
const named = (id: string, given: string, family: string) =>
  primaryAccount(id, { employeeNumber: '7', name: { given, family, middle: null, formatted: null } });

describe('what speaks against a match', () => {
  it("a machine's account with its owner's mailbox is not its owner", () => {
    const machine = account('u1', { username: 'svc-backup', email });
    const owner = primaryAccount('m1', { email });
    expect(correlated({ users: [machine, owner] }).matchOf(machine, asOf)).toMatchObject({
      kind: 'AMBIGUOUS',
      veto: 'KIND',
    });
  });

  it('an address whose primary account is much younger, under another surname, was handed on', () => {
    const local = account('u1', { email, ...name('King') });
    const primary = primaryAccount('m1', { email, createdAt: younger, ...name('Byron') });
    const all = correlated({ users: [local, primary] });
    expect(all.matchOf(local, asOf)).toMatchObject({ kind: 'AMBIGUOUS', veto: 'RECYCLED_ADDRESS' });
    expect(all.recycleDoubtOf(local)).toBe('SUSPECTED');
    expect(all.identityOf(local)?.primaryUser).toBeNull();
  });

  it('a gap of exactly the limit, a common part of the surname, or a stronger key leaves the match alone', () => {
    const local = account('u1', { email, employeeNumber: '7', ...name('King') });
    const cases = [
      { createdAt: at(30), ...name('Byron') },
      { createdAt: at(31), ...name('King-Byron') },
      { createdAt: at(31), employeeNumber: '7', ...name('Byron') },
    ];
    for (const facts of cases) {
      const all = correlated({ users: [local, primaryAccount('m1', { email, ...facts })] });
      expect(all.matchOf(local, asOf)).toMatchObject({ kind: 'MATCHED' });
    }
  });

  it('dates say nothing where most primary accounts are younger: they are those of a move', () => {
    const people = Array.from({ length: 21 }, (_, index) => `p${index}@example.com`);
    const users = people.flatMap((address, index) => [
      account(`u${index}`, { email: address, ...name('King') }),
      primaryAccount(`m${index}`, {
        email: address,
        createdAt: younger,
        ...name(index === 0 ? 'Byron' : 'King'),
      }),
    ]);
    const all = correlated({ users });
    expect(all.matchOf({ directory: 'ping', externalId: 'u0' }, asOf)).toMatchObject({ kind: 'MATCHED' });
    expect(all.recycleDoubtOf({ directory: 'ping', externalId: 'u0' })).toBeNull();
  });

  it('one number under two whole names is not one person', () => {
    const local = account('u1', { employeeNumber: '7' });
    const all = correlated({ users: [local, named('m1', 'Ada', 'King'), named('m2', 'Alan', 'Turing')] });
    expect(all.matchOf(local, asOf)).toMatchObject({ kind: 'AMBIGUOUS', why: 'TIE' });
  });
});

describe('what an operator says', () => {
  const local = account('u1', { email: 'somebody@example.com' });
  const primary = primaryAccount('m1', { email, employeeNumber: '8' });

  it('is a match, whatever speaks against it', () => {
    const links = [link('SAME', primary, local)];
    const all = correlated({ users: [{ ...local, employeeNumber: '7' }, primary], links });
    expect(all.matchOf(local, asOf)).toMatchObject({ key: 'MANUAL_LINK', confidence: 'CERTAIN' });
  });

  it('takes a candidate away for good', () => {
    const users = [{ ...local, email }, primary];
    const all = correlated({ users, links: [link('DIFFERENT', local, primary)] });
    expect(all.matchOf(local, asOf)).toMatchObject({ kind: 'NONE', suggestions: [] });
  });

  it('of two links of one pair, the newer one counts', () => {
    const links = [link('DIFFERENT', primary, local), link('SAME', local, primary, new Date('2024-01-01'))];
    expect(correlated({ users: [local, primary], links }).matchOf(local, asOf)).toMatchObject({
      kind: 'NONE',
    });
  });

  it('leads on to the match of the other account', () => {
    const other = account('v1', { directory: 'scim', email });
    const all = correlated({ users: [local, other, primary], links: [link('SAME', local, other)] });
    expect(all.matchOf(local, asOf)).toMatchObject({
      kind: 'MATCHED',
      user: { externalId: 'm1' },
      key: 'MANUAL_LINK',
      confidence: 'MEDIUM',
    });
    expect(all.count).toBe(1);
  });

  it('keeps two accounts apart that lead to one person: the weaker match gives way', () => {
    const strong = account('u2', { employeeNumber: '8' });
    const weak = account('u3', { email });
    const all = correlated({ users: [strong, weak, primary], links: [link('DIFFERENT', weak, strong)] });
    expect(all.matchOf(strong, asOf)).toMatchObject({ kind: 'MATCHED' });
    expect(all.matchOf(weak, asOf)).toMatchObject({ kind: 'AMBIGUOUS', veto: 'MANUAL_LINK' });
    expect(all.count).toBe(2);
  });
});

describe('keys', () => {
  it('an on-premises id is recognised as Base64 of its bytes', () => {
    const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
    const base64 = Buffer.from('e004253f894fd3119a0c0305e82c3301', 'hex').toString('base64');
    const local = account('u1', { sourceId: base64 });
    const all = correlated({ users: [local, primaryAccount(id)] });
    expect(all.matchOf(local, asOf)).toMatchObject({ kind: 'MATCHED', key: 'NATIVE_ID' });
  });

  it('a bare user name is an address where the operator names its domain', () => {
    const local = account('u1', { username: 'Ada' });
    const users = [local, primaryAccount('m1', { email })];
    expect(correlated({ users }).matchOf(local, asOf)).toMatchObject({ reason: 'FIELD_NULL' });
    const settings = { usernameDomain: { ping: 'example.com' } };
    expect(correlated({ users, settings }).matchOf(local, asOf)).toMatchObject({ key: 'MAPPED_USERNAME' });
  });

  it('an employee number may be in a custom attribute, and a crowd has none', () => {
    const settings = { employeeNumberAttribute: { ping: 'hrId' }, stripLeadingZeros: true };
    const local = account('u1', { customAttributes: { hrId: '0042' } });
    const primary = primaryAccount('m1', { employeeNumber: '42' });
    expect(correlated({ users: [local, primary], settings }).matchOf(local, asOf)).toMatchObject({
      key: 'EMPLOYEE_NUMBER',
    });
    const crowd = Array.from({ length: 50 }, (_, index) => account(`c${index}`, { employeeNumber: '42' }));
    expect(correlated({ users: [local, primary, ...crowd], settings }).matchOf(local, asOf)).toMatchObject({
      kind: 'NONE',
    });
  });

  it('an old read of the primary directory proves nobody missing', () => {
    const local = account('u1', { email });
    const primary = { takenAt: new Date(asOf.getTime() - 86_400_001) };
    expect(correlated({ users: [local], primary }).matchOf(local, asOf)).toMatchObject({
      kind: 'UNKNOWN',
      reason: 'STALE_DATA',
    });
  });
});
