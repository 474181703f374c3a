import { describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import {
  createIdentityProvider,
  createIdentityProviderAttribute,
  deleteIdentityProvider,
  deleteIdentityProviderAttribute,
  disableIdentityProvider,
  enableIdentityProvider,
  updateIdentityProvider,
  updateIdentityProviderAttribute,
} from '../../../src/actions/applications/identity-provider-actions.ts';
import { idOf, Theatre, there } from './support.ts';

const theatre = Theatre.open();
const CANARY = 'canary-of-client-secrets';
const PROVIDERS = '/environments/{environmentId}/identityProviders';

function partner(name: string) {
  return { name, type: 'GOOGLE', enabled: true, clientId: 'rollcall', clientSecret: CANARY };
}

describe('identity providers', () => {
  test('created with a secret that reaches the provider and nobody else', async () => {
    const { stage, sandbox } = theatre;
    const members = partner('Partner');
    const first = await stage.act(createIdentityProvider, { members, idempotencyKey: 'partner' });
    const externalId = idOf(first);
    expect(first).toMatchObject({
      changed: true,
      entry: { after: { clientSecret: '(secret)', clientId: 'rollcall' } },
    });
    expect(theatre.row('identityProviders', externalId)).toMatchObject(members);
    const replayed = await stage.act(createIdentityProvider, { members, idempotencyKey: 'partner' });
    const reused = await stage.act(createIdentityProvider, {
      members: { ...members, clientSecret: 'another-canary' },
      idempotencyKey: 'partner',
    });
    expect(reused).toMatchObject({ kind: 'REFUSED', code: 'IDEMPOTENCY_KEY_REUSED' });
    const conflict = await stage.act(createIdentityProvider, { members: { ...members, enabled: false } });
    expect(conflict).toMatchObject({ kind: 'CONFLICT' });
    expect(sandbox.requests.of(`POST ${PROVIDERS}`)).toBe(1);
    const shown = JSON.stringify([first, replayed, reused, conflict]) + (await theatre.ledgerText());
    expect(shown).not.toContain('canary');
  });

  test('one that is there with another secret is not said to be as asked for', async () => {
    const { stage } = theatre;
    const members = partner('Supplier');
    await stage.act(createIdentityProvider, { members });
    expect(await stage.act(createIdentityProvider, { members })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
    expect(
      await stage.act(createIdentityProvider, { members: { ...members, clientSecret: 'another-canary' } }),
    ).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_EXISTS' });
  });

  test('a change keeps the secret; another secret is sent, and shows in no difference', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createIdentityProvider, { members: partner('Agency') }));
    expect(
      await stage.act(updateIdentityProvider, { externalId, members: { description: 'Temporary staff' } }),
    ).toMatchObject({ differences: [{ path: 'description', before: null, after: 'Temporary staff' }] });
    expect(theatre.row('identityProviders', externalId)['clientSecret']).toBe(CANARY);

    const other = await stage.act(updateIdentityProvider, {
      externalId,
      members: { clientSecret: 'second-canary' },
    });
    expect(other).toMatchObject({ kind: 'SUCCESS', changed: true, differences: [] });
    expect(theatre.row('identityProviders', externalId)['clientSecret']).toBe('second-canary');
    expect(other.entry && updateIdentityProvider.undo?.(other.entry)).toBeNull();
    expect(await theatre.ledgerText()).not.toContain('canary');
  });

  test('what the provider refuses is told without the secret', async () => {
    const { clientId: _left, ...members } = { ...partner('Half'), type: 'GOOGLE' };
    const result = await theatre.stage.act(createIdentityProvider, { members });
    expect(result).toMatchObject({ kind: 'FAILED', message: expect.stringContaining('clientId') });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  test('off and on again, with the secret as it was', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createIdentityProvider, { members: partner('Club') }));
    expect(await stage.act(disableIdentityProvider, { externalId })).toMatchObject({
      changed: true,
      differences: [{ path: 'enabled', before: true, after: false }],
    });
    expect(theatre.row('identityProviders', externalId)).toMatchObject({
      ...partner('Club'),
      enabled: false,
    });
    expect(await stage.act(disableIdentityProvider, { externalId })).toMatchObject({ changed: false });
    expect(await stage.act(enableIdentityProvider, { externalId })).toMatchObject({ changed: true });
  });

  test('the one that administrators sign on through is neither switched off nor deleted', async () => {
    const { stage, sandbox } = theatre;
    const externalId = idOf(await stage.act(createIdentityProvider, { members: partner('Staff') }));
    sandbox.requests.reset();
    const route = '/environments/{environmentId}/adminConfig';
    const attempts = [
      () => stage.act(disableIdentityProvider, { externalId }),
      () => stage.act(updateIdentityProvider, { externalId, members: { enabled: false } }),
      () => stage.act(deleteIdentityProvider, { externalId }),
    ];
    sandbox.faults.add({
      route,
      fault: { kind: 'body', status: 200, body: { provider: { id: externalId } } },
    });
    for (const attempt of attempts)
      expect(await attempt()).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    sandbox.faults.clear();
    sandbox.faults.add({ route, fault: { kind: 'status', status: 403 } });
    for (const attempt of attempts)
      expect(await attempt()).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN' });
    expect(sandbox.requests.writes).toEqual([]);
  });

  test('deleted is deleted, and a repeat says so', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createIdentityProvider, { members: partner('Past') }));
    expect(await stage.act(deleteIdentityProvider, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteIdentityProvider, { externalId })).toMatchObject({ changed: false });
    expect(await theatre.ledgerText()).not.toContain('canary');
  });
});

describe('attributes of an identity provider', () => {
  test('filled, filled otherwise, not filled any more; the one of the user name stays', async () => {
    const { stage } = theatre;
    const parent = idOf(await stage.act(createIdentityProvider, { members: partner('Attributes') }));
    const members = { name: 'email', value: '${providerAttributes.email}', update: 'EMPTY_ONLY' };
    const externalId = idOf(await stage.act(createIdentityProviderAttribute, { parent, members }));
    expect(await stage.act(createIdentityProviderAttribute, { parent, members })).toMatchObject({
      changed: false,
    });
    expect(
      await stage.act(updateIdentityProviderAttribute, { externalId, members: { update: 'ALWAYS' } }),
    ).toMatchObject({ differences: [{ path: 'update', before: 'EMPTY_ONLY', after: 'ALWAYS' }] });
    expect(await stage.act(deleteIdentityProviderAttribute, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteIdentityProviderAttribute, { externalId })).toMatchObject({
      changed: false,
    });
    const core = there(theatre.children('identityProviders/attributes', parent)[0]);
    expect(core['mappingType']).toBe('CORE');
    expect(
      await stage.act(deleteIdentityProviderAttribute, { externalId: `${parent}/${core.id}` }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
  });

  test('whom somebody is taken for is decided by nobody who could not make administrators', async () => {
    const { stage, sandbox } = theatre;
    const clerk = {
      ...localCaller,
      name: 'clerk',
      grants: [{ permission: 'directory:read' as const }, { permission: 'policy:write' as const }],
    };
    const externalId = idOf(await stage.act(createIdentityProvider, { members: partner('Trusted') }, clerk));
    const core = there(theatre.children('identityProviders/attributes', externalId)[0]);
    sandbox.requests.reset();
    const attempts = [
      stage.act(updateIdentityProvider, { externalId, members: { clientId: 'mine' } }, clerk),
      stage.act(
        createIdentityProviderAttribute,
        {
          parent: externalId,
          members: { name: 'email', value: '${providerAttributes.sub}', update: 'ALWAYS' },
        },
        clerk,
      ),
      stage.act(
        updateIdentityProviderAttribute,
        { externalId: `${externalId}/${core.id}`, members: { value: '${providerAttributes.email}' } },
        clerk,
      ),
    ];
    for (const attempt of attempts)
      expect(await attempt).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN', blockedBy: ['takeover'] });
    expect(sandbox.requests.writes).toEqual([]);
    // Who ends trust takes over nobody, and who restores it may.
    expect(await stage.act(disableIdentityProvider, { externalId }, clerk)).toMatchObject({ changed: true });
    expect(await stage.act(enableIdentityProvider, { externalId }, clerk)).toMatchObject({
      kind: 'REFUSED',
      blockedBy: ['takeover'],
    });
    expect(await stage.act(enableIdentityProvider, { externalId })).toMatchObject({ changed: true });
  });
});
