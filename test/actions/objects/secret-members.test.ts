import { describe, expect, test } from 'vitest';
import { createObject } from '../../../src/actions/objects/create-object.ts';
import { hasSecret, redacted } from '../../../src/actions/objects/secret-members.ts';
import { updateObject } from '../../../src/actions/objects/update-object.ts';
import { openWorkshop } from './workshop.ts';

const shop = openWorkshop();
const create = createObject('IDENTITY_PROVIDER', { permission: 'policy:write' });
const update = updateObject('IDENTITY_PROVIDER', { permission: 'policy:write' });
const CANARY = 'canary-7f3b-client-secret';
const members = (name: string) => ({
  name,
  type: 'GITHUB',
  enabled: true,
  clientId: 'rollcall',
  clientSecret: CANARY,
});

/** The address of a webhook as it is shown. */
function shown(url: string) {
  return redacted('WEBHOOK', { httpEndpoint: { url } });
}

describe('secret members', () => {
  test('a secret reaches the provider, and neither answer, ledger nor error', async () => {
    const told = await shop.stage.act(create, { members: members('Hub'), idempotencyKey: 'k1' });
    expect(told).toMatchObject({ kind: 'SUCCESS', entry: { after: { clientSecret: '(secret)' } } });
    expect(shop.named('identityProviders', 'Hub')).toMatchObject({ clientSecret: CANARY });
    const externalId = shop.named('identityProviders', 'Hub').id;
    const conflict = await shop.stage.act(create, { members: { ...members('Hub'), enabled: false } });
    expect(conflict).toMatchObject({ kind: 'CONFLICT' });
    shop.sandbox.faults.add({ method: 'PUT', fault: { kind: 'status', status: 400 } });
    const failed = await shop.stage.act(update, { externalId, members: { clientSecret: `${CANARY}2` } });
    expect(failed).toMatchObject({ kind: 'FAILED' });
    const entries = await shop.stage.ledger.list({}, { first: 10, after: null });
    expect(JSON.stringify([told, conflict, failed, entries])).not.toContain('canary');
  });

  test('a change of a secret alone is sent, confirmed by the consent of the provider, and has no undo', async () => {
    const externalId = await shop.make(create, members('Change'));
    const told = await shop.stage.act(update, { externalId, members: { clientSecret: 'canary-new' } });
    expect(told).toMatchObject({ kind: 'SUCCESS', changed: true, differences: [] });
    expect(shop.row('identityProviders', externalId)).toMatchObject({ clientSecret: 'canary-new' });
    expect(await shop.undo(told)).toBeNull();
  });

  test('a change of something else keeps the secret', async () => {
    const externalId = await shop.make(create, members('Keep'));
    const told = await shop.stage.act(update, { externalId, members: { enabled: false } });
    expect(told).toMatchObject({ kind: 'SUCCESS' });
    expect(shop.row('identityProviders', externalId)).toMatchObject({ enabled: false, clientSecret: CANARY });
    expect(await shop.undo(told)).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('nobody knows whether a secret arrived when the connection broke', async () => {
    const externalId = await shop.make(create, members('Broken'));
    shop.sandbox.faults.add({ method: 'PUT', fault: { kind: 'reset' } });
    expect(
      await shop.stage.act(update, { externalId, members: { clientSecret: 'canary-lost' } }),
    ).toMatchObject({ kind: 'UNCONFIRMED', retryable: true });
  });

  test('what stands in the place of a secret is not taken for one', async () => {
    const externalId = await shop.make(create, members('Copied'));
    const told = await shop.stage.act(update, { externalId, members: { clientSecret: '(secret)' } });
    expect(told).toMatchObject({ kind: 'INVALID' });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('another secret under the same key is another request', async () => {
    const externalId = await shop.make(create, members('Keyed'));
    const input = { externalId, idempotencyKey: 'once' };
    const first = await shop.stage.act(update, { ...input, members: { clientSecret: 'canary-a' } });
    const other = await shop.stage.act(update, { ...input, members: { clientSecret: 'canary-b' } });
    const again = await shop.stage.act(update, { ...input, members: { clientSecret: 'canary-a' } });
    expect(first).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(other).toMatchObject({ kind: 'REFUSED', code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(shop.row('identityProviders', externalId)).toMatchObject({ clientSecret: 'canary-a' });
  });

  test('of the address of a webhook the origin is shown, and of a secret with members nothing', () => {
    expect(shown('https://hooks.example.com:8443/services/T0/B0/canary')).toEqual({
      httpEndpoint: { url: 'https://hooks.example.com:8443/(secret)' },
    });
    expect(shown('https://u:p@hooks.example.com')).toEqual({
      httpEndpoint: { url: 'https://hooks.example.com/(secret)' },
    });
    expect(shown('https://hooks.example.com/')).toEqual({
      httpEndpoint: { url: 'https://hooks.example.com/' },
    });
    const kept = {
      secretAccessKey: 'canary',
      secret: { value: 'canary' },
      clientSecrets: ['canary'],
      accessKeyId: 'shown',
    };
    expect(redacted('IDENTITY_PROVIDER', kept)).toEqual({
      secretAccessKey: '(secret)',
      secret: '(secret)',
      clientSecrets: '(secret)',
      accessKeyId: 'shown',
    });
  });

  test('headers of webhooks, keys in addresses, and secrets by their names are left out', () => {
    const webhook = {
      name: 'Sink',
      httpEndpoint: {
        url: 'https://hook:canary@sink.example.com/in?code=canary',
        headers: { 'x-api': 'canary', authorization: 'Bearer canary' },
      },
    };
    const application = {
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
      mobile: { integrityDetection: { googlePlay: { decryptionKey: 'canary', verificationKey: 'canary' } } },
    };
    const shownWebhook = redacted('WEBHOOK', webhook);
    const shownApplication = redacted('APPLICATION', application);
    expect(JSON.stringify([shownWebhook, shownApplication])).not.toContain('canary');
    expect(shownApplication).toMatchObject({ tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' });
    expect(shownWebhook).toMatchObject({ httpEndpoint: { headers: { 'x-api': '(secret)' } } });
    expect(hasSecret(redacted('POPULATION', { passwordPolicy: { id: '1' }, name: 'Secret' }))).toBe(false);
  });
});
