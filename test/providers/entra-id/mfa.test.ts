import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import type { MfaDevice } from '../../../src/model/mfa.ts';
import { toMfaDevice } from '../../../src/providers/entra-id/mfa-device.ts';
import type { CallContext } from '../../../src/upstream/call.ts';
import type { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { guid } from './support/hand-server.ts';
import { connect, connectionTo, context, hastyClock, openTenant, type Tenant } from './support/tenant.ts';

/** Of the tenant: each test finds the quota of reports whole. */
let now = Date.now();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 60, clock: () => now });
});
afterAll(async () => {
  await tenant.close();
});
afterEach(() => {
  now += 11_000;
  tenant.peer.batches.faults.length = 0;
  tenant.peer.batches.parts.length = 0;
  tenant.peer.requests.reset();
  tenant.peer.faults.clear();
});

const BATCH = 'POST /v1.0/$batch';
const living = () => [...tenant.peer.users.keys()];
const types = (devices: readonly MfaDevice[]) => devices.map(({ type }) => type).toSorted();

const deviceOf = (name: string, more: object = {}) =>
  toMfaDevice(
    { id: 'm1', members: { '@odata.type': `#microsoft.graph.${name}AuthenticationMethod`, ...more } },
    'entra',
    guid(1),
  );

describe('a method', () => {
  test.each([
    ['fido2', {}, 'FIDO2', 'PHISHING_RESISTANT'],
    ['windowsHelloForBusiness', {}, 'PLATFORM_KEY', 'PHISHING_RESISTANT'],
    ['platformCredential', {}, 'PLATFORM_KEY', 'PHISHING_RESISTANT'],
    ['microsoftAuthenticator', {}, 'MOBILE_PUSH', 'STRONG'],
    ['softwareOath', {}, 'TOTP', 'STRONG'],
    ['phone', { phoneType: 'mobile' }, 'SMS', 'WEAK'],
    ['phone', { phoneType: 'alternateMobile' }, 'VOICE', 'WEAK'],
    ['phone', { phoneType: 'office' }, 'VOICE', 'WEAK'],
  ])('%s %j is %s', (name, more, type, tier) => {
    expect(deviceOf(name, more)).toMatchObject({ type, tier, status: 'ACTIVE' });
  });

  test('of a kind that is new may be a factor, and may be none', () => {
    expect(deviceOf('somethingNew')).toMatchObject({ type: 'UNKNOWN', tier: 'UNKNOWN', status: 'UNKNOWN' });
  });

  test.each(['password', 'email', 'temporaryAccessPass'])('%s is no second factor', (name) => {
    expect(deviceOf(name)).toBeNull();
  });
});

describe('the methods of users', () => {
  it('are asked for together: those of one tick go out in batches of twenty', async () => {
    const ids = living().slice(0, 45);
    const devices = await Promise.all(ids.map((id) => tenant.provider.mfa.devicesOf(id, context)));
    expect(tenant.peer.requests.of(BATCH)).toBe(3);
    expect(tenant.peer.requests.of('GET /v1.0/users/{userId}/authentication/methods')).toBe(0);
    for (const [index, id] of ids.entries())
      expect(devices[index]?.every(({ userId }) => userId === id)).toBe(true);
  });

  it('belong to the user who was asked for, though parts are answered in another order', async () => {
    const wanted = tenant.people.filter(({ status }) => status !== 'DEPROVISIONED').slice(0, 20);
    const found = await Promise.all(
      wanted.map((person) => tenant.provider.mfa.devicesOf(tenant.idOf(person), context)),
    );
    const expected = { FIDO2: 'FIDO2', TOTP: 'TOTP', PUSH: 'MOBILE_PUSH', SMS: 'SMS' } as const;
    for (const [index, person] of wanted.entries()) {
      const factors = person.factors.flatMap((factor) => (factor === 'QUESTION' ? [] : [expected[factor]]));
      expect(types(found[index] ?? [])).toEqual(factors.toSorted());
    }
  });

  it('of two requests stay apart: the one is not charged for the other', async () => {
    const [one = '', other = ''] = living();
    const second: CallContext = { ...context, transactionId: 'another' };
    await Promise.all([
      tenant.provider.mfa.devicesOf(one, context),
      tenant.provider.mfa.devicesOf(other, second),
    ]);
    expect(tenant.peer.requests.of(BATCH)).toBe(2);
  });

  it('a part that is throttled is asked again after the time that it was told, the others are not', async () => {
    const clock = hastyClock();
    const provider = connect(connectionTo(tenant.peer), clock);
    const [first = '', ...others] = living().slice(0, 5);
    tenant.peer.batches.faults.push({ path: new RegExp(first), status: 429, retryAfter: 7, times: 2 });
    const found = await Promise.all([first, ...others].map((id) => provider.mfa.devicesOf(id, context)));
    expect(found.length).toBe(5);
    expect(tenant.peer.requests.of(BATCH)).toBe(3);
    expect(tenant.peer.batches.parts.length).toBe(7);
    expect(clock.waits).toEqual([7_000, 7_000]);
    await provider.close();
  });

  it('a part that stays throttled until the deadline is RATE_LIMITED, and never "no devices"', async () => {
    const clock = hastyClock();
    const provider = connect(connectionTo(tenant.peer), clock);
    const [first = '', other = ''] = living();
    tenant.peer.batches.faults.push({ path: new RegExp(first), status: 429, retryAfter: 30, times: 99 });
    const [refused, found] = await Promise.allSettled(
      [first, other].map((id) => provider.mfa.devicesOf(id, context)),
    );
    expect(found?.status).toBe('fulfilled');
    expect(refused).toMatchObject({ reason: { code: 'RATE_LIMITED', facts: { retryAfterMs: 30_000 } } });
    await provider.close();
  });

  it.each([
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [400, 'INVALID_REQUEST'],
    [500, 'UNREACHABLE'],
    [424, 'INVALID_REQUEST'],
  ] as const)(
    'a part answered with %d fails alone, with %s, behind the 200 of the whole',
    async (status, code) => {
      const provider = connect(connectionTo(tenant.peer), hastyClock());
      const [first = '', other = ''] = living();
      tenant.peer.batches.faults.push({ path: new RegExp(first), status, times: 99 });
      const [refused, found] = await Promise.allSettled(
        [first, other].map((id) => provider.mfa.devicesOf(id, context)),
      );
      expect(found?.status).toBe('fulfilled');
      expect(refused).toMatchObject({ reason: { code, facts: { status } } });
      await provider.close();
    },
  );

  it('a part that fails once is asked again', async () => {
    const provider = connect(connectionTo(tenant.peer), hastyClock());
    const [first = ''] = living();
    tenant.peer.batches.faults.push({ path: new RegExp(first), status: 503, times: 1 });
    await expect(provider.mfa.devicesOf(first, context)).resolves.toBeInstanceOf(Array);
    await provider.close();
  });

  it('a part that is missing in the answer is an error', async () => {
    const [first = '', other = ''] = living();
    tenant.peer.batches.faults.push({ path: new RegExp(first), status: 0, times: 1 });
    const [missing, found] = await Promise.allSettled(
      [first, other].map((id) => tenant.provider.mfa.devicesOf(id, context)),
    );
    expect(missing).toMatchObject({ reason: { code: 'BAD_RESPONSE' } });
    expect(found?.status).toBe('fulfilled');
  });

  it.each([
    ['no list', {}],
    ['an id twice', { responses: [0, 0].map(() => ({ id: '0', status: 200, body: { value: [] } })) }],
    ['no id', { responses: [{ status: 200, body: { value: [] } }] }],
    ['a part without methods', { responses: [{ id: '0', status: 200, body: {} }] }],
    ['a part without a body', { responses: [{ id: '0', status: 200 }] }],
    [
      'another page',
      { responses: [{ id: '0', status: 200, body: { value: [], '@odata.nextLink': 'https://x.example' } }] },
    ],
  ])('an answer with %s is an error', async (_what, body) => {
    tenant.peer.faults.add({ route: '/v1.0/$batch', fault: { kind: 'body', body } });
    const error = await tenant.provider.mfa
      .devicesOf(living()[0] ?? '', context)
      .catch((caught: UpstreamError) => caught);
    expect(error).toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('a removed user has no methods that could be read: that is an error and not "none"', async () => {
    const [id = ''] = [...tenant.peer.deleted.keys()];
    await expect(tenant.provider.mfa.devicesOf(id, context)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the registration report', () => {
  it('tells the factors of everybody in few calls, of the age that it says', async () => {
    const reportedAt = new Date('2026-03-01T04:00:00Z');
    const other = await openTenant({ users: 60, reportedAt, reportPageSize: 20 });
    const { devicesByUser, observedAt, namedOnly } = await other.provider.mfa.report(context);
    expect(observedAt).toEqual(reportedAt);
    expect(namedOnly).toBe(true);
    expect([...devicesByUser.keys()].toSorted()).toEqual([...other.peer.users.keys()].toSorted());
    expect(
      other.peer.requests.of('GET /v1.0/reports/authenticationMethods/userRegistrationDetails'),
    ).toBeLessThan(4);
    const person = other.find(({ factors, status }) => factors.includes('QUESTION') && status === 'ACTIVE');
    expect(types(devicesByUser.get(other.idOf(person)) ?? [])).toEqual(['MOBILE_PUSH']);
    await other.close();
  });

  it('agrees with the methods of each user', async () => {
    const { devicesByUser } = await tenant.provider.mfa.report(context);
    const ids = living();
    const each = await Promise.all(ids.map((id) => tenant.provider.mfa.devicesOf(id, context)));
    for (const [index, id] of ids.entries())
      expect(types(devicesByUser.get(id) ?? [])).toEqual(types(each[index] ?? []));
  });

  it('says nothing of those whom it does not list, such as accounts that are switched off', async () => {
    const other = await openTenant({ users: 40, reportsDisabled: false });
    const off = other.find(({ status }) => status === 'SUSPENDED');
    const report = await other.provider.mfa.report(context);
    expect(report.devicesByUser.has(other.idOf(off))).toBe(false);
    expect(report.namedOnly).toBe(true);
    await other.close();
  });

  it.each([
    ['password, email and security questions are none', ['email', 'securityQuestion'], false, []],
    ['a kind that nobody knows may be a factor', ['quantumBadge'], true, ['UNKNOWN']],
    ['the verdict of Microsoft is never read as less', [], true, ['UNKNOWN']],
    ['the same kind twice is one', ['fido2', 'fido2'], true, ['FIDO2']],
    ['a second phone is called', ['mobilePhone', 'alternateMobilePhone'], true, ['SMS', 'VOICE']],
  ])('%s', async (_what, methodsRegistered, isMfaRegistered, expected) => {
    const body = { value: [{ id: guid(1), methodsRegistered, isMfaRegistered }] };
    tenant.peer.faults.add({ route: /reports/, fault: { kind: 'body', body } });
    const provider = connect(connectionTo(tenant.peer));
    const { devicesByUser } = await provider.mfa.report(context);
    expect(types(devicesByUser.get(guid(1)) ?? [])).toEqual(expected);
    await provider.close();
  });

  it.each([
    ['a row without methods', { id: guid(1) }],
    ['methods that are no names', { id: guid(1), methodsRegistered: [7] }],
    ['a row without an id', { methodsRegistered: [] }],
  ])('with %s is an error: half a report is none', async (_what, row) => {
    tenant.peer.faults.add({ route: /reports/, fault: { kind: 'body', body: { value: [row] } } });
    const provider = connect(connectionTo(tenant.peer));
    await expect(provider.mfa.report(context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await provider.close();
  });

  it('without a licence is refused, and says so', async () => {
    const provider = connect(connectionTo(tenant.peer));
    tenant.peer.switches.premium = false;
    await expect(provider.mfa.report(context)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      facts: { providerCode: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
    });
    tenant.peer.switches.premium = true;
    await provider.close();
  });

  it('does not tell of those whose factors were changed here since it was made', async () => {
    const other = await openTenant({ users: 40 });
    const person = other.find(({ factors, status }) => factors.includes('SMS') && status === 'ACTIVE');
    const id = other.idOf(person);
    const [device] = await other.provider.mfa.devicesOf(id, context);
    await other.provider.mfaWrites.deleteDevice(id, device?.externalId ?? '', context);
    const { devicesByUser } = await other.provider.mfa.report(context);
    expect(devicesByUser.has(id)).toBe(false);
    await other.close();
  });
});
