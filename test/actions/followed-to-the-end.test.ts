import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createActionServices } from '../../src/actions/action-services.ts';
import { runAction } from '../../src/actions/run-action.ts';
import { suspendUser } from '../../src/actions/users/suspend-user.ts';
import { localCaller } from '../../src/access/caller.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { setStage } from './support/stage.ts';

describe('what was begun', () => {
  test('keeps the ledger open until its end is recorded, when the gateway is told to close meanwhile', async () => {
    const provider = createFakeProvider(['ada']);
    const { directory, loaders } = setStage(provider);
    const services = createActionServices({ sleep: async () => {} });
    const released = new EventEmitter();
    const held = once(released, 'release');
    const sent = once(released, 'sent');
    const setEnabled = provider.userWrites.setEnabled.bind(provider.userWrites);
    Object.assign(provider.userWrites, {
      setEnabled: async (...call: Parameters<typeof setEnabled>) => {
        released.emit('sent');
        await held;
        await setEnabled(...call);
      },
    });
    const request = { action: suspendUser, services, loaders: loaders(), caller: localCaller };
    const running = runAction({ ...request, input: { user: { externalId: 'ada' } } });
    await sent;
    let closed = false;
    const closing = services.underway.ended().then(() => (closed = true));
    expect(closed).toBe(false);
    released.emit('release');
    await Promise.all([running, closing]);
    const { rows } = await services.ledger.list({}, { first: 1, after: null });
    expect(rows[0]?.entry).toMatchObject({ outcome: 'SUCCEEDED' });
    await directory.close();
  });

  test('is refused, and not thrown, when what speaks against it cannot be read', async () => {
    const stage = setStage(createFakeProvider(['ada']));
    const action = {
      ...suspendUser,
      objection: async () => {
        throw new UpstreamError({ code: 'FORBIDDEN', message: 'not for you', directory: 'fake', route: 'x' });
      },
    };
    expect(await stage.act(action, { user: { externalId: 'ada' } })).toMatchObject({
      kind: 'REFUSED',
      code: 'GUARD_UNKNOWN',
      blockedBy: ['state'],
      entry: { outcome: 'REFUSED' },
    });
  });
});
