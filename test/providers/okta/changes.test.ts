import { describe, expect, test } from 'vitest';
import { createOktaProvider } from '../../../src/providers/okta/okta.ts';
import { createOktaUpstream } from '../../../src/providers/okta/upstream.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import type { OktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { systemClock } from '../../../src/upstream/clock.ts';
import { answering } from './support/answers.ts';
import {
  applicationOf,
  closeAfterTest,
  connect,
  connectionTo,
  context,
  openPeer,
  someoneWho,
} from './support/peer.ts';

const DAY_MS = 86_400_000;

interface Followed {
  readonly peer: OktaPeer;
  readonly provider: Provider;
  /** Lets days pass for both. */
  readonly pass: (ms: number) => void;
}

/** An organisation whose log is followed; both sides have one clock, which only goes on when it is told to. */
async function follow(): Promise<Followed> {
  let at = Date.parse('2026-03-01T12:00:00.000Z');
  const peer = await openPeer({ clock: () => new Date(at) });
  const settings = connectionTo(peer, { systemLog: true });
  const upstream = createOktaUpstream(settings);
  const provider = createOktaProvider({ settings, upstream, clock: { ...systemClock, now: () => at } });
  closeAfterTest(() => provider.close());
  return { peer, provider, pass: (ms) => (at += ms) };
}

/** As Okta makes ids: 20 letters and digits. */
const userId = (name: string): string => `00u${name}`.padEnd(20, 'x');
const appOf = ({ org }: OktaPeer): string => org.apps[0]?.id ?? '';
const groupOf = ({ org }: OktaPeer, name: string): string =>
  [...org.groups.values()].find(({ profile }) => profile.name === name)?.id ?? '';

describe('what was changed in an Okta organisation', () => {
  test('nothing, when nothing was', async () => {
    const { provider } = await follow();
    const changes = await provider.changes.since(await provider.changes.mark(context), context);
    expect(changes).toMatchObject({ sweepDue: null });
    expect([changes.userIds.size, changes.groupIds.size, changes.applicationIds.size]).toEqual([0, 0, 0]);
  });

  test('what actions do shows: a state, a membership, a factor', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    const memberId = someoneWho(peer, 'ACTIVE');
    const groupId = [...peer.org.groups.values()].find(
      ({ id, type }) => type === 'OKTA_GROUP' && peer.org.members.get(id)?.has(memberId) === false,
    )?.id;
    const holder = [...peer.org.factors].find(([id, factors]) => factors.length > 0 && id !== memberId);
    await provider.userWrites.setEnabled(memberId, false, context);
    await provider.membershipWrites.addUserToGroup(memberId, groupId ?? '', context);
    await provider.mfaWrites.deleteDevice(holder?.[0] ?? '', holder?.[1][0]?.id ?? '', context);
    const changes = await provider.changes.since(mark, context);
    expect(changes.sweepDue).toBeNull();
    expect(changes.userIds).toEqual(new Set([memberId, holder?.[0]]));
    expect([...changes.groupIds]).toEqual([groupId]);
  });

  test('what others do shows: somebody new, somebody who was removed, a role, an application', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note('user.lifecycle.create', { type: 'User', id: userId('Newcomer') });
    peer.log.note('user.lifecycle.delete.initiated', { type: 'User', id: userId('Leaver') });
    peer.log.note('user.account.privilege.grant', { type: 'User', id: userId('Admin') });
    peer.log.note('application.lifecycle.deactivate', { type: 'AppInstance', id: appOf(peer) });
    const { userIds, applicationIds, sweepDue } = await provider.changes.since(mark, context);
    expect([...userIds]).toEqual([userId('Newcomer'), userId('Leaver'), userId('Admin')]);
    expect([...applicationIds]).toEqual([appOf(peer)]);
    expect(sweepDue).toBeNull();
  });

  test('a kind of event that nobody here has heard of names its people all the same', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note('user.something.new', { type: 'User', id: userId('Somebody') });
    expect([...(await provider.changes.since(mark, context)).userIds]).toEqual([userId('Somebody')]);
  });

  test('somebody whom Okta does not know is nobody; an id that cannot be asked for makes a sweep due', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note('user.account.lock', { type: 'User', id: 'unknown' });
    const first = await provider.changes.since(mark, context);
    expect(first).toMatchObject({ userIds: new Set(), sweepDue: null });
    peer.log.note('user.account.lock', { type: 'User', id: 'jane@example.com' });
    const second = await provider.changes.since(first.mark, context);
    expect(second).toMatchObject({
      userIds: new Set(),
      sweepDue: expect.stringContaining('no id') as string,
    });
  });

  test('sign-ons and single sign-on change nothing that a sweep holds, and lag accordingly', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    for (const type of ['user.session.start', 'user.authentication.sso', 'application.user_membership.add'])
      peer.log.note(type, { type: 'User', id: userId('Somebody') }, { type: 'AppInstance', id: appOf(peer) });
    const { userIds, applicationIds } = await provider.changes.since(mark, context);
    expect([userIds.size, applicationIds.size]).toEqual([0, 0]);
    expect(provider.signOnLagMs).toBeGreaterThan(DAY_MS);
  });

  test('a role of a group', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    const groupId = groupOf(peer, 'Auditors');
    peer.log.note('group.privilege.revoke', { type: 'UserGroup', id: groupId });
    expect(await provider.changes.since(mark, context)).toMatchObject({
      groupIds: new Set([groupId]),
      sweepDue: null,
    });
  });

  test.each([
    ['a custom role', 'iam.role.permissions.add', { type: 'ROLE', id: 'cr0Role' }],
    [
      'an enrolment policy',
      'policy.rule.update',
      { type: 'PolicyEntity', id: '00pPolicy', detailEntry: { policyType: 'OktaMfaEnroll' } },
    ],
    [
      'a policy of a kind that is not told',
      'policy.lifecycle.update',
      { type: 'PolicyEntity', id: '00pPolicy' },
    ],
  ] as const)('%s concerns people whom it does not name: a sweep is due', async (_, type, target) => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note(type, target);
    expect((await provider.changes.since(mark, context)).sweepDue).toContain(type);
  });

  test('a sign-on policy shows nowhere in a sweep', async () => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note('policy.rule.update', {
      type: 'PolicyEntity',
      id: '00pPolicy',
      detailEntry: { policyType: 'OktaSignOn' },
    });
    expect((await provider.changes.since(mark, context)).sweepDue).toBeNull();
  });
});

describe('between two questions', () => {
  test('nothing falls, and nothing is told twice once it was read to the end', async () => {
    const { peer, provider, pass } = await follow();
    let mark = await provider.changes.mark(context);
    const told: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (let one = 0; one < round; one += 1) {
        peer.log.note('user.account.update_profile', { type: 'User', id: userId(`${round}of${one}`) });
        pass(1);
      }
      const changes = await provider.changes.since(mark, context);
      told.push(...changes.userIds);
      ({ mark } = changes);
    }
    expect(told).toHaveLength(0 + 1 + 2 + 3 + 4);
    expect(new Set(told).size).toBe(told.length);
  });

  test('what was noted just before the mark is told as well: the list that a sweep reads may not have had it yet', async () => {
    const { peer, provider, pass } = await follow();
    peer.log.note('user.lifecycle.create', { type: 'User', id: userId('Newcomer') });
    pass(60_000);
    const changes = await provider.changes.since(await provider.changes.mark(context), context);
    expect([...changes.userIds]).toEqual([userId('Newcomer')]);
  });

  test('many events come over several pages, each asked for by the link of the one before', async () => {
    const { peer, provider } = await follow();
    peer.log.most = 7;
    const mark = await provider.changes.mark(context);
    for (let one = 0; one < 20; one += 1)
      peer.log.note('user.lifecycle.create', { type: 'User', id: userId(`New${one}`) });
    const before = peer.requests.of('GET /api/v1/logs');
    expect((await provider.changes.since(mark, context)).userIds.size).toBe(20);
    expect(peer.requests.of('GET /api/v1/logs') - before).toBe(4);
  });

  test('it speaks up to a moment that is a little ago, since events are noted after a while', async () => {
    const { provider } = await follow();
    const before = Date.now();
    const { until } = await provider.changes.since(await provider.changes.mark(context), context);
    expect(until.getTime()).toBeLessThan(before);
  });
});

describe('a mark that leads nowhere', () => {
  test('older than Okta keeps its events: a sweep is due until there is a new one', async () => {
    const { peer, provider, pass } = await follow();
    const mark = await provider.changes.mark(context);
    peer.log.note('user.lifecycle.suspend', { type: 'User', id: userId('Somebody') });
    pass(91 * DAY_MS);
    const changes = await provider.changes.since(mark, context);
    expect(changes.sweepDue).toContain('does not reach back');
    expect((await provider.changes.since(changes.mark, context)).sweepDue).toBe(changes.sweepDue);
    const anew = await provider.changes.mark(context);
    peer.log.note('user.lifecycle.suspend', { type: 'User', id: userId('Somebody') });
    expect([...(await provider.changes.since(anew, context)).userIds]).toEqual([userId('Somebody')]);
  });

  test('a link that Okta takes no more', async () => {
    const { peer, provider } = await follow();
    const { mark } = await provider.changes.since(await provider.changes.mark(context), context);
    peer.log.forgetCursors();
    expect((await provider.changes.since(mark, context)).sweepDue).toContain('own link');
  });

  test.each(['', 'x', '{}', '{"at":"2026-03-01T12:00:00Z","place":"/api/v1/users?limit=1"}'])(
    'one that was damaged where it was kept: %s',
    async (mark) => {
      const { provider } = await follow();
      expect((await provider.changes.since(mark, context)).sweepDue).toContain('not one of');
    },
  );
});

describe('a log that cannot be read is an error, and never "nothing was changed"', () => {
  test.each([
    ['refused', 403, 'FORBIDDEN'],
    ['failing', 500, 'UNREACHABLE'],
  ] as const)('%s', async (_, status, code) => {
    const { peer, provider } = await follow();
    const mark = await provider.changes.mark(context);
    peer.faults.add({ route: '/api/v1/logs', fault: { kind: 'status', status } });
    const soon = { ...context, deadline: Date.now() + 300 };
    const told = expect.stringMatching(code === 'FORBIDDEN' ? code : /UNREACHABLE|TIMED_OUT/) as string;
    await expect(provider.changes.since(mark, soon)).rejects.toMatchObject({ code: told });
    await expect(provider.changes.mark(soon)).rejects.toMatchObject({ code: told });
  });

  test('without a link to what comes next, and with a link to another place', async () => {
    for (const link of [undefined, '<http://127.0.0.1:9/api/v1/logs?after=x>; rel="next"']) {
      const { provider } = await answering(
        () => ({ body: [], ...(link === undefined ? {} : { headers: { link } }) }),
        { systemLog: true },
      );
      await expect(provider.changes.mark(context)).rejects.toMatchObject({
        code: link === undefined ? 'BAD_RESPONSE' : 'PAGINATION_LOOP',
      });
    }
  });

  test('an event that cannot be read', async () => {
    const { provider } = await answering(
      ({ url }, origin) => ({
        body: url.searchParams.get('limit') === '1' ? [] : [{ published: '2026-03-01T12:00:00Z' }],
        headers: { link: `<${origin}${url.pathname}?after=x>; rel="next"` },
      }),
      { systemLog: true },
    );
    const mark = await provider.changes.mark(context);
    await expect(provider.changes.since(mark, context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});

describe('whether the log is followed', () => {
  test('as an application it takes a scope of its own, which is asked for with systemLog only', async () => {
    const peer = await openPeer();
    const followed = connect(applicationOf(peer, { systemLog: true }));
    await expect(followed.changes.mark(context)).resolves.toContain('since');
    peer.application.granted = peer.application.granted.filter((scope) => scope !== 'okta.logs.read');
    const plain = connect(applicationOf(peer));
    expect(plain.capabilities.has('CHANGES')).toBe(false);
    await expect(plain.changes.mark(context)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(
      plain.users.list({ limit: 1, cursor: null, providerFilter: null }, context),
    ).resolves.toBeDefined();
  });

  test('doctor says when the right is missing, and what it costs', async () => {
    const { peer, provider } = await follow();
    expect(await provider.checkHealth(context)).toContainEqual(
      expect.objectContaining({ code: 'READ_CHANGES', status: 'OK' }),
    );
    peer.faults.add({ route: '/api/v1/logs', fault: { kind: 'status', status: 403 } });
    expect(await provider.checkHealth(context)).toContainEqual(
      expect.objectContaining({
        code: 'READ_CHANGES',
        status: 'WARNING',
        message: expect.stringContaining('whole sweeps') as string,
      }),
    );
  });
});
