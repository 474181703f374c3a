import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { allowMfaBypass, endMfaBypass } from '../../../src/actions/mfa/mfa-bypass.ts';
import { disableUserMfa, enableUserMfa } from '../../../src/actions/mfa/switch-mfa.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { type MfaTenant, openMfaTenant, userPath } from './support.ts';

let tenant: MfaTenant;
let stage: Stage;
let person: string;
let user: { externalId: string };

beforeAll(async () => {
  tenant = await openMfaTenant();
});

beforeEach(() => {
  person = tenant.person(false);
  user = { externalId: person };
  tenant.sandbox.requests.reset();
  stage = setStage(tenant.provider);
});

afterEach(() => {
  tenant.sandbox.faults.clear();
});

afterAll(async () => {
  await tenant.close();
});

describe('the switch', () => {
  test('it is switched on, read back and recorded; a repeat changes nothing', async () => {
    expect(await stage.act(enableUserMfa, { user })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'mfaEnabled', before: false, after: true }],
      entry: { action: 'ENABLE_USER_MFA', inverse: 'DISABLE_USER_MFA', outcome: 'SUCCEEDED' },
    });
    expect(tenant.row(person)['mfaEnabled']).toBe(true);
    expect(await stage.act(enableUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(tenant.writes).toBe(1);
  });

  test('each takes the other back', async () => {
    const done = await stage.act(enableUserMfa, { user });
    const undo = done.entry === null ? null : enableUserMfa.undo?.(done.entry);
    expect(undo).toEqual({ action: 'DISABLE_USER_MFA', input: { user } });
    expect(await stage.act(disableUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.row(person)['mfaEnabled']).toBe(false);
  });

  test('a rehearsal says what would change and writes nothing', async () => {
    expect(await stage.act(enableUserMfa, { user, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'mfaEnabled', before: false, after: true }],
      entry: { outcome: 'DRY_RUN' },
    });
    expect(tenant.writes).toBe(0);
  });

  test('nobody switches off their own, and no account for emergencies loses it', async () => {
    tenant.row(person)['mfaEnabled'] = true;
    const own = callerNamed('own', { directory: 'primary', externalId: person.toUpperCase() });
    expect(await stage.act(disableUserMfa, { user }, own)).toMatchObject({
      kind: 'REFUSED',
      blockedBy: ['self'],
    });
    const careful = setStage(tenant.provider, { settings: { breakGlass: [person] } });
    expect(await careful.act(disableUserMfa, { user })).toMatchObject({
      kind: 'REFUSED',
      blockedBy: ['break-glass'],
    });
    expect(tenant.writes).toBe(0);
  });

  test('no account for emergencies is asked for a factor that it may not have', async () => {
    const careful = setStage(tenant.provider, { settings: { breakGlass: [person] } });
    const refused = { kind: 'REFUSED', code: 'BREAK_GLASS', blockedBy: ['break-glass'] };
    expect(await careful.act(enableUserMfa, { user })).toMatchObject(refused);
    tenant.setBypass(person, new Date(Date.now() + 3_600_000));
    expect(await careful.act(endMfaBypass, { user })).toMatchObject(refused);
    expect(tenant.writes).toBe(0);
  });

  test('a refused write is a failure, and a broken connection is settled by looking', async () => {
    const { faults } = tenant.sandbox;
    const off = faults.add({ method: 'PUT', fault: { kind: 'status', status: 403 } });
    expect(await stage.act(enableUserMfa, { user })).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    off();
    faults.add({ method: 'PUT', times: 1, fault: { kind: 'reset', applied: true } });
    expect(await stage.act(enableUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
  });
});

describe('the bypass', () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();

  test('it is opened until a moment, and ends by itself there', async () => {
    const done = await stage.act(allowMfaBypass, { user, until });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'bypassUntil', before: null, after: until }],
      entry: { parameters: { until } },
    });
    expect(tenant.bypass(person)).toBe(until);
    expect(done.entry && allowMfaBypass.undo?.(done.entry)).toEqual({
      action: 'END_MFA_BYPASS',
      input: { user },
    });
    expect(await stage.act(allowMfaBypass, { user, until })).toMatchObject({ changed: false });
  });

  test('it is ended with the present moment, and its end can be taken back', async () => {
    tenant.setBypass(person, new Date(until));
    const done = await stage.act(endMfaBypass, { user });
    expect(done).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(Date.parse(String(tenant.bypass(person)))).toBeLessThanOrEqual(Date.now());
    expect(done.entry && endMfaBypass.undo?.(done.entry)).toEqual({
      action: 'START_MFA_BYPASS',
      input: { user, until },
    });
    expect(await stage.act(endMfaBypass, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('a moment that has passed, or is none, is turned away before anything is read', async () => {
    for (const wrong of ['2020-01-01T00:00:00Z', 'tomorrow'])
      expect(await stage.act(allowMfaBypass, { user, until: wrong })).toMatchObject({ kind: 'INVALID' });
    expect(tenant.sandbox.requests.total).toBe(0);
  });

  test('a repeat of one that was opened gets the same answer after its end has passed', async () => {
    const asked = { user, until, idempotencyKey: `bypass-${person}` };
    const first = await stage.act(allowMfaBypass, asked);
    expect(first).toMatchObject({ kind: 'SUCCESS', changed: true });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(until) + 1_000 });
    try {
      expect(await stage.act(allowMfaBypass, asked)).toMatchObject({
        kind: 'SUCCESS',
        entryId: first.entry?.id,
      });
      expect(await stage.act(allowMfaBypass, { user, until })).toMatchObject({ kind: 'INVALID' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('a bypass that cannot be read is neither opened nor ended', async () => {
    tenant.sandbox.faults.add({
      route: `${userPath}/bypassMFA`,
      fault: { kind: 'status', status: 403 },
    });
    expect(await stage.act(endMfaBypass, { user })).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(await stage.act(allowMfaBypass, { user, until })).toMatchObject({ kind: 'FAILED' });
    expect(tenant.writes).toBe(0);
  });
});
