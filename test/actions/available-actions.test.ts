import { describe, expect, test } from 'vitest';
import { availableActions } from '../../src/actions/available-actions.ts';
import { localActor } from '../../src/actions/actor.ts';
import { remedyAvailability } from '../../src/actions/remedies.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { setStage, type StageOptions } from './support/stage.ts';

async function available(options: StageOptions = {}, actor = localActor, on = true) {
  const provider = createFakeProvider(['ada']);
  provider.enabled.set('ada', on);
  const stage = setStage(provider, options);
  const loaders = stage.loaders();
  const user = await loaders.user.load('ada');
  if (user === null) throw new RangeError('ada is there');
  return await availableActions(stage.services, loaders, actor, user);
}

describe('available actions', () => {
  test('say what can be done now, and what there is no point in', async () => {
    expect(await available()).toEqual([
      { action: 'SUSPEND_USER', allowed: true, blockedBy: [] },
      { action: 'UNSUSPEND_USER', allowed: false, blockedBy: ['not-suspended'] },
    ]);
    expect(await available({}, localActor, false)).toEqual([
      { action: 'SUSPEND_USER', allowed: false, blockedBy: ['already-suspended'] },
      { action: 'UNSUSPEND_USER', allowed: true, blockedBy: [] },
    ]);
  });

  test('name the guards that would refuse', async () => {
    const me = { name: 'me', user: { directory: 'fake', externalId: 'ada' } };
    const cases = [
      [available({ writable: false }), ['directory-not-writable']],
      [available({}, me), ['self']],
      [available({ settings: { breakGlass: ['ada'] } }), ['break-glass']],
      [
        available({ settings: { blastLimits: [{ per: 'DIRECTORY', windowMs: 1_000, max: 0 }] } }),
        ['blast-radius'],
      ],
    ] as const;
    for (const [answer, blockedBy] of cases)
      expect((await answer)[0]).toEqual({ action: 'SUSPEND_USER', allowed: false, blockedBy });
  });

  test('remedies are as available as their actions, and those that no mutation offers are not', async () => {
    const remedies = [{ action: 'suspendUser' }, { action: 'revokeSessions' }];
    const notOffered = { allowed: false, blockedBy: ['NOT_AVAILABLE'] };
    expect(await remedyAvailability(remedies, () => available())).toEqual([
      { action: 'suspendUser', allowed: true, blockedBy: [] },
      { action: 'revokeSessions', ...notOffered },
    ]);
    expect(await remedyAvailability(remedies, null)).toEqual([
      { action: 'suspendUser', ...notOffered },
      { action: 'revokeSessions', ...notOffered },
    ]);
  });
});
