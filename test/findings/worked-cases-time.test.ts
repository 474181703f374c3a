import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/model/fact.ts';
import {
  asOf,
  daysAgo,
  list,
  never,
  ofDirectory,
  ofUser,
  person,
  said,
  shown,
  signedOn,
  type World,
} from './support.ts';

const inactive = 'stale::user_inactive';
const neverUsed = 'stale::user_never_signed_in';

async function both(world: World): Promise<readonly string[]> {
  return [said(await ofUser(inactive, world)), said(await ofUser(neverUsed, world))];
}

describe('worked cases: time and inactivity', () => {
  test('W01 exactly 90 days', async () => {
    const finding = await ofUser(inactive, { user: signedOn(new Date('2025-04-01T12:00:00.000Z')) });
    expect(said(finding)).toBe('ABSENT COMPLIANT');
  });

  test('W02 one millisecond more', async () => {
    const finding = await ofUser(inactive, { user: signedOn(new Date('2025-04-01T11:59:59.999Z')) });
    expect(said(finding)).toBe('PRESENT MEDIUM');
    expect(shown(finding, 'ageDays')).toBe('90');
    expect(shown(finding, 'ageMs')).toBe('7776000001');
  });

  test('W03 leap day', async () => {
    const user = signedOn(new Date('2024-02-29T00:00:00Z'));
    const at = (text: string): Promise<string> => ofUser(inactive, { user, asOf: new Date(text) }).then(said);
    expect(await at('2024-05-29T00:00:00.000Z')).toBe('ABSENT COMPLIANT');
    expect(await at('2024-05-29T00:00:00.001Z')).toBe('PRESENT MEDIUM');
  });

  test('W04 offsets and daylight saving', async () => {
    const offset = await ofUser(inactive, { user: signedOn(new Date('2025-04-01T14:00:00+02:00')) });
    expect(said(offset)).toBe('ABSENT COMPLIANT');
    const overClockChange = await ofUser(inactive, {
      user: signedOn(new Date('2025-03-20T12:00:00+01:00')),
      asOf: new Date('2025-06-18T13:00:00+02:00'),
    });
    expect(said(overClockChange)).toBe('ABSENT COMPLIANT');
  });

  test('W05 null last sign-on, old account', async () => {
    const user = { ...never, createdAt: new Date('2024-12-12T12:00:00Z') };
    expect(await both({ user })).toEqual(['ABSENT OUT_OF_SCOPE', 'PRESENT MEDIUM']);
  });

  test('W06 null last sign-on, new account', async () => {
    expect(await both({ user: { ...never, createdAt: daysAgo(10) } })).toEqual([
      'ABSENT OUT_OF_SCOPE',
      'ABSENT COMPLIANT',
    ]);
  });

  test('W07 an epoch that means never', async () => {
    const user = { ...signedOn(new Date(0)), createdAt: new Date('2024-01-01T00:00:00Z') };
    expect(await both({ user })).toEqual(['ABSENT OUT_OF_SCOPE', 'PRESENT MEDIUM']);
  });

  test('W08 provider without activity', async () => {
    expect(await both({ user: { lastSignOn: unknown('UNSUPPORTED') } })).toEqual([
      'UNKNOWN NOT_CAPABLE',
      'UNKNOWN NOT_CAPABLE',
    ]);
  });

  test('W09 a tenant without the licence', async () => {
    const lastSignOn = unknown('NOT_LICENSED', 'No licence.');
    const world = { user: { lastSignOn }, sources: { everyUser: async () => list(person({ lastSignOn })) } };
    expect(await both(world)).toEqual(['UNKNOWN NOT_LICENSED', 'UNKNOWN NOT_LICENSED']);
    const finding = await ofDirectory('coverage::permission_missing', world);
    expect([said(finding), shown(finding, 'refused')]).toEqual([
      'PRESENT MEDIUM',
      'LAST_SIGN_ON (NOT_LICENSED)',
    ]);
    // Of one account alone it is no matter of the licence.
    const told = {
      sources: { everyUser: async () => list(person({ lastSignOn }), person({ externalId: 'bob' })) },
    };
    expect(shown(await ofDirectory('coverage::permission_missing', told), 'refused')).toBeUndefined();
  });

  test('W11 future timestamps', async () => {
    const rule = inactive;
    const ahead = (ms: number): Promise<string> =>
      ofUser(rule, { user: signedOn(new Date(asOf.getTime() + ms)) }).then(said);
    expect(await ahead(3 * 60_000)).toBe('ABSENT COMPLIANT');
    expect(await ahead(2 * 3_600_000)).toBe('UNKNOWN INVALID_VALUE');
  });

  test('W12 suspended and idle for 400 days', async () => {
    const finding = await ofUser(inactive, { user: { ...signedOn(daysAgo(400)), status: 'SUSPENDED' } });
    expect(said(finding)).toBe('ABSENT OUT_OF_SCOPE');
  });

  test('W22 end date without a time', async () => {
    const user = { endDate: '2025-06-30' };
    const at = (text: string): Promise<string> =>
      ofUser('offboarding::end_date_passed', { user, asOf: new Date(text) }).then(said);
    expect(await at('2025-07-02T12:00:00.000Z')).toBe('ABSENT COMPLIANT');
    expect(await at('2025-07-02T12:00:00.001Z')).toBe('PRESENT HIGH');
  });
});
