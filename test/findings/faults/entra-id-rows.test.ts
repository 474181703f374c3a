import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectEntraId } from '../../../src/providers/entra-id/connect.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type EntraIdPeer, startEntraIdPeer } from '../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { altered, replaced } from './altered.ts';
import type { Damage } from './stage.ts';

const context = { lane: 'interactive', transactionId: 'test' } as const;
const badResponse = { code: 'BAD_RESPONSE' };
const page = { limit: 100, cursor: null } as const;
const everybody = { ...page, providerFilter: null } as const;
const NEW = '#microsoft.graph.somethingNew';
let peer: EntraIdPeer;
let provider: Provider;

// Each with a provider of its own: what was read a moment ago is good enough for some.
beforeAll(async () => {
  peer = await startEntraIdPeer({ people: drawPeerPeople({ users: 30, seed: 7 }), seed: 7 });
});
afterAll(() => peer.close());
afterEach(async () => {
  peer.faults.clear();
  await provider.close();
});

function connected(): Provider {
  provider = connectEntraId({
    key: 'entra',
    tenantId: peer.tenantId,
    clientId: peer.clientId,
    clientSecret: new Secret(peer.clientSecret),
    graphUrl: peer.graphUrl,
    loginUrl: peer.loginUrl,
    writable: false,
  });
  return provider;
}
const harm = (route: RegExp, damage: Damage) => void peer.faults.add(altered(route, damage));
const ids = () => [...peer.users.keys()];

async function groupNamed(name: string): Promise<string> {
  const { rows } = await provider.groups.list(page, context);
  return rows.find((group) => group.name === name)?.externalId ?? '';
}

describe('a group that gives a role to its members', () => {
  test('gives it to nobody knows whom where its members come without ids, or it is of a kind that is new', async () => {
    for (const [route, damage] of [
      [/\/members$/, replaced('id', undefined)],
      [/\/roleAssignments$/, replaced('@odata.type', NEW)],
    ] as const) {
      connected();
      const members = await provider.groups.members(await groupNamed('Helpdesk staff'), page, context);
      const [member] = members.rows;
      peer.faults.clear();
      harm(route, damage);
      const { rows, complete } = await provider.users.roleAssignmentsOf(member?.externalId ?? '', context);
      const inherits = rows.some(({ inherited }) => inherited === true);
      expect([inherits, complete]).not.toEqual([false, true]);
      await provider.close();
    }
  });
});

describe('an object that does not say what it is, or is of a kind that is new,', () => {
  const both = [replaced('@odata.type', undefined), replaced('@odata.type', NEW)];

  test('makes the groups of somebody a list that cannot be read', async () => {
    for (const damage of both) {
      peer.faults.clear();
      harm(/\/memberOf$|\/transitiveMemberOf$/, damage);
      await expect(connected().users.groupsOf(ids()[0] ?? '', context)).rejects.toMatchObject(badResponse);
      await provider.close();
    }
  });

  test('breaks off the members of a group, and leaves their number open', async () => {
    for (const damage of both) {
      connected();
      const groupId = await groupNamed('Helpdesk staff');
      peer.faults.clear();
      harm(/\/transitiveMembers$/, damage);
      const { brokenOff } = await provider.groups.members(groupId, page, context);
      expect(brokenOff).toMatchObject(badResponse);
      await expect(provider.groups.totalMemberCount(groupId, context)).rejects.toMatchObject(badResponse);
      await provider.close();
    }
  });

  test('is no owner that could answer for a group', async () => {
    harm(/\/groups$/, replaced('@odata.type', NEW));
    const { rows } = await connected().groups.list(page, context);
    const owners = rows.flatMap(({ listedOwners }) => listedOwners ?? []);
    expect(owners.filter(({ complete, rows: named }) => complete && named.length > 0)).toEqual([]);
    expect(owners).toContainEqual({ rows: [], complete: false, reason: 'BAD_RESPONSE' });
  });

  test('is no method that proves a second factor', async () => {
    const [userId = ''] = ids();
    harm(/batch$/, replaced('@odata.type', undefined));
    await expect(connected().mfa.devicesOf(userId, context)).rejects.toMatchObject(badResponse);
    peer.faults.clear();
    harm(/batch$/, replaced('@odata.type', NEW));
    const devices = await provider.mfa.devicesOf(userId, context);
    expect(devices.length).toBeGreaterThan(0);
    expect(new Set(devices.map(({ status }) => status))).toEqual(new Set(['UNKNOWN']));
  });
});

test('a name that is new in the registration report is no factor unless the report itself says so', async () => {
  harm(/userRegistrationDetails$/, replaced('methodsRegistered', ['somethingNew']));
  const { devicesByUser } = await connected().mfa.report(context);
  const statuses = new Set([...devicesByUser.values()].flat().map(({ status }) => status));
  expect(statuses).toEqual(new Set(['ACTIVE', 'UNKNOWN']));
});

test.each([
  ['groupTypes', 'DynamicMembership'],
  ['groupTypes', [7]],
  ['membershipRule', 7],
  ['onPremisesSyncEnabled', 'yes'],
  ['mailEnabled', 7],
])('a group whose %s is %j is none that can be read, and not one without a rule', async (name, value) => {
  harm(/\/groups$/, replaced(name, value));
  await expect(connected().groups.list(page, context)).rejects.toMatchObject(badResponse);
});

const ownersAreKnown = async () => {
  const { rows } = await connected().applications.list(context);
  await provider.close();
  return rows.map(({ name, listedOwners }) => [name, listedOwners?.complete] as const);
};

describe('an application', () => {
  test.each([
    [replaced('appRoleAssignmentRequired', 7)],
    [replaced('appRoleAssignmentRequired', undefined)],
    [replaced('preferredSingleSignOnMode', 7)],
    [replaced('logoutUrl', 7)],
  ])('that does not say who gets in, or how, is not open to everybody (%#)', async (damage) => {
    harm(/\/servicePrincipals$/, damage);
    await expect(connected().applications.list(context)).rejects.toMatchObject(badResponse);
  });

  test('whose registration cannot be read is not one without owners', async () => {
    const known = (await ownersAreKnown()).filter(([, complete]) => complete === true);
    for (const damage of [replaced('appId', 7), replaced('appId', undefined), replaced('owners', 7)]) {
      peer.faults.clear();
      harm(/\/applications$/, damage);
      const still = (await ownersAreKnown()).filter(([, complete]) => complete === true);
      expect(still.length).toBeLessThan(known.length);
    }
  });

  test('of a kind that is new may have owners where nobody looked', async () => {
    harm(/\/servicePrincipals$/, replaced('servicePrincipalType', 'SomethingNew'));
    const { rows } = await connected().applications.list(context);
    const none = rows.filter(({ listedOwners }) => listedOwners?.rows.length === 0);
    expect(none.length).toBeGreaterThan(0);
    expect(new Set(none.map(({ listedOwners }) => listedOwners?.reason))).toEqual(new Set(['INVALID_VALUE']));
  });
});

const people = async () => (await connected().users.list(everybody, context)).rows;

describe('a user', () => {
  test('whose type cannot be read may be a guest, and be asked for a factor at home', async () => {
    for (const damage of [
      replaced('userType', 'SomethingNew'),
      replaced('userType', 7),
      replaced('userType', undefined),
    ]) {
      peer.faults.clear();
      harm(/\/users$/, damage);
      expect(new Set((await people()).map(({ unread }) => unread?.join()))).toEqual(
        new Set(['external,passwordAuthority']),
      );
      await provider.close();
    }
    peer.faults.clear();
    harm(/\/users$/, replaced('userType', null));
    expect(new Set((await people()).map(({ unread }) => unread))).toEqual(new Set([undefined]));
  });

  test('who does not say whether synchronised is not managed here for certain', async () => {
    harm(/\/users$/, replaced('onPremisesSyncEnabled', 7));
    const rows = await people();
    expect(new Set(rows.map(({ managedElsewhere }) => managedElsewhere))).toEqual(new Set([null]));
    expect(rows.filter(({ passwordAuthority: { kind } }) => kind === 'LOCAL')).toEqual([]);
  });

  test('whose invitation cannot be read has not accepted it for certain', async () => {
    harm(
      /\/users$/,
      replaced('externalUserState', 7, (value) => value !== null),
    );
    const rows = await people();
    expect(rows.filter(({ external, status }) => external && ['ACTIVE', 'PENDING'].includes(status))).toEqual(
      [],
    );
  });
});

test.each([
  [replaced('isBuiltIn', 7)],
  [replaced('isBuiltIn', undefined)],
  [replaced('templateId', 7)],
  [replaced('rolePermissions', 'another type')],
  [replaced('allowedResourceActions', [7])],
])('a role of which a part cannot be read is not a smaller one (%#)', async (damage) => {
  harm(/\/roleDefinitions$/, damage);
  await expect(connected().settings.roles(context)).rejects.toMatchObject(badResponse);
});
