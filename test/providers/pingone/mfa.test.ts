import { afterEach, describe, expect, test } from 'vitest';
import { toMfaDevice } from '../../../src/providers/pingone/mfa-device.ts';
import { connect, context } from './support/connect.ts';
import { page, refusal, startPageServer, type PageAnswer, type PageServer } from './support/page-server.ts';

const device = (members: Record<string, unknown>) => toMfaDevice({ id: 'd1', members }, 'primary', 'u1');

test.each([
  ['FIDO2', 'FIDO2', 'PHISHING_RESISTANT'],
  ['SECURITY_KEY', 'FIDO2', 'PHISHING_RESISTANT'],
  ['PLATFORM', 'FIDO2', 'PHISHING_RESISTANT'],
  ['MOBILE', 'MOBILE_PUSH', 'STRONG'],
  ['TOTP', 'TOTP', 'STRONG'],
  ['OATH_TOKEN', 'OATH_TOKEN', 'STRONG'],
  ['PINGID_DESKTOP_GEN2', 'DESKTOP', 'STRONG'],
  ['SMS', 'SMS', 'WEAK'],
  ['VOICE', 'VOICE', 'WEAK'],
  ['EMAIL', 'EMAIL', 'WEAK'],
  ['WHATSAPP', 'WHATSAPP', 'WEAK'],
  ['CARRIER_PIGEON', 'UNKNOWN', 'UNKNOWN'],
])('a device of the type %s is %s and %s', (rawType, type, tier) => {
  expect(device({ type: rawType, status: 'ACTIVE' })).toMatchObject({ type, tier, rawType });
});

test.each([
  [{ status: 'ACTIVE' }, 'ACTIVE'],
  [{ status: 'ACTIVATION_REQUIRED' }, 'ACTIVATION_REQUIRED'],
  [{ status: 'ACTIVE', block: { status: 'BLOCKED' } }, 'BLOCKED'],
  [{ status: 'ACTIVE', lock: { status: 'LOCKED' } }, 'LOCKED'],
  [{ status: 'ACTIVE', block: { status: 'BLOCKED' }, lock: { status: 'LOCKED' } }, 'BLOCKED'],
  [{ status: 'ACTIVE', block: { status: 'UNBLOCKED' }, lock: { status: 'UNLOCKED' } }, 'ACTIVE'],
  [{ status: 'ACTIVE', block: { blockedAt: '2026-01-01T00:00:00Z' } }, 'BLOCKED'],
  [{ status: 'ACTIVE', block: { status: 'SOMETHING_NEW' } }, 'UNKNOWN'],
  [{ status: 'ACTIVE', block: { status: 7 }, lock: { status: 'LOCKED' } }, 'LOCKED'],
  [{ status: 'ACTIVE', lock: { status: 'SOMETHING_NEW' } }, 'UNKNOWN'],
  [{}, 'UNKNOWN'],
])('a device with %o is %s', (members, status) => {
  expect(device(members).status).toBe(status);
});

const entry = (user: number, members: Record<string, unknown> = {}) => ({
  userId: `u${user}`,
  deviceId: `d${user}`,
  deviceType: 'SMS',
  deviceStatus: 'ACTIVE',
  ...members,
});
const created = (entries: readonly unknown[], more: Record<string, unknown> = {}): PageAnswer => ({
  status: 201,
  body: { id: 'x1', status: 'SUCCESS', _embedded: { entries }, size: entries.length, ...more },
});

const next = (origin: string) => ({
  next: { href: `${origin}/v1/environments/env-1/dataExplorations/x1/entries?cursor=2` },
});

describe('the report', () => {
  let server: PageServer;
  afterEach(async () => {
    await server.close();
  });

  async function report(answer: (path: string, query: URLSearchParams, origin: string) => PageAnswer) {
    server = await startPageServer(({ path, query }, origin) => answer(path, query, origin));
    const provider = connect(server.connection);
    try {
      return await provider.mfa.report(context);
    } finally {
      await provider.close();
    }
  }

  test('it is asked for once with the documented template, and followed to its end', async () => {
    const { devicesByUser } = await report((path, _, origin) =>
      path === '/dataExplorations'
        ? created([entry(1), entry(1, { deviceId: 'd9' })], { _links: next(origin), count: 3 })
        : page('entries', [entry(2)]),
    );
    expect([...devicesByUser.entries()].map(([user, devices]) => [user, devices.length])).toEqual([
      ['u1', 2],
      ['u2', 1],
    ]);
    expect(server.asked.map((asked) => asked.method)).toEqual(['POST', 'GET']);
    expect(server.asked[0]?.query.get('expand')).toBe('entries');
    expect(JSON.parse(server.asked[0]?.body ?? '')).toMatchObject({
      dataExplorationTemplate: { id: 'db632bfd-7054-4bde-b108-a384aac2d513' },
      deliverAs: 'ENTRIES',
      sync: 'true',
    });
  });

  test('entries of a list of their own are fetched when the answer does not hold them', async () => {
    const { devicesByUser } = await report((path) =>
      path === '/dataExplorations' ? { body: { id: 'x1', status: 'SUCCESS' } } : page('entries', [entry(1)]),
    );
    expect(devicesByUser.size).toBe(1);
  });

  test.each(['userId', 'deviceId', 'deviceStatus', 'deviceType'])(
    'an entry without %s makes the whole report unreadable',
    async (name) => {
      await expect(report(() => created([entry(1), entry(2, { [name]: null })]))).rejects.toMatchObject({
        code: 'BAD_RESPONSE',
      });
    },
  );

  test('people without a device may have an entry, but a report of nobody with one is not believed', async () => {
    const { devicesByUser } = await report(() => created([entry(1), { userId: 'u2' }]));
    expect([...devicesByUser.keys()]).toEqual(['u1']);
    await server.close();
    await expect(report(() => created([{ userId: 'u1', device: 'renamed' }]))).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });

  test.each([
    ['fewer entries than it counts', created([entry(1)], { count: 2 }), 'BAD_RESPONSE'],
    ['no end yet', created([], { status: 'IN_PROGRESS' }), 'BAD_RESPONSE'],
    ['neither entries nor an id', { body: { status: 'SUCCESS' } }, 'BAD_RESPONSE'],
    ['a refusal', refusal(403, 'ACCESS_FAILED'), 'FORBIDDEN'],
  ])('%s is an error', async (_, answer, code) => {
    await expect(report(() => answer)).rejects.toMatchObject({ code });
  });
});
