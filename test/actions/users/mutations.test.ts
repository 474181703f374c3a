import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';
import { TenantView } from '../support/tenant.ts';

let gateway: TestGateway;
let people: string[];

beforeAll(async () => {
  gateway = await startGateway({ users: 80, seed: 5 });
  people = new TenantView(gateway.sandbox).people(6);
});

beforeEach(() => {
  gateway.sandbox.requests.reset();
});

afterAll(() => gateway.close());

const refOf = (externalId: string) => ({ externalId: { directory: KEY, externalId } });
const nextPerson = (): string => people.shift() ?? '';

/** Asks for one mutation and gives its result. */
async function mutate(
  name: string,
  input: Readonly<Record<string, unknown>>,
  fields: string,
): Promise<Readonly<Record<string, unknown>>> {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const { data, errors } = await gateway.ask<Record<string, Readonly<Record<string, unknown>>> | null>(
    `mutation M($input: ${typeName}Input!) { ${name}(input: $input) { __typename ... on ${typeName}Success { ${fields} } ... on Error { message code retryable } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data?.[name] ?? {};
}

async function populationIds(): Promise<readonly string[]> {
  const { data } = await gateway.ask<{
    readonly directory: { readonly populations: readonly { readonly id: string }[] };
  }>(`{ directory(key: "${KEY}") { populations { id } } }`);
  return data.directory.populations.map(({ id }) => id);
}

describe('mutations on users', () => {
  test('a password change is forced, and the answer shows the state that was read back', async () => {
    const externalId = nextPerson();
    gateway.sandbox.world.setDetail('users/password', externalId, { status: 'OK' });
    const result = await mutate(
      'forcePasswordChange',
      { user: refOf(externalId), reason: 'Seen in a leak' },
      'changed user { externalId password { status } } entry { id outcome }',
    );
    expect(result).toMatchObject({
      __typename: 'ForcePasswordChangeSuccess',
      changed: true,
      user: { externalId, password: { status: 'MUST_CHANGE' } },
      entry: { outcome: 'SUCCEEDED' },
    });
  });

  test('sessions are ended and counted; a repeat ends none', async () => {
    const externalId = nextPerson();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const rows = ['one', 'two'].map((id) => [id, { id, expiresAt }] as const);
    const sessions = gateway.sandbox.tenant.children.get('users/sessions') ?? new Map();
    gateway.sandbox.tenant.children.set('users/sessions', sessions.set(externalId, new Map(rows)));
    gateway.sandbox.world.touch();
    const input = { user: refOf(externalId) };
    const fields = 'changed revoked user { externalId sessions { externalId } } entry { id outcome }';
    expect(await mutate('revokeUserSessions', input, fields)).toMatchObject({
      changed: true,
      revoked: 2,
      user: { externalId, sessions: [] },
      entry: { outcome: 'SUCCEEDED' },
    });
    expect(await mutate('revokeUserSessions', input, fields)).toMatchObject({ changed: false, revoked: 0 });
  });

  test('somebody joins, is renamed, moves and leaves', async () => {
    const [population, elsewhere] = await populationIds();
    const password = 'Correct-Horse-7-Battery';
    const made = await mutate(
      'createUser',
      {
        directory: KEY,
        username: 'ines.hall',
        email: 'ines.hall@example.com',
        name: { given: 'Ines', family: 'Hall' },
        population,
        password,
        mfaEnabled: true,
      },
      'changed steps { name outcome } user { id externalId username population { id } password { status } }',
    );
    expect(made).toMatchObject({
      changed: true,
      user: { username: 'ines.hall', population: { id: population }, password: { status: 'MUST_CHANGE' } },
    });
    const user = { username: { directory: KEY, username: 'ines.hall' } };
    expect(
      await mutate(
        'updateUser',
        {
          user,
          changes: { name: { family: 'Hall-Reyes' }, title: 'Keeper', address: { locality: 'Leiden' } },
        },
        'user { name { given family } title } differences { path before after }',
      ),
    ).toMatchObject({
      user: { name: { given: 'Ines', family: 'Hall-Reyes' }, title: 'Keeper' },
      differences: expect.arrayContaining([{ path: 'name.family', before: 'Hall', after: 'Hall-Reyes' }]),
    });
    expect(
      await mutate('moveUserToPopulation', { user, population: elsewhere }, 'user { population { id } }'),
    ).toMatchObject({ user: { population: { id: elsewhere } } });
    const wrong = await mutate(
      'updateUser',
      { user, changes: { customAttributes: { enabled: false } } },
      'changed',
    );
    expect(wrong).toMatchObject({ __typename: 'ActionFailed', code: 'INVALID_REQUEST' });
    expect(await mutate('deleteUser', { user }, 'changed user { id }')).toMatchObject({
      changed: true,
      user: null,
    });
    expect(await mutate('deleteUser', { user }, 'changed')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('an account is locked for a time and unlocked; what could be done is told beforehand', async () => {
    const externalId = nextPerson();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const fields = 'changed user { status pingOne { unlockAt } }';
    expect(await mutate('lockUser', { user: refOf(externalId), until }, fields)).toMatchObject({
      changed: true,
      user: { status: 'LOCKED', pingOne: { unlockAt: until } },
    });
    const { data } = await gateway.ask<{
      readonly user: { readonly availableActions: readonly { readonly action: string }[] };
    }>('query Q($ref: UserRef!) { user(ref: $ref) { availableActions { action allowed } } }', {
      ref: refOf(externalId),
    });
    expect(data.user.availableActions).toEqual(
      expect.arrayContaining([{ action: 'UNLOCK_USER', allowed: true }]),
    );
    expect(await mutate('unlockUser', { user: refOf(externalId) }, fields)).toMatchObject({
      user: { status: 'ACTIVE' },
    });
  });

  test('the id of another type, or of another directory, is refused', async () => {
    const { errors } = await gateway.ask(
      'mutation M($input: MoveUserToPopulationInput!) { moveUserToPopulation(input: $input) { __typename } }',
      { input: { user: refOf('x'), population: Buffer.from(`Group:${KEY}:1`).toString('base64url') } },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

const ask = (start: string, end: string) =>
  gateway.ask<{ readonly directory: { readonly activity: readonly unknown[] | null } }>(
    `{ directory(key: "${KEY}") { activity(start: "${start}", end: "${end}") { date signOns members } } }`,
  );

describe('the activity of a directory', () => {
  test('is told day by day', async () => {
    const { data, errors } = await ask('2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z');
    expect(errors).toEqual([]);
    expect(data.directory.activity).toMatchObject([
      { date: '2026-03-01', signOns: expect.any(Number), members: { date: expect.any(String) } },
      { date: '2026-03-02' },
      { date: '2026-03-03' },
    ]);
  });

  test('a time that is turned round is refused, and a refusal by the directory is an error, not an empty list', async () => {
    expect((await ask('2026-03-03T00:00:00Z', '2026-03-01T00:00:00Z')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    gateway.sandbox.faults.add({ route: /userActivities/, fault: { kind: 'status', status: 403 } });
    const { data, errors } = await ask('2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z');
    gateway.sandbox.faults.clear();
    expect(data.directory.activity).toBeNull();
    expect(errors).toMatchObject([{ path: ['directory', 'activity'] }]);
  });
});
