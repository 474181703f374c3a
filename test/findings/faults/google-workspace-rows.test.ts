import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import {
  type GoogleWorkspacePeer,
  startGoogleWorkspacePeer,
} from '../../../src/sandbox/peers/google-workspace/google-workspace.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import type { CallContext } from '../../../src/upstream/call.ts';
import { connectionTo } from '../../providers/google-workspace/support.ts';
import { altered, replaced } from './altered.ts';
import type { Damage } from './stage.ts';

const context: CallContext = { lane: 'interactive', transactionId: 'test' };
const sweeping: CallContext = { lane: 'bulk', transactionId: 'test' };
const badResponse = { code: 'BAD_RESPONSE' };
const everybody = { limit: 100, cursor: null, providerFilter: null } as const;
let peer: GoogleWorkspacePeer;
let provider: Provider;

beforeEach(async () => {
  peer = await startGoogleWorkspacePeer({ people: drawPeerPeople({ users: 30, seed: 7 }) });
  provider = connectGoogleWorkspace(connectionTo(peer));
});
afterEach(async () => {
  await provider.close();
  await peer.close();
});

const harm = (route: RegExp, damage: Damage) => void peer.faults.add(altered(route, damage));

const heirs = async (): Promise<readonly string[]> => {
  const { rows } = await provider.users.list(everybody, sweeping);
  const lists = await Promise.all(
    rows.map(async ({ externalId }) => {
      const held = await provider.users.roleAssignmentsOf(externalId, sweeping);
      return held.rows.some(({ inherited }) => inherited === true) ? [externalId] : [];
    }),
  );
  return lists.flat();
};

describe('a role that a group gives', () => {
  test('is held by its members, whatever the word for what holds it', async () => {
    const truth = await heirs();
    expect(truth.length).toBeGreaterThan(0);
    for (const damage of [
      replaced('assigneeType', 'somethingNew'),
      replaced('assigneeType', 7),
      replaced('assigneeType', undefined),
    ]) {
      await provider.close();
      provider = connectGoogleWorkspace(connectionTo(peer));
      peer.faults.clear();
      harm(/\/roleassignments$/, damage);
      expect(await heirs()).toEqual(truth);
    }
  });
});

test.each([
  [replaced('isSuperAdminRole', 7)],
  [replaced('isSystemRole', 'yes')],
  [replaced('rolePrivileges', 'another type')],
  [replaced('rolePrivileges', [7])],
  [replaced('privilegeName', 7)],
  [replaced('privilegeName', undefined)],
])('a role of which a part cannot be read is not a smaller one (%#)', async (damage) => {
  harm(/\/roles$/, damage);
  await expect(provider.settings.roles(context)).rejects.toMatchObject(badResponse);
});

test('an owner in a word that is new does not leave a group without owners', async () => {
  const groups = await provider.groups.list({ limit: 100, cursor: null }, context);
  const owned = await Promise.all(
    groups.rows.map(async ({ externalId }) => ({
      externalId,
      owners: (await provider.owners.ofGroup(externalId, context)).rows.length,
    })),
  );
  const groupId = owned.find(({ owners }) => owners > 0)?.externalId ?? '';
  for (const name of ['role', 'type'])
    for (const damage of [replaced(name, 'SOMETHING_NEW'), replaced(name, 7), replaced(name, undefined)]) {
      peer.faults.clear();
      harm(/\/members$/, damage);
      await expect(provider.owners.ofGroup(groupId, context)).rejects.toMatchObject(badResponse);
    }
});

test('who says in another type whether a guest may be one', async () => {
  harm(/\/users$/, (body) => ({
    body: {
      ...(body as object),
      users: [{ id: '1', suspended: false, archived: false, isGuestUser: 'yes' }],
    },
  }));
  const { rows } = await provider.users.list(everybody, context);
  expect(rows).toMatchObject([{ external: null, unread: ['external'] }]);
});

test('who does not say whether archived is not there for certain', async () => {
  for (const damage of [replaced('archived', undefined), replaced('archived', 'no')]) {
    peer.faults.clear();
    harm(/\/users$/, damage);
    const { rows } = await provider.users.list(everybody, context);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['UNKNOWN']));
  }
});

test('who was removed, and does not say whether enrolled, is not without second steps for certain', async () => {
  const { nextCursor } = await provider.users.list(everybody, context);
  const removed = { ...everybody, cursor: nextCursor };
  const truth = (await provider.users.list(removed, context)).rows;
  expect(truth.some(({ listedDevices }) => listedDevices?.length === 1)).toBe(true);
  harm(/\/users$/, replaced('isEnrolledIn2Sv', undefined));
  const { rows } = await provider.users.list(removed, context);
  expect(new Set(rows.map(({ listedDevices }) => listedDevices))).toEqual(new Set([null]));
});

test('who is in the list of those who were removed was removed, whatever the row says', async () => {
  harm(/\/users$/, replaced('deletionTime', undefined));
  const { nextCursor } = await provider.users.list(everybody, context);
  const { rows } = await provider.users.list({ ...everybody, cursor: nextCursor }, context);
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['DEPROVISIONED']));
});
