import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectOkta } from '../../../src/providers/okta/connect.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type OktaPeer, startOktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { altered, replaced } from './altered.ts';
import type { Damage } from './stage.ts';

const context = { lane: 'interactive', transactionId: 'test' } as const;
const badResponse = { code: 'BAD_RESPONSE' };
let peer: OktaPeer;
let provider: Provider;

beforeAll(async () => {
  peer = await startOktaPeer({ people: drawPeerPeople({ users: 12, seed: 4 }), hasApplication: false });
  provider = connectOkta({
    key: 'okta',
    orgUrl: peer.url,
    apiToken: new Secret(peer.apiToken),
    writable: false,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
  });
});
afterAll(async () => {
  await provider.close();
  await peer.close();
});
afterEach(() => peer.faults.clear());

const harm = (route: RegExp, damage: Damage) => void peer.faults.add(altered(route, damage));
const texts = (value: unknown) => typeof value === 'string';

describe('an application of Okta', () => {
  test.each([
    ['signOnMode', 7],
    ['status', ['ACTIVE']],
    ['settings', 'another type'],
    ['oauthClient', 7],
    ['credentials', true],
    ['application_type', 7],
    ['wildcard_redirect', { another: 'type' }],
    ['token_endpoint_auth_method', 7],
    ['pkce_required', 'no'],
    ['signOn', ['another type']],
    ['assertionSigned', 7],
    ['responseSigned', 'yes'],
    ['ssoAcsUrl', true],
    ['acsEndpoints', [7]],
    ['acsEndpoints', { url: 'https://a.example.com' }],
  ])('whose %s is %j is none that can be read, and not a harmless one', async (name, value) => {
    harm(/\/apps$/, replaced(name, value));
    await expect(provider.applications.list(context)).rejects.toMatchObject(badResponse);
  });

  test('in a state that is new is not known to be switched off, nor one in a mode that is new to be signed on to', async () => {
    harm(/\/apps$/, replaced('status', 'SOMETHING_NEW', texts));
    const { rows } = await provider.applications.list(context);
    expect(new Set(rows.map(({ enabled }) => enabled))).toEqual(new Set([null]));
    peer.faults.clear();
    harm(/\/apps$/, replaced('signOnMode', 'SOMETHING_NEW', texts));
    const { rows: others } = await provider.applications.list(context);
    expect(new Set(others.map(({ type }) => type))).toEqual(new Set([null]));
  });

  test('proves itself, and takes patterns of addresses, in no way that is known when the word for it is new', async () => {
    harm(/\/apps$/, replaced('token_endpoint_auth_method', 'something_new', texts));
    const { rows } = await provider.applications.list(context);
    expect(new Set(rows.map(({ oidc }) => oidc?.tokenEndpointAuthMethod ?? null))).toEqual(new Set([null]));
    peer.faults.clear();
    harm(/\/apps$/, replaced('wildcard_redirect', 'SOMETHING_NEW', texts));
    const { rows: others } = await provider.applications.list(context);
    expect(new Set(others.map(({ oidc }) => oidc?.allowWildcardInRedirectUris ?? null))).toEqual(
      new Set([null]),
    );
  });
});

const holder = () => [...peer.org.roles.keys()].find((id) => id.startsWith('00u')) ?? '';

describe('a role assignment of Okta', () => {
  test.each([
    ['is of a new kind', replaced('assignmentType', 'SOMETHING_NEW')],
    ['does not say its kind', replaced('assignmentType', undefined)],
    ['has a set of resources that is no text', replaced('status', 'ACTIVE')],
  ])('that %s', async (what, damage) => {
    const more: Damage = (body, random) => {
      const damaged = damage(body, random)?.body ?? body;
      if (!what.startsWith('has')) return { body: damaged };
      return { body: (damaged as object[]).map((row) => ({ ...row, 'resource-set': { id: 'iam1' } })) };
    };
    harm(/\/users\/\{userId\}\/roles$/, more);
    await expect(provider.users.roleAssignmentsOf(holder(), context)).rejects.toMatchObject(badResponse);
  });

  test.each([
    [{ targets: 'another type' }],
    ['another type'],
    [{ targets: { groups: 'another type' } }],
    [{ targets: { groups: [7] } }],
    [{ targets: { catalog: { apps: { another: 'type' } } } }],
  ])('over targets %j reaches nobody knows what, and not the organisation', async (embedded) => {
    harm(/\/users\/\{userId\}\/roles$/, (body) => ({
      body: (body as object[]).map((row) => ({ ...row, _embedded: embedded })),
    }));
    await expect(provider.users.roleAssignmentsOf(holder(), context)).rejects.toMatchObject(badResponse);
  });
});

const tiersOfCustomRoles = async () =>
  (await provider.settings.roles(context)).rows.filter(({ custom: own }) => own).map(({ tier }) => tier);

test('a custom role with a permission that does not say what it allows is placed nowhere', async () => {
  expect(new Set(await tiersOfCustomRoles())).toEqual(new Set([1, 2]));
  for (const label of [undefined, 7]) {
    peer.faults.clear();
    harm(
      /\/permissions$/,
      replaced('label', label, (value) => String(value).endsWith('resetPassword')),
    );
    expect(new Set(await tiersOfCustomRoles())).toEqual(new Set([2, null]));
  }
});

test('an account with a change under way that cannot be read is not known to be switched on, or off', async () => {
  harm(
    /\/users$/,
    replaced('transitioningToStatus', 7, (value) => value === null),
  );
  const { rows } = await provider.users.list({ limit: 50, cursor: null, providerFilter: null }, context);
  expect(new Set(rows.map(({ enabled }) => enabled))).toEqual(new Set([null]));
});

test('an account whose password nobody knows who checks may be asked for a factor elsewhere', async () => {
  for (const damage of [replaced('type', 'SOMETHING_NEW', texts), replaced('credentials', 7)]) {
    peer.faults.clear();
    harm(/\/users$/, damage);
    const { rows } = await provider.users.list({ limit: 50, cursor: null, providerFilter: null }, context);
    expect(new Set(rows.map(({ unread }) => unread?.join()))).toEqual(new Set(['passwordAuthority']));
  }
});

test('nobody is said to be missing as the owner of a group of a type that is new', async () => {
  harm(/\/groups$/, replaced('type', 'SOMETHING_NEW'));
  const { rows } = await provider.groups.list({ limit: 50, cursor: null }, context);
  expect(new Set(rows.map(({ listedOwners }) => listedOwners?.reason))).toEqual(new Set(['INVALID_VALUE']));
});

test('an owner of a group who is resolved in another way than yes or no is not read', async () => {
  const [groupId = ''] = peer.org.owners.keys();
  await expect(provider.owners.ofGroup(groupId, context)).resolves.toMatchObject({ complete: true });
  harm(/\/owners$/, replaced('resolved', 'no'));
  await expect(provider.owners.ofGroup(groupId, context)).rejects.toMatchObject(badResponse);
});
