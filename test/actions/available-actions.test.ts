import { describe, expect, test } from 'vitest';
import { availableActions } from '../../src/actions/available-actions.ts';
import { localCaller } from '../../src/access/caller.ts';
import { remedyAvailability } from '../../src/actions/remedies.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { callerNamed, setStage, type StageOptions } from './support/stage.ts';

async function available(options: StageOptions = {}, actor = localCaller, on = true) {
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
    const [suspend, unsuspend, ...others] = await available();
    expect([suspend, unsuspend]).toEqual([
      { action: 'SUSPEND_USER', allowed: true, blockedBy: [] },
      { action: 'UNSUSPEND_USER', allowed: false, blockedBy: ['already-done'] },
    ]);
    expect((await available({}, localCaller, false)).slice(0, 2)).toEqual([
      { action: 'SUSPEND_USER', allowed: false, blockedBy: ['already-done'] },
      { action: 'UNSUSPEND_USER', allowed: true, blockedBy: [] },
    ]);
    // What this directory cannot do at all.
    expect(others.filter(({ allowed }) => allowed)).toEqual([]);
  });

  test('name the guards that would refuse', async () => {
    const me = callerNamed('me', { directory: 'fake', externalId: 'ada' });
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
    const remedies = [{ action: 'suspendUser' }, { action: 'removeRoleAssignment' }, { action: 'rotateKey' }];
    const judges = { ofSubject: () => available(), inDirectory: async () => ['directory-not-writable'] };
    const others = [
      { action: 'removeRoleAssignment', allowed: false, blockedBy: ['directory-not-writable'] },
      { action: 'rotateKey', allowed: false, blockedBy: ['NOT_AVAILABLE'] },
    ];
    expect(await remedyAvailability(remedies, judges)).toEqual([
      { action: 'suspendUser', allowed: true, blockedBy: [] },
      ...others,
    ]);
    expect(await remedyAvailability(remedies, { ...judges, ofSubject: null })).toEqual([
      { action: 'suspendUser', allowed: false, blockedBy: ['directory-not-writable'] },
      ...others,
    ]);
  });
});
