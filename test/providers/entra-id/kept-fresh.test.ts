import { expect, onTestFinished, test } from 'vitest';
import { ROLE_GROUP } from '../../../src/sandbox/peers/entra-id/build-groups.ts';
import { keepFresh } from '../kept-fresh.ts';
import { connect, connectionTo, context, openTenant } from './support/tenant.ts';

test('a snapshot that delta queries keep fresh says what a whole new sweep says', async () => {
  const tenant = await openTenant({ users: 40 });
  onTestFinished(() => tenant.close());
  const { peer, provider } = tenant;
  const refresh = await keepFresh(() => connect(connectionTo(peer)));
  const idOf = (name: string) =>
    [...peer.groups.values()].find(({ row }) => row['displayName'] === name)?.row.id ?? '';
  const members = (name: string) => peer.groups.get(idOf(name))?.members ?? new Set<string>();
  const someone = tenant.idOf(
    tenant.find(({ role, status, external }) => role === null && status === 'ACTIVE' && !external),
  );

  await provider.userWrites.setEnabled(someone, false, context);
  if (!members('Engineering').has(someone))
    await provider.membershipWrites.addUserToGroup(someone, idOf('Engineering'), context);
  members(ROLE_GROUP).add(someone);
  const first = await refresh();
  expect(first.kept).toEqual(first.whole);

  const own = [...peer.roleAssignments.values()].filter(
    ({ principalId }) => principalId === idOf(ROLE_GROUP),
  );
  for (const { id } of own) peer.roleAssignments.delete(id);
  peer.groups.delete(idOf('Engineering'));
  for (const { members: left } of peer.groups.values()) left.delete(idOf('Engineering'));
  const second = await refresh();
  expect(second.kept).toEqual(second.whole);
});
