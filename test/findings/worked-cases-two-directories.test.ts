import { describe, expect, test } from 'vitest';
import type { User } from '../../src/model/user.ts';
import { known } from '../../src/model/fact.ts';
import {
  asOf,
  assigned,
  daysAgo,
  evaluation,
  list,
  missing,
  ofUser,
  person,
  said,
  shown,
  signedOn,
  type World,
} from './support.ts';
import { beside, brokenOff, inPrimary, unread, whole } from './support-two-directories.ts';

const stranger = 'ping_identity::user_not_in_idp';
const leaver = 'ping_identity::offboarded_user_active';
const conflict = 'identity::status_conflict';
const mail = 'ada@example.com';
const off = { status: 'SUSPENDED' } as const;
const gone = { status: 'DEPROVISIONED' } as const;

async function all(world: World, ...rules: readonly string[]): Promise<readonly string[]> {
  return await Promise.all(rules.map(async (rule) => said(await ofUser(rule, world))));
}

/** Of a directory that notes sign-ons up to 14 days late. */
async function lateNoted(days: number, moreMs = 0): Promise<string> {
  const user = signedOn(daysAgo(days, moreMs));
  return said(await ofUser('stale::user_inactive', { user, sources: { signOnLagMs: 14 * 86_400_000 } }));
}

function twoOf(one: Partial<User>, other: Partial<User>): World {
  return beside(
    {},
    {
      primary: [
        { email: mail, ...one },
        { email: mail, ...other },
      ],
    },
  );
}

describe('worked cases: leavers and strangers', () => {
  test('W10 last sign-ons that are noted up to 14 days late', async () => {
    expect(await lateNoted(89)).toBe('ABSENT COMPLIANT');
    expect(await lateNoted(100)).toBe('UNKNOWN MEASUREMENT_SLACK');
    expect(await lateNoted(104)).toBe('UNKNOWN MEASUREMENT_SLACK');
    expect(await lateNoted(104, 1)).toBe('PRESENT MEDIUM');
  });

  test('W13 leaver still usable', async () => {
    const world = beside({}, { primary: [{ email: mail, ...gone }] });
    const finding = await ofUser(leaver, world);
    expect(said(finding)).toBe('PRESENT HIGH');
    expect(finding.remedies).toContainEqual({ action: 'suspendUser' });
    expect(shown(finding, 'key')).toBe('VERIFIED_EMAIL');
    expect(shown(finding, 'confidence')).toBe('HIGH');
    expect(shown(finding, 'primaryAccount')).toBe('Ada');
    expect(shown(finding, 'email')).toBe('a***@example.com');
    expect(await all(world, stranger)).toEqual(['ABSENT COMPLIANT']);
  });

  test('W14 leaver already suspended here', async () => {
    const world = beside(off, { primary: [{ email: mail, ...gone }] });
    expect(await all(world, leaver, stranger, conflict)).toEqual([
      'ABSENT OUT_OF_SCOPE',
      'ABSENT OUT_OF_SCOPE',
      'ABSENT COMPLIANT',
    ]);
  });

  test('W15 primary list without removed people', async () => {
    const world = beside({}, { primary: [], read: brokenOff });
    expect(await all(world, stranger, leaver)).toEqual(['UNKNOWN PARTIAL_DATA', 'UNKNOWN PARTIAL_DATA']);
  });

  test('W16 primary unreachable', async () => {
    const world = beside({}, { primary: [], read: unread('TIMED_OUT') });
    const expected = 'UNKNOWN SOURCE_UNREACHABLE';
    expect(await all(world, stranger, leaver)).toEqual([expected, expected]);
    const suspended = beside(off, { primary: [], read: unread('TIMED_OUT') });
    expect(await all(suspended, stranger, leaver)).toEqual(['ABSENT OUT_OF_SCOPE', 'ABSENT OUT_OF_SCOPE']);
  });

  test('W17 primary breaks off on page 2 of 3', async () => {
    const found = beside({}, { primary: [{ email: mail }], read: brokenOff });
    expect(await all(found, stranger, leaver)).toEqual(['ABSENT COMPLIANT', 'ABSENT COMPLIANT']);
    const other = beside({}, { primary: [{ email: 'bob@example.com' }], read: brokenOff });
    expect(await all(other, stranger, leaver)).toEqual(['UNKNOWN PARTIAL_DATA', 'UNKNOWN PARTIAL_DATA']);
  });

  test('W18 rehire', async () => {
    const employeeNumber = '4711';
    const world = beside({ employeeNumber }, { primary: [{ employeeNumber, ...gone }, { employeeNumber }] });
    expect(await all(world, leaver)).toEqual(['ABSENT COMPLIANT']);
    expect(await all({ ...world, user: { employeeNumber, ...off } }, conflict)).toEqual(['PRESENT LOW']);
    const finding = await ofUser(conflict, { ...world, user: { employeeNumber, ...off } });
    expect(shown(finding, 'twins')).toBe('okta-1');
  });

  test('W19 activity after leaving, grace 24 h', async () => {
    const left = { email: mail, ...gone, stateChangedAt: new Date('2025-06-01T00:00:00Z') };
    const used = (at: string): World => beside(signedOn(new Date(at)), { primary: [left] });
    const rule = 'offboarding::leaver_recent_activity';
    expect(await all(used('2025-06-02T00:00:00.000Z'), rule)).toEqual(['ABSENT COMPLIANT']);
    expect(await all(used('2025-06-02T00:00:00.001Z'), rule)).toEqual(['PRESENT CRITICAL']);
    const late = beside(
      signedOn(new Date('2025-06-01T23:00:00Z')),
      { primary: [left] },
      { sources: { signOnLagMs: 3_600_001 } },
    );
    expect(await all(late, rule)).toEqual(['UNKNOWN MEASUREMENT_SLACK']);
  });

  test('W20 false gate beats missing data', async () => {
    const roles = { sources: { userRoleAssignments: async () => missing('FORBIDDEN') } };
    const primary = [{ email: mail, ...gone }];
    const rule = 'offboarding::leaver_holds_admin';
    expect(await all(beside(off, { primary }, roles), rule)).toEqual(['ABSENT OUT_OF_SCOPE']);
    expect(await all(beside({}, { primary }, roles), rule)).toEqual(['UNKNOWN PERMISSION_DENIED']);
  });

  test('W21 leaver in several directories', async () => {
    const rule = 'offboarding::leaver_active_in_multiple_providers';
    const ada = { employeeNumber: '7' };
    const world = (others: Parameters<typeof inPrimary>[1]): World =>
      inPrimary([{ ...ada, ...gone }], others, { user: ada });
    const usable = { users: [ada] };
    const suspended = { users: [{ ...ada, ...off }] };
    const silent = { users: [], read: unread('TIMED_OUT') };
    const two = await ofUser(rule, world({ google: usable, entra: silent }));
    expect(said(two)).toBe('PRESENT CRITICAL');
    expect(two.evidence.filter(({ label }) => label === 'usableAccount')).toHaveLength(2);
    expect(shown(two, 'notReadWhole')).toBe('entra (SOURCE_UNREACHABLE)');
    expect(await all(world({ google: suspended, entra: silent }), rule)).toEqual([
      'UNKNOWN SOURCE_UNREACHABLE',
    ]);
    expect(await all(world({ google: suspended }), rule)).toEqual(['ABSENT COMPLIANT']);
  });
});

describe('worked cases: correlation', () => {
  test('W37 mixed case', async () => {
    const world = beside(
      { email: 'Ada.Lovelace@Example.COM' },
      { primary: [{ email: 'ada.lovelace@example.com' }] },
    );
    expect(await all(world, stranger)).toEqual(['ABSENT COMPLIANT']);
  });

  test('W38 plus tag', async () => {
    const given = { primary: [{ email: mail }] };
    const finding = await ofUser(stranger, beside({ email: 'ada+ping@example.com' }, given));
    expect(said(finding)).toBe('PRESENT HIGH');
    expect(shown(finding, 'suggestion')).toBe('Ada (the addresses differ in a tag or dots only)');
    const stripped = { ...given, correlation: { emailRules: { 'example.com': { plus: 'strip' } } } } as const;
    expect(await all(beside({ email: 'ada+ping@example.com' }, stripped), stranger)).toEqual([
      'ABSENT COMPLIANT',
    ]);
  });

  test.each([
    ['jose\u0301@example.com', 'jos\u00e9@example.com', 'ABSENT COMPLIANT', undefined],
    ['\u0430da@example.com', 'ada@example.com', 'PRESENT HIGH', 'true'],
    ['\uff41da@example.com', 'ada@example.com', 'PRESENT HIGH', undefined],
    ['u@b\u00fccher.example', 'u@xn--bcher-kva.example', 'ABSENT COMPLIANT', undefined],
    ['INFO@example.com', 'info@example.com', 'ABSENT COMPLIANT', undefined],
  ])('W39 unicode: %s beside %s', async (email, primary, expected, mixedScript) => {
    const finding = await ofUser(stranger, beside({ email }, { primary: [{ email: primary }] }));
    expect(said(finding)).toBe(expected);
    expect(shown(finding, 'mixedScript')).toBe(mixedScript);
  });

  test('W40 alias', async () => {
    const primary = [{ email: 'ada.lovelace@example.com', aliases: ['ada.king@example.com'] }];
    const world = beside({ email: 'ada.king@example.com' }, { primary });
    expect(await all(world, stranger, 'identity::email_mismatch')).toEqual([
      'ABSENT COMPLIANT',
      'ABSENT COMPLIANT',
    ]);
  });

  test('W41 two local users, one email', async () => {
    const world = beside({}, { primary: [{ email: mail }], own: [{ email: mail }] });
    expect(await all(world, 'identity::duplicate_email', stranger)).toEqual([
      'PRESENT MEDIUM',
      'ABSENT COMPLIANT',
    ]);
    const one = beside({}, { primary: [{ email: mail }], own: [{ email: mail, ...off }] });
    expect(await all(one, 'identity::duplicate_email')).toEqual(['ABSENT COMPLIANT']);
  });

  test('W42 two primary accounts share the address', async () => {
    expect(await all(twoOf({}, {}), 'identity::ambiguous_match', stranger, leaver)).toEqual([
      'PRESENT LOW',
      'ABSENT COMPLIANT',
      'ABSENT COMPLIANT',
    ]);
    expect(await all(twoOf({}, gone), leaver)).toEqual(['UNKNOWN AMBIGUOUS_MATCH']);
    const both = await ofUser(leaver, twoOf(gone, gone));
    expect(said(both)).toBe('PRESENT MEDIUM');
    expect(shown(both, 'confidence')).toBe('LOW');
    expect(shown(both, 'severityModifiers')).toBe('weakLink-1');
  });

  test('W43 tie broken by a weaker key', async () => {
    const primary = [{ email: mail }, { email: mail, username: 'ada.l@example.com', ...gone }];
    const finding = await ofUser(leaver, beside({ username: 'ada.l@example.com' }, { primary }));
    expect(said(finding)).toBe('PRESENT HIGH');
    expect(shown(finding, 'confidence')).toBe('MEDIUM');
    expect(shown(finding, 'toldApartBy')).toBe('USERNAME');
  });

  test('W44 veto', async () => {
    const world = beside({ employeeNumber: '7' }, { primary: [{ email: mail, employeeNumber: '8' }] });
    expect(await all(world, stranger, leaver, 'identity::ambiguous_match')).toEqual([
      'UNKNOWN AMBIGUOUS_MATCH',
      'UNKNOWN AMBIGUOUS_MATCH',
      'PRESENT LOW',
    ]);
  });

  test('W45 nothing to correlate with', async () => {
    const world = beside({ email: null, username: 'svc01' }, { primary: [{ email: mail }] });
    expect(await all(world, 'identity::missing_correlation_key', stranger)).toEqual([
      'PRESENT LOW',
      'UNKNOWN FIELD_NULL',
    ]);
  });

  test('W46 customer environment', async () => {
    const profile = {
      name: null,
      region: null,
      type: null,
      status: null,
      organizationId: null,
      licenseId: null,
      purpose: 'CUSTOMER',
      products: [],
      mfaKeptElsewhere: false,
      createdAt: null,
    } as const;
    const world = beside({}, { primary: [] }, { sources: { profile: async () => known(profile, asOf) } });
    expect(await all(world, stranger)).toEqual(['ABSENT OUT_OF_SCOPE']);
  });

  test('W47 placeholder external id', async () => {
    const world = beside({ sourceId: 'N/A' }, { primary: [], own: [{ sourceId: 'N/A' }] });
    expect(await all(world, 'identity::external_id_conflict')).toEqual(['ABSENT COMPLIANT']);
  });

  test('W48 strong key, changed name', async () => {
    const world = beside(
      { sourceId: 'okta-1', email: 'a.byron@example.com' },
      { primary: [{ email: 'a.lovelace@example.com' }] },
    );
    expect(await all(world, stranger, 'identity::email_mismatch')).toEqual([
      'ABSENT COMPLIANT',
      'PRESENT LOW',
    ]);
    expect(shown(await ofUser('identity::email_mismatch', world), 'confidence')).toBe('CERTAIN');
  });

  test('W49 the primary directory itself', async () => {
    const world = inPrimary([{ email: 'who@example.com' }], {});
    expect(await all(world, stranger, leaver, conflict)).toEqual(
      Array.from({ length: 3 }, () => 'ABSENT OUT_OF_SCOPE'),
    );
  });
});

const active = { email: mail };
const left = { email: mail, ...gone };
const veto = { email: mail, employeeNumber: '8' };

/** Section 6.8 of the catalogue, row by row: what the primary directory says, what stands here, and what the three rules answer. */
const interaction: readonly (readonly [string, readonly Partial<User>[], string, string, string, string])[] =
  [
    ['MATCHED, active', [active], 'usable', 'ABSENT', 'ABSENT', 'ABSENT'],
    ['MATCHED, active', [active], 'suspended', 'ABSENT', 'ABSENT', 'PRESENT LOW'],
    ['MATCHED, offboarded', [left], 'usable', 'ABSENT', 'PRESENT HIGH', 'ABSENT'],
    ['MATCHED, offboarded', [left], 'suspended', 'ABSENT', 'ABSENT', 'ABSENT'],
    ['NONE', [], 'usable', 'PRESENT HIGH', 'ABSENT', 'ABSENT'],
    ['TIE, all offboarded', [left, left], 'usable', 'ABSENT', 'PRESENT MEDIUM', 'ABSENT'],
    ['TIE, all active', [active, active], 'usable', 'ABSENT', 'ABSENT', 'ABSENT'],
    ['TIE, candidates disagree', [active, left], 'usable', 'ABSENT', 'UNKNOWN', 'ABSENT'],
    ['VETO', [veto], 'usable', 'UNKNOWN', 'UNKNOWN', 'ABSENT'],
    ['UNKNOWN', [], 'usable', 'UNKNOWN', 'UNKNOWN', 'ABSENT'],
    ['UNKNOWN', [], 'suspended', 'ABSENT', 'ABSENT', 'UNKNOWN'],
    ['AMBIGUOUS', [active, active], 'suspended', 'ABSENT', 'ABSENT', 'UNKNOWN'],
    ['NONE', [], 'suspended', 'ABSENT', 'ABSENT', 'ABSENT'],
  ];

test.each(interaction)('6.8: %s (%j), %s here: %s, %s, %s', async (match, primary, here, ...expected) => {
  const user = { employeeNumber: '7', ...(here === 'suspended' ? off : {}) };
  const read = match === 'UNKNOWN' ? unread('UNREACHABLE') : whole;
  const answers = await all(beside(user, { primary, read }), stranger, leaver, conflict);
  expect(answers.map((text) => (text.startsWith('PRESENT') ? text : text.split(' ')[0]))).toEqual(expected);
});

test('nothing of a second directory is claimed where there is no primary one', async () => {
  const findings = await evaluation().user(person());
  const about = findings.filter(({ ruleId }) =>
    [stranger, leaver, 'identity::ambiguous_match'].includes(ruleId),
  );
  expect(about.map(said)).toEqual(Array.from({ length: 3 }, () => 'UNKNOWN NOT_CONFIGURED'));
});

test('an administrator of whom the primary directory knows nobody', async () => {
  const roles = { sources: { userRoleAssignments: async () => list(assigned('Environment Admin')) } };
  const rule = 'identity::admin_not_in_primary';
  expect(await all(beside({}, { primary: [] }, roles), rule)).toEqual(['PRESENT CRITICAL']);
  const listed = { ...roles, settings: { knownLocalAccounts: ['ada'] } };
  expect(await all(beside({}, { primary: [] }, listed), rule, stranger)).toEqual([
    'ABSENT OUT_OF_SCOPE',
    'ABSENT OUT_OF_SCOPE',
  ]);
});
