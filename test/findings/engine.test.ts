import { describe, expect, test } from 'vitest';
import type { FindingSources } from '../../src/findings/sources.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { User } from '../../src/model/user.ts';
import {
  asOf,
  assigned,
  device,
  evaluation,
  list,
  member,
  missing,
  ofUser,
  person,
  said,
  shown,
  signedOn,
  sources,
  daysAgo,
} from './support.ts';

/** Sources that write down what was asked of them. */
function watched(replaced: Partial<FindingSources> = {}) {
  const calls: string[] = [];
  const inner = sources(replaced);
  const watching = new Proxy(inner, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...given: unknown[]): unknown => {
        calls.push(name);
        return Reflect.apply(value, target, given);
      };
    },
  });
  return { calls, sources: watching };
}

describe('what is read', () => {
  test('a closed gate costs no call', async () => {
    const { calls, sources: watching } = watched();
    const rules = ['admin::admin_without_factor', 'mfa::user_no_factor', 'lifecycle::password_expired'];
    const findings = await evaluation({ sources: watching }, rules).user(person({ status: 'SUSPENDED' }));
    expect(findings.map(said)).toEqual(Array(3).fill('ABSENT OUT_OF_SCOPE'));
    expect(calls).toEqual([]);
  });

  test('devices of somebody who is no administrator are not read for a rule about administrators', async () => {
    const { calls, sources: watching } = watched();
    await evaluation({ sources: watching }, ['admin::admin_weak_mfa']).user(person());
    expect(calls).toContain('userRoleAssignments');
    expect(calls).not.toContain('devices');
  });

  test('roles of somebody who signed on yesterday are not read to find idle administrators', async () => {
    const { calls, sources: watching } = watched();
    await evaluation({ sources: watching }, ['stale::admin_inactive']).user(person());
    expect(calls).toEqual([]);
  });

  test('each fact is read once, however many rules ask and however often', async () => {
    const { calls, sources: watching } = watched();
    const whole = evaluation({ sources: watching });
    await whole.user(person());
    await whole.user(person());
    const repeated = ['devices', 'userRoleAssignments', 'roles', 'profile', 'password', 'sessions'];
    expect(repeated.filter((name) => calls.filter((call) => call === name).length > 1)).toEqual([]);
  });

  test('a gated evaluation reads passwords of known administrators only', async () => {
    const rule = 'lifecycle::password_expired';
    const everyday = watched();
    const finding = await ofUser(rule, { sources: everyday.sources, depth: 'GATED' });
    expect(said(finding)).toBe('UNKNOWN NOT_REQUESTED');
    expect(everyday.calls).not.toContain('password');
    const powerful = watched({ userRoleAssignments: async () => list(assigned('Help Desk Admin')) });
    expect(said(await ofUser(rule, { sources: powerful.sources, depth: 'GATED' }))).toBe('ABSENT COMPLIANT');
  });

  test('subjects that are evaluated together ask in the same tick', async () => {
    const ticks: number[] = [];
    let tick = 0;
    const devices = async () => {
      ticks.push(tick);
      return list<never>();
    };
    const whole = evaluation({ sources: { devices } }, ['mfa::user_no_factor']);
    const users = ['a', 'b', 'c'].map((externalId) => person({ externalId }));
    const running = Promise.all(users.map((user) => whole.user(user)));
    tick = 1;
    await running;
    expect(ticks).toEqual([0, 0, 0]);
  });
});

const broken = (): never => {
  throw new Error('broken');
};

describe('what cannot be read', () => {
  test.each([
    ['FORBIDDEN', 'PERMISSION_DENIED'],
    ['RATE_LIMITED', 'SOURCE_UNREACHABLE'],
    ['EXTERNAL', 'NOT_CAPABLE'],
    ['PARTIAL', 'PARTIAL_DATA'],
  ] as const)('%s makes a finding UNKNOWN with %s', async (reason, expected) => {
    const finding = await ofUser('mfa::user_no_factor', {
      sources: { devices: async () => missing(reason) },
    });
    expect(said(finding)).toBe(`UNKNOWN ${expected}`);
    expect(finding.remedies).toEqual([]);
  });

  test('a source that throws against its contract makes nothing reject', async () => {
    expect(said(await ofUser('mfa::user_no_factor', { sources: { devices: broken } }))).toBe(
      'UNKNOWN SOURCE_UNREACHABLE',
    );
    expect(
      said(await ofUser('lifecycle::password_expired', { sources: { password: async () => broken() } })),
    ).toBe('UNKNOWN SOURCE_UNREACHABLE');
  });

  test('a role that nobody can place leaves it open whether somebody is an administrator', async () => {
    const strange = assigned('Strange Role');
    const userRoleAssignments = async () => list(strange);
    const finding = await ofUser('admin::admin_without_factor', { sources: { userRoleAssignments } });
    expect(said(finding)).toBe('UNKNOWN INVALID_VALUE');
  });
});

describe('grants', () => {
  const viaGroup: Partial<FindingSources> = {
    userGroups: async () => list(member('G1')),
    groupRoleAssignments: async () => list(assigned('Environment Admin', { externalId: 'of the group' })),
  };

  test('an inherited row and the group that gives it are one grant', async () => {
    const inherited = assigned('Environment Admin', { inherited: true, inheritedFromGroupId: 'G1' });
    const finding = await ofUser('admin::redundant_role_assignment', {
      sources: { ...viaGroup, userRoleAssignments: async () => list(inherited) },
    });
    expect(said(finding)).toBe('ABSENT COMPLIANT');
  });

  test('a direct row beside a group with the same role is a second grant', async () => {
    const finding = await ofUser('admin::redundant_role_assignment', {
      sources: { ...viaGroup, userRoleAssignments: async () => list(assigned('Environment Admin')) },
    });
    expect(said(finding)).toBe('PRESENT LOW');
  });

  test('where the provider lists what is inherited, groups are not read for somebody without any', async () => {
    const { calls, sources: watching } = watched({ listsInheritedRoles: true });
    const finding = await ofUser('admin::role_via_group', { sources: watching });
    expect(said(finding)).toBe('ABSENT OUT_OF_SCOPE');
    expect(calls).not.toContain('userGroups');
  });

  test('an inherited row without its path leaves the depth open', async () => {
    const finding = await ofUser('admin::role_via_nested_group', {
      sources: {
        listsInheritedRoles: true,
        userRoleAssignments: async () => list(assigned('Environment Admin', { inherited: true })),
        userGroups: async () => missing('FORBIDDEN'),
      },
    });
    expect(said(finding)).toBe('UNKNOWN PERMISSION_DENIED');
  });

  test('a dynamic group gives its roles without a direct membership', async () => {
    const finding = await ofUser('admin::role_via_group', {
      sources: { ...viaGroup, userGroups: async () => list(member('G1', 'INDIRECT')) },
    });
    expect(said(finding)).toBe('PRESENT INFO');
  });
});

describe('severity and identity', () => {
  const idle = signedOn(daysAgo(100));

  test('it rises by one level for somebody who can take over the directory', async () => {
    const finding = await ofUser('stale::user_inactive', {
      user: idle,
      sources: { userRoleAssignments: async () => list(assigned('Environment Admin')) },
    });
    expect(said(finding)).toBe('PRESENT HIGH');
    expect(finding.baseSeverity).toBe('MEDIUM');
    expect(shown(finding, 'severityModifiers')).toBe('topAdministrator+1');
  });

  test('it falls by one level among customers, and says so', async () => {
    const usual = sources();
    const customers = async () => {
      const fact = await usual.profile();
      return fact.state === 'KNOWN' ? known({ ...fact.value, purpose: 'CUSTOMER' as const }, asOf) : fact;
    };
    const world = { user: idle, sources: { profile: customers } };
    expect(said(await ofUser('stale::user_inactive', world))).toBe('PRESENT LOW');
    expect(said(await ofUser('mfa::user_no_factor', world))).toBe('PRESENT LOW');
  });

  test('a purpose that cannot be read counts as a workforce, and says so', async () => {
    const finding = await ofUser('stale::user_inactive', {
      user: idle,
      sources: { profile: async () => unknown('FORBIDDEN') },
    });
    expect(shown(finding, 'purposeAssumed')).toBe('WORKFORCE');
  });

  test('an ignored user is left alone by every rule, with the reason beside it', async () => {
    const findings = await evaluation({ settings: { ignore: ['ADA'] } }).user(person(idle));
    expect(new Set(findings.map(said))).toEqual(new Set(['ABSENT IGNORED']));
    expect(findings.every((finding) => shown(finding, 'ignoredBy') === 'settings.ignore')).toBe(true);
  });

  test('nobody is ignored by an address, an alias, or the id of another', async () => {
    const taken = { ...idle, email: 'svc@example.com', aliases: ['svc'] };
    const at = async (ignore: string, overrides: Parameters<typeof person>[0] = taken) =>
      (await evaluation({ settings: { ignore: [ignore] } }).user(person(overrides))).some(
        ({ absentReason }) => absentReason === 'IGNORED',
      );
    const { externalId, directory } = person(taken);
    expect(await at('svc@example.com')).toBe(false);
    expect(await at('svc')).toBe(false);
    expect(await at(`other:${externalId}`)).toBe(false);
    expect(await at(`${directory}:${externalId}`.toUpperCase())).toBe(true);
    const id = '3a1f0c52-6d0e-4c0b-8f57-1f6f9f0f7a11';
    expect(await at(id, { ...idle, username: id })).toBe(false);
    expect(await at('other:ada', { ...idle, username: 'other:ada' })).toBe(false);
  });

  test('an emergency account may be idle', async () => {
    const finding = await ofUser('stale::admin_inactive', {
      user: idle,
      settings: { breakGlass: ['ada'] },
      sources: { userRoleAssignments: async () => list(assigned('Environment Admin')) },
    });
    expect(said(finding)).toBe('ABSENT OUT_OF_SCOPE');
    expect(shown(finding, 'breakGlass')).toBeDefined();
  });

  test('the id is the same at any time and another for any other rule or subject', async () => {
    const early = await ofUser('stale::user_inactive');
    const late = await ofUser('stale::user_inactive', { user: idle, asOf: new Date('2026-01-01T00:00:00Z') });
    const otherRule = await ofUser('stale::user_never_signed_in');
    const otherUser = await ofUser('stale::user_inactive', { user: { externalId: 'bea' } });
    expect(early.id).toBe(late.id);
    expect(early.id).toMatch(/^[\w-]{22}$/);
    expect(new Set([early.id, otherRule.id, otherUser.id]).size).toBe(3);
  });

  test('a pattern that is no regular expression is refused by name', () => {
    expect(() => evaluation({ settings: { serviceAccountPatterns: ['('] } })).toThrow(
      /serviceAccountPatterns.*"\("/,
    );
  });
});

test('everybody of a large directory is evaluated in memory, each rule once per user', async () => {
  const users: readonly User[] = Array.from({ length: 2_000 }, (_, index) =>
    person({
      externalId: `u${index}`,
      username: `user${index}`,
      email: `user${index}@example.com`,
      ...signedOn(daysAgo(index % 200)),
    }),
  );
  const whole = evaluation({
    depth: 'GATED',
    sources: {
      everyUser: async () => list(...users),
      userRoleAssignments: async (id) => (id.endsWith('00') ? list(assigned('Help Desk Admin')) : list()),
      devices: async ({ externalId }) => (externalId.endsWith('7') ? list() : list(device('TOTP'))),
    },
  });
  const perUser = (await evaluation().user(person())).length;
  const findings = (await Promise.all(users.map((user) => whole.user(user)))).flat();
  expect(findings.length).toBe(2_000 * perUser);
  const present = findings.filter(
    ({ ruleId, state }) => ruleId === 'mfa::user_no_factor' && state === 'PRESENT',
  );
  expect(present.length).toBe(200);
});
