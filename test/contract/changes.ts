import { expect, it } from 'vitest';
import { addUserToGroup } from '../../src/actions/membership/add-user-to-group.ts';
import { removeUserFromGroup } from '../../src/actions/membership/remove-user-from-group.ts';
import { suspendUser, unsuspendUser } from '../../src/actions/users/suspend-user.ts';
import { setStage } from '../actions/support/stage.ts';
import { context } from './answers.ts';
import type { ProviderStage } from './stage.ts';

/** Of providers that tell what was changed: what actions do shows, and nothing falls between one question and the next. */
export function describeChanges(of: () => ProviderStage): void {
  it('names whom an action changed, from one mark to the next', async ({ skip }) => {
    const { provider, truth } = of();
    if (!provider.capabilities.has('CHANGES')) skip('it does not tell of changes');
    const { act } = setStage(provider);
    const user = { externalId: truth.someone.id };
    let mark = await provider.changes.mark(context());
    for (const action of [suspendUser, unsuspendUser]) {
      expect(await act(action, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
      const changes = await provider.changes.since(mark, context());
      expect(changes.sweepDue).toBeNull();
      expect([...changes.userIds]).toContain(user.externalId);
      ({ mark } = changes);
    }
    const nothing = await provider.changes.since(mark, context());
    expect(nothing).toMatchObject({ userIds: new Set(), groupIds: new Set(), sweepDue: null });
  });

  it('names the group that somebody came into or left, or both of its ends', async ({ skip }) => {
    const { provider, truth } = of();
    if (!provider.capabilities.has('CHANGES')) skip('it does not tell of changes');
    const { joinable } = truth;
    if (joinable === null) skip('this stage has no group that may be changed');
    const { act } = setStage(provider);
    const input = { user: { externalId: truth.someone.id }, group: { externalId: joinable ?? '' } };
    let mark = await provider.changes.mark(context());
    for (const action of [addUserToGroup, removeUserFromGroup]) {
      expect(await act(action, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
      const { userIds, groupIds, ...rest } = await provider.changes.since(mark, context());
      expect([...userIds, ...groupIds]).toEqual(
        expect.arrayContaining([expect.toBeOneOf([truth.someone.id, joinable])]),
      );
      ({ mark } = rest);
    }
  });
}
