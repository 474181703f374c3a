import { assert, asyncProperty, constant, constantFrom, oneof, record, subarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { updateUser, type UpdateUserInput } from '../../../src/actions/users/update-user.ts';
import type { ProfileInput } from '../../../src/actions/users/user-profile.ts';
import { callerNamed, setStage } from '../support/stage.ts';
import { personOf, route, rowsOf, useScene } from './support/scene.ts';

const scene = useScene();

const update = (externalId: string, changes: ProfileInput, more: Partial<UpdateUserInput> = {}) =>
  scene.stage.act(updateUser, { user: { externalId }, changes, ...more });

describe('changing a user', () => {
  test('only what was asked for is sent and kept, and a repeat sends nothing', async () => {
    const externalId = scene.nextPerson();
    const before = { ...personOf(scene, externalId) };
    const changes = { title: 'Head of Gardens', nickname: null };
    const result = await update(externalId, changes);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      user: { title: 'Head of Gardens', nickname: null },
      entry: { parameters: { changes }, after: changes, outcome: 'SUCCEEDED' },
    });
    expect(Object.keys(result.entry?.before ?? {}).toSorted()).toEqual(['nickname', 'title']);
    expect(scene.sandbox.requests.writes).toMatchObject([{ body: changes }]);
    const after = personOf(scene, externalId);
    expect(after['email']).toBe(before['email']);
    expect(after['enabled']).toBe(before['enabled']);
    expect(await update(externalId, changes)).toMatchObject({ changed: false });
    expect(scene.sandbox.requests.of(`PATCH ${route}`)).toBe(1);
  });

  test('one part of a name changes and the others go along, so that none is lost', async () => {
    const externalId = scene.nextPerson();
    const { name } = personOf(scene, externalId);
    const result = await update(externalId, { name: { given: 'Ingeborg' } });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'name.given', after: 'Ingeborg' }],
    });
    expect(scene.sandbox.requests.writes).toMatchObject([
      { body: { name: { given: 'Ingeborg', family: Reflect.get(Object(name), 'family') } } },
    ]);
    expect(personOf(scene, externalId)['name']).toEqual({ ...Object(name), given: 'Ingeborg' });
  });

  test('an attribute that the schema lacks is ignored by the directory, and then not called done', async () => {
    const externalId = scene.nextPerson();
    const result = await update(externalId, { customAttributes: { noSuchAttribute: 'x' } });
    expect(result).toMatchObject({ kind: 'UNCONFIRMED', entry: { outcome: 'UNCONFIRMED' } });
  });

  test('what has an action of its own does not slip in as a custom attribute', async () => {
    const externalId = scene.nextPerson();
    const result = await update(externalId, {
      customAttributes: { enabled: false, population: { id: 'x' } },
    });
    expect(result).toMatchObject({ kind: 'FAILED', code: 'INVALID_REQUEST' });
    expect(scene.sandbox.requests.writes).toEqual([]);
    expect(personOf(scene, externalId)['enabled']).toBe(true);
  });

  test('a user name that somebody else has is a conflict that names the member', async () => {
    const externalId = scene.nextPerson();
    const other = rowsOf(scene, 'users').find(({ id }) => id !== externalId);
    const result = await update(externalId, { username: String(other?.['username']) });
    expect(result).toMatchObject({
      kind: 'FAILED',
      code: 'CONFLICT',
      message: expect.stringContaining('username: is unique'),
    });
  });

  test('nothing to change, and a user without a name, are refused', async () => {
    const [username, nothing, emptied] = [{ username: null }, {}, { name: {} }];
    for (const changes of [username, nothing, emptied])
      expect(await update('anybody', changes)).toMatchObject({ kind: 'INVALID' });
  });

  test('a rehearsal shows the differences and gives the version to go on from', async () => {
    const externalId = scene.nextPerson();
    const changes = { title: 'Keeper' };
    const plan = await update(externalId, changes, { dryRun: true });
    expect(plan).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'title', after: 'Keeper' }],
    });
    expect(scene.sandbox.requests.writes).toEqual([]);
    personOf(scene, externalId)['title'] = 'Somebody was faster';
    scene.sandbox.world.touch();
    const ifVersion = plan.kind === 'SUCCESS' ? plan.version : null;
    expect(await update(externalId, changes, { ifVersion })).toMatchObject({
      kind: 'CONFLICT',
      state: { title: 'Somebody was faster' },
    });
  });

  test("an administrator's address takes the right to give roles", async () => {
    const externalId = scene.nextPerson();
    scene.tenant.appoint(externalId);
    const everything = callerNamed('clerk');
    const clerk = {
      ...everything,
      grants: everything.grants.filter(({ permission }) => permission !== 'role:assign'),
    };
    const input = { user: { externalId }, changes: { email: 'mine@example.com' } };
    expect(await scene.stage.act(updateUser, input, clerk)).toMatchObject({
      kind: 'REFUSED',
      blockedBy: ['takeover'],
    });
  });
});

test('whatever was changed, its inverse puts back exactly what was there', async () => {
  const externalId = scene.nextPerson();
  const text = oneof(constantFrom('Ada', 'Zoë', '王', "O'Neil"), constant(null));
  const some = (names: readonly string[]) =>
    subarray([...names], { minLength: 1 }).chain((chosen) =>
      record(Object.fromEntries(chosen.map((name) => [name, text]))),
    );
  const changes = oneof(
    some(['nickname', 'title', 'employmentType', 'mobilePhone', 'sourceId']),
    some(['given', 'middle']).map((name) => ({ name })),
    some(['locality', 'postalCode']).map((address) => ({ address })),
    constant({ address: null }),
  );
  await assert(
    asyncProperty(changes, async (wanted) => {
      // Of its own, for so many changes within an hour are held back.
      scene.stage = setStage(scene.provider);
      const was = await scene.stage.loaders().user.load(externalId);
      const done = await update(externalId, wanted);
      if (done.kind !== 'SUCCESS') throw new Error(done.kind);
      if (!done.changed || done.entry === null) return;
      const undo = updateUser.undo?.(done.entry);
      // As a database gives it back.
      const input = JSON.parse(JSON.stringify(undo?.input)) as UpdateUserInput;
      expect(await scene.stage.act(updateUser, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
      const is = await scene.stage.loaders().user.load(externalId);
      for (const member of ['nickname', 'title', 'employmentType', 'mobilePhone', 'sourceId'] as const)
        expect(is?.[member]).toBe(was?.[member]);
      expect({ ...is?.name }).toEqual({ ...was?.name });
      for (const part of ['locality', 'postalCode', 'streetAddress', 'countryCode'] as const)
        expect(is?.address?.[part] ?? null).toBe(was?.address?.[part] ?? null);
    }),
    { numRuns: 12 },
  );
});
