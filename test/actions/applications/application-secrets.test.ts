import { beforeEach, describe, expect, test } from 'vitest';
import { revokePreviousApplicationSecret } from '../../../src/actions/applications/revoke-previous-application-secret.ts';
import { rotateApplicationSecret } from '../../../src/actions/applications/rotate-application-secret.ts';
import type { Attempt } from '../../../src/actions/guards/guard.ts';
import { ownApplication } from '../../../src/actions/guards/own-application.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { Theatre, there } from './support.ts';

const SECRET = '/environments/{environmentId}/applications/{applicationId}/secret';

const theatre = Theatre.open();
let application: string;

beforeEach(() => {
  const own = theatre.sandbox.tenant.worker.clientId;
  const isOrdinary = ({ id, type }: Row): boolean => type === 'WEB_APP' && id !== own;
  application = there(theatre.rows('applications').find(isOrdinary)).id;
  theatre.sandbox.world.setDetail('applications/secret', application, { secret: 'first-canary-of-secrets' });
});

function held(): Record<string, unknown> {
  return theatre.sandbox.world.detail('applications/secret', application) ?? {};
}

describe('rotating a client secret', () => {
  test('the new secret is in the answer and in no record', async () => {
    const result = await theatre.stage.act(rotateApplicationSecret, {
      applicationId: application,
      reason: 'Yearly change',
    });
    const secret = String(held()['secret']);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      once: secret,
      subject: { type: 'APPLICATION', externalId: application },
      differences: [
        { path: 'previousSecret', before: 'NONE', after: 'KEPT' },
        { path: 'previousSecretExpiresAt', before: null, after: expect.any(String) },
      ],
    });
    expect(secret).not.toBe('first-canary-of-secrets');
    const kept = await theatre.ledgerText();
    expect(kept).toContain('ROTATE_APPLICATION_SECRET');
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain('first-canary-of-secrets');
  });

  test('a repeat with the same key has the result without the secret, and makes none', async () => {
    const input = { applicationId: application, idempotencyKey: 'once' };
    const first = await theatre.stage.act(rotateApplicationSecret, input);
    const again = await theatre.stage.act(rotateApplicationSecret, input);
    expect(first).toMatchObject({ kind: 'SUCCESS', once: held()['secret'] });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(again).not.toHaveProperty('once');
    expect(theatre.sandbox.requests.of(`POST ${SECRET}`)).toBe(1);
  });

  test('the moment at which the previous one ends is passed on', async () => {
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const result = await theatre.stage.act(rotateApplicationSecret, {
      applicationId: application,
      previousExpiresAt: until,
    });
    expect(result).toMatchObject({ kind: 'SUCCESS', entry: { after: { previousSecretExpiresAt: until } } });
  });

  test('a moment that the provider would not take is refused before anything is sent', async () => {
    const result = await theatre.stage.act(rotateApplicationSecret, {
      applicationId: application,
      previousExpiresAt: new Date(Date.now() + 40 * 86_400_000).toISOString(),
    });
    expect(result).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE', retryable: false });
    expect(
      await theatre.stage.act(rotateApplicationSecret, {
        applicationId: application,
        previousExpiresAt: 'soon',
      }),
    ).toMatchObject({ kind: 'INVALID' });
    expect(theatre.sandbox.requests.writes).toEqual([]);
  });

  test('a rehearsal makes no secret', async () => {
    const result = await theatre.stage.act(rotateApplicationSecret, {
      applicationId: application,
      dryRun: true,
    });
    expect(result).toMatchObject({ kind: 'SUCCESS', dryRun: true });
    expect(result).not.toHaveProperty('once');
    expect(held()).toEqual({ secret: 'first-canary-of-secrets' });
  });

  test("the gateway's own application is left alone, however its id is written", async () => {
    const { clientId } = theatre.sandbox.tenant.worker;
    const refusal = { kind: 'REFUSED', code: 'OWN_APPLICATION', blockedBy: ['own-application'] };
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { secret } = theatre.sandbox.world.detail('applications/secret', clientId) ?? {};
    theatre.sandbox.world.setDetail('applications/secret', clientId, {
      secret,
      previous: { secret: 'old', expiresAt },
    });
    for (const action of [rotateApplicationSecret, revokePreviousApplicationSecret])
      expect(await theatre.stage.act(action, { applicationId: clientId })).toMatchObject(refusal);
    theatre.sandbox.world.setDetail('applications/secret', clientId, { secret });
    expect(theatre.sandbox.requests.writes).toEqual([]);

    const { directory } = theatre.stage;
    const subject = {
      directory: directory.key,
      type: 'APPLICATION',
      externalId: clientId.toUpperCase(),
    } as const;
    expect(await ownApplication.check({ directory, subject } as Attempt)).toMatchObject({
      code: 'OWN_APPLICATION',
    });
  });

  test('a secret that was made reaches the caller although the look at it fails', async () => {
    theatre.sandbox.faults.add({
      method: 'GET',
      route: SECRET,
      after: 1,
      fault: { kind: 'status', status: 403 },
    });
    const result = await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    expect(result).toMatchObject({ kind: 'SUCCESS', once: held()['secret'] });
  });

  test('an answer lost on its way is told from one that was never sent, and is not sent again', async () => {
    theatre.sandbox.faults.add({
      method: 'POST',
      route: SECRET,
      times: 1,
      fault: { kind: 'reset', applied: true },
    });
    const lost = await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    expect(lost).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(lost).not.toHaveProperty('once');
    expect(theatre.sandbox.requests.of(`POST ${SECRET}`)).toBe(1);

    theatre.sandbox.world.setDetail('applications/secret', application, {
      secret: 'first-canary-of-secrets',
    });
    theatre.sandbox.faults.add({
      method: 'POST',
      route: SECRET,
      times: 1,
      fault: { kind: 'reset', applied: false },
    });
    const never = await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    expect(['FAILED', 'UNCONFIRMED']).toContain(never.kind);
    expect(held()).toEqual({ secret: 'first-canary-of-secrets' });
  });

  test('a refusal of the provider is told as one', async () => {
    theatre.sandbox.faults.add({ method: 'POST', route: SECRET, fault: { kind: 'status', status: 403 } });
    const result = await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    expect(result).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN', entry: { outcome: 'FAILED' } });
  });

  test('nothing is made while the state of the secrets cannot be read', async () => {
    theatre.sandbox.faults.add({ method: 'GET', route: SECRET, fault: { kind: 'status', status: 403 } });
    const result = await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    expect(result).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN' });
    expect(theatre.sandbox.requests.writes).toEqual([]);
  });
});

describe('ending the previous client secret', () => {
  test('it is ended once, and the current one stays', async () => {
    await theatre.stage.act(rotateApplicationSecret, { applicationId: application });
    const { secret } = held();
    const ended = await theatre.stage.act(revokePreviousApplicationSecret, { applicationId: application });
    expect(ended).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { after: { previousSecret: 'NONE' } },
    });
    expect(held()).toEqual({ secret });
    const again = await theatre.stage.act(revokePreviousApplicationSecret, { applicationId: application });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(theatre.sandbox.requests.of(`DELETE ${SECRET}`)).toBe(1);
  });

  test('an application that does not exist is not found', async () => {
    const result = await theatre.stage.act(revokePreviousApplicationSecret, {
      applicationId: '00000000-0000-4000-8000-000000000000',
    });
    expect(result).toMatchObject({ kind: 'NOT_FOUND' });
  });
});
