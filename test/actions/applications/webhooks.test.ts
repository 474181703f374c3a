import { describe, expect, test } from 'vitest';
import {
  createWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  updateWebhook,
} from '../../../src/actions/applications/webhook-actions.ts';
import { idOf, Theatre } from './support.ts';

const theatre = Theatre.open();

function collector(name: string) {
  return {
    name,
    enabled: true,
    format: 'ACTIVITY',
    protocol: 'HTTPS',
    httpEndpoint: {
      url: 'https://events.example.test/in?key=canary-in-query',
      headers: { 'X-Collector-Key': 'canary-in-header' },
    },
    verifyTlsCertificates: true,
    filterOptions: { includedActionTypes: ['USER.CREATED', 'USER.DELETED'] },
  };
}

describe('webhooks', () => {
  test('created with headers that reach the provider and nobody else', async () => {
    const { stage } = theatre;
    const members = collector('Collector');
    const first = await stage.act(createWebhook, { members, idempotencyKey: 'one', reason: 'SIEM' });
    const externalId = idOf(first);
    expect(theatre.row('subscriptions', externalId)).toMatchObject(members);
    const again = await stage.act(createWebhook, { members });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: false, subject: { externalId } });
    const conflict = await stage.act(createWebhook, { members: { ...members, format: 'SPLUNK' } });
    expect(conflict).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_EXISTS' });
    const shown = JSON.stringify([first, again, conflict]) + (await theatre.ledgerText());
    expect(shown).toContain('X-Collector-Key');
    expect(shown).not.toContain('canary');
  });

  test('a change keeps the headers, and one header can be changed alone', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createWebhook, { members: collector('Headers') }));
    expect(
      await stage.act(updateWebhook, { externalId, members: { verifyTlsCertificates: false } }),
    ).toMatchObject({ differences: [{ path: 'verifyTlsCertificates', before: true, after: false }] });
    expect(theatre.row('subscriptions', externalId)['httpEndpoint']).toEqual(collector('').httpEndpoint);

    const headers = { Authorization: 'Bearer canary-of-a-token' };
    const changed = await stage.act(updateWebhook, { externalId, members: { httpEndpoint: { headers } } });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'httpEndpoint.headers.Authorization', before: null, after: '(secret)' }],
    });
    expect(theatre.row('subscriptions', externalId)['httpEndpoint']).toMatchObject({
      headers: { ...collector('').httpEndpoint.headers, ...headers },
    });
    expect(JSON.stringify(changed) + (await theatre.ledgerText())).not.toContain('canary');
  });

  test('switched off while somebody else renames it, it keeps the new name', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createWebhook, { members: collector('Before') }));
    const { objectWrites } = stage.directory.provider;
    const read = objectWrites.read.bind(objectWrites);
    let reads = 0;
    Object.assign(objectWrites, {
      read: async (...call: Parameters<typeof read>) => {
        const found = await read(...call);
        reads += 1;
        if (reads === 1) theatre.row('subscriptions', externalId)['name'] = 'After';
        return found;
      },
    });
    try {
      expect(await stage.act(disableWebhook, { externalId })).toMatchObject({
        kind: 'FAILED',
        code: 'CONFLICT',
      });
      expect(theatre.row('subscriptions', externalId)['name']).toBe('After');
    } finally {
      Object.assign(objectWrites, { read });
    }
  });

  test('off, on, deleted; each once', async () => {
    const { stage, sandbox } = theatre;
    const externalId = idOf(await stage.act(createWebhook, { members: collector('Short') }));
    const off = await stage.act(disableWebhook, { externalId });
    expect(off).toMatchObject({
      changed: true,
      differences: [{ path: 'enabled', before: true, after: false }],
    });
    expect(theatre.row('subscriptions', externalId)).toMatchObject({ ...collector('Short'), enabled: false });
    expect(off.entry && disableWebhook.undo?.(off.entry)).toEqual({
      action: 'ENABLE_WEBHOOK',
      input: { externalId },
    });
    expect(await stage.act(enableWebhook, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(enableWebhook, { externalId })).toMatchObject({ changed: false });
    expect(await stage.act(deleteWebhook, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteWebhook, { externalId })).toMatchObject({ changed: false });
    expect(sandbox.requests.writes.map(({ status }) => status)).toEqual([201, 200, 200, 204]);
  });
});
