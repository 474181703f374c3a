import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectScim } from '../../../src/providers/scim/connect.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import type { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { openScimStage, scimConnection, type ScimStage } from '../../contract/scim-stage.ts';
import { context } from './support/lists.ts';

let stage: ScimStage | undefined;
const others: Provider[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
  await stage?.close();
  stage = undefined;
});

async function open(manners: Partial<ScimManners> = {}, writable = true): Promise<ScimStage> {
  stage = await openScimStage({ manners, settings: { writable } });
  return stage;
}

const first = { limit: 5, cursor: null, providerFilter: null };

test('a user name with its password opens a service as well as a token does', async () => {
  const { peer } = await open();
  const { token: _token, ...rest } = scimConnection(peer.address, 'unused');
  const provider = connectScim({ ...rest, username: peer.username, password: new Secret(peer.password) });
  others.push(provider);
  expect((await provider.users.list(first, context)).rows).toHaveLength(5);
});

test('neither is a mistake that is said at once', () => {
  const { token: _token, ...rest } = scimConnection('https://scim.example/v2', 'unused');
  expect(() => connectScim(rest)).toThrow('expected a token, or a username with its password');
});

test('a wrong credential is refused once and told so, without the credential', async () => {
  const { peer } = await open();
  const provider = connectScim(scimConnection(peer.address, 'WRONG-TOKEN'));
  others.push(provider);
  await expect(provider.users.list(first, context)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  const checks = await provider.checkHealth(context);
  expect(checks).toMatchObject([{ code: 'TOKEN', status: 'FAILED' }]);
  expect(JSON.stringify(checks)).not.toContain('WRONG-TOKEN');
});

test('what a service says of itself is read once', async () => {
  const { peer, provider } = await open();
  await Promise.all([provider.users.list(first, context), provider.groups.list(first, context)]);
  await provider.users.list(first, context);
  expect(peer.requests.byRoute).toMatchObject({
    'GET /scim/v2/ServiceProviderConfig': 1,
    'GET /scim/v2/ResourceTypes': 1,
    'GET /scim/v2/Schemas': 1,
  });
});

test.each([404, 403, 501])(
  'a service that answers its description with %i is read all the same',
  async (status) => {
    const { peer, provider } = await open();
    peer.faults.add({
      route: /ServiceProviderConfig|ResourceTypes|Schemas/,
      fault: { kind: 'status', status },
    });
    const { rows, nextCursor } = await provider.users.list(first, context);
    expect(rows).toHaveLength(5);
    expect(nextCursor).not.toBeNull();
    await provider.users.list(first, context);
    expect(peer.requests.of('GET /scim/v2/Schemas')).toBe(1);
  },
);

test('a page that is larger than the service gives is not asked for', async () => {
  const { peer, provider } = await open({ pageCap: 7 });
  peer.faults.add({
    path: /count=(?!7\b)/,
    fault: { kind: 'status', status: 400 },
  });
  expect((await provider.users.list({ ...first, limit: 100 }, context)).rows).toHaveLength(7);
});

test.each([
  ['no list', { id: 'x' }],
  ['a list of texts', { totalResults: 1, Resources: ['ann'] }],
  ['rows without an id', { totalResults: 1, Resources: [{ userName: 'ann' }] }],
  ['no array', { totalResults: 1, Resources: {} }],
])('an answer with %s is an error, and nothing of it is used', async (_, body) => {
  const { peer, provider } = await open();
  peer.faults.add({ route: '/scim/v2/Users', fault: { kind: 'body', body } });
  await expect(provider.users.list(first, context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
});

test('an answer about another user is an error', async () => {
  const { peer, provider, truth } = await open();
  peer.faults.add({
    route: '/scim/v2/Users/{userId}',
    fault: { kind: 'body', body: { id: 'other', active: true } },
  });
  await expect(provider.users.get(truth.someone.id, context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
});

test('a refusal for too many calls is waited out', async () => {
  const { peer, provider } = await open();
  await provider.users.list(first, context);
  peer.faults.add({ fault: { kind: 'status', status: 429, retryAfter: 0 }, times: 1 });
  expect((await provider.users.list(first, context)).rows).toHaveLength(5);
});

test('the words of the standard for an error are passed on, and those of anybody else are not', async () => {
  const { provider, peer } = await open();
  await provider.users.list(first, context);
  const bodies = [{ scimType: 'tooMany', detail: 'x'.repeat(1_000), status: '400' }, ['no', 'object']];
  const errors: UpstreamError[] = [];
  for (const body of bodies) {
    peer.faults.clear();
    peer.faults.add({ fault: { kind: 'body', status: 400, body } });
    await provider.users.list(first, context).catch((error: UpstreamError) => errors.push(error));
  }
  expect(errors.map(({ facts }) => [facts.providerCode, facts.details?.[0]?.message?.length])).toEqual([
    ['tooMany', 300],
    [undefined, undefined],
  ]);
});

describe('capabilities', () => {
  test('are what works: suspending only where the operator allows it', async () => {
    const { provider } = await open();
    expect([...provider.capabilities]).toEqual(['USERS', 'GROUPS', 'NESTED_GROUPS', 'SUSPEND_USER']);
    expect(provider).toMatchObject({
      kind: 'SCIM',
      directory: 'people',
      region: null,
      ownApplicationId: null,
    });
    expect(provider.externalId).toMatch(/^127\.0\.0\.1:\d+\/scim\/v2$/);
    const readOnly = connectScim(scimConnection('https://scim.example/v2/', 't', { writable: false }));
    others.push(readOnly);
    expect([...readOnly.capabilities]).toEqual(['USERS', 'GROUPS', 'NESTED_GROUPS']);
    expect(readOnly.externalId).toBe('scim.example/v2');
  });

  test('that are not there cost no call', async () => {
    const { provider, peer, truth } = await open();
    const refusals = [
      provider.mfa.devicesOf(truth.someone.id, context),
      provider.settings.roles(context),
      provider.users.sessions(truth.someone.id, context),
      provider.userWrites.unlock(truth.someone.id, context),
    ];
    for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(peer.requests.total).toBe(0);
  });
});

describe('health checks', () => {
  const codes = ['TOKEN', 'DIRECTORY', 'READ_USERS', 'STATUS', 'PAGING', 'FILTER', 'READ_GROUPS', 'WRITE'];

  test('say what works', async () => {
    const { provider } = await open();
    const checks = await provider.checkHealth(context);
    expect(checks.map(({ code, status }) => [code, status])).toEqual(codes.map((code) => [code, 'OK']));
  });

  test.each([
    ['PAGING', { ignoresPaging: true }],
    ['FILTER', { filters: 'IGNORED' }],
    ['FILTER', { filters: 'REFUSED', takesNoFilter: true }],
    ['STATUS', { leavesOutActive: true }],
  ] as const)('warn in %s of a service that behaves so: %j', async (code, manners) => {
    const { provider } = await open(manners);
    const checks = await provider.checkHealth(context);
    expect(checks.filter(({ status }) => status !== 'OK')).toMatchObject([{ code, status: 'WARNING' }]);
  });

  test('say what is missing, and what to do', async () => {
    const { provider, peer } = await open({}, false);
    peer.faults.add({ route: '/scim/v2/Groups', fault: { kind: 'status', status: 403 } });
    const checks = await provider.checkHealth(context);
    expect(checks.find(({ code }) => code === 'READ_GROUPS')).toMatchObject({
      status: 'FAILED',
      hint: expect.stringContaining('right to read') as string,
    });
    expect(checks.find(({ code }) => code === 'WRITE')).toMatchObject({ status: 'SKIPPED' });
  });

  test('tell a refused credential although the service describes itself to everybody', async () => {
    const { provider, peer } = await open();
    peer.faults.add({ route: /Users|Groups/, fault: { kind: 'status', status: 401 } });
    expect(await provider.checkHealth(context)).toMatchObject([{ code: 'TOKEN', status: 'FAILED' }]);
  });

  test('go on where the description alone is closed', async () => {
    const { provider, peer } = await open();
    peer.faults.add({ route: /ServiceProviderConfig/, fault: { kind: 'status', status: 403 } });
    const checks = await provider.checkHealth(context);
    expect(checks.filter(({ status }) => status !== 'OK')).toMatchObject([
      { code: 'DIRECTORY', status: 'FAILED' },
    ]);
    expect(checks.find(({ code }) => code === 'READ_USERS')).toMatchObject({ status: 'OK' });
  });

  test('end at an address where nobody answers', async () => {
    const { provider, peer } = await open();
    await peer.close();
    const checks = await provider.checkHealth({ ...context, deadline: Date.now() + 500 });
    expect(checks).toMatchObject([{ code: 'DIRECTORY', status: 'FAILED' }]);
    stage = undefined;
    others.push(provider);
  });
});
