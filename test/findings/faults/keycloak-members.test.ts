import { expect, test } from 'vitest';
import { connect, contextOf, type Connected } from '../../providers/keycloak/support/connect.ts';
import { walk } from '../../providers/scim/support/lists.ts';
import { altered, replaced } from './altered.ts';
import { leftOut } from './damage.ts';
import type { Damage } from './stage.ts';

const context = contextOf();
const unreadable = { code: 'BAD_RESPONSE' };

/** What a read comes to while every answer of a route is changed so. */
async function under<T>({ peer }: Connected, route: RegExp, damage: Damage, read: () => Promise<T>) {
  const disarm = peer.faults.add(altered(route, damage));
  try {
    return await read();
  } finally {
    disarm();
  }
}

/** An answer of which nothing has such a member. */
function without(...names: readonly string[]): Damage {
  return (body) => ({
    body: JSON.parse(JSON.stringify(body), (name, value: unknown) =>
      names.includes(name) ? undefined : value,
    ) as unknown,
  });
}

test('a credential that does not say what it is is neither a second factor nor a password', async () => {
  const realm = await connect();
  const { id } = realm.user(({ credentials }) => credentials.length > 1);
  const reads: readonly (() => Promise<unknown>)[] = [
    () => realm.provider.mfa.devicesOf(id, context),
    () => realm.provider.users.passwordState(id, context),
  ];
  for (const read of reads) {
    await read();
    for (const damage of [leftOut(['type']), replaced('type', 7), replaced('type', '')])
      await expect(under(realm, /\/credentials$/, damage, read)).rejects.toMatchObject(unreadable);
  }
});

test('groups below one are not lost where their count, or they themselves, cannot be read', async () => {
  const realm = await connect();
  const read = async () => {
    const { rows } = await walk((request) => realm.provider.groups.list(request, context), 100);
    return rows.length;
  };
  expect(await read()).toBe(realm.peer.state.groups.size);
  for (const count of ['7', true, { another: 'type' }])
    await expect(under(realm, /\/groups$/, replaced('subGroupCount', count), read)).rejects.toMatchObject(
      unreadable,
    );
  for (const below of ['another type', [7], [{ name: 'without an id' }]])
    await expect(under(realm, /\/groups$/, replaced('subGroups', below), read)).rejects.toMatchObject(
      unreadable,
    );
  const neither = without('subGroupCount', 'subGroups');
  await expect(under(realm, /\/groups$/, neither, read)).rejects.toMatchObject(unreadable);
});

test('a role that does not say whether it contains others is not one that contains none', async () => {
  const realm = await connect();
  const { id } = realm.user(({ roleIds }) => roleIds.size > 0);
  for (const damage of [leftOut(['composite']), replaced('composite', 'true'), replaced('composite', null)]) {
    for (const route of [/\/roles$/, /\/composites$/])
      await expect(
        under(realm, route, damage, () => realm.provider.settings.roles(context)),
      ).rejects.toMatchObject(unreadable);
    await expect(
      under(realm, /\/role-mappings$/, damage, () => realm.provider.users.roleAssignmentsOf(id, context)),
    ).rejects.toMatchObject(unreadable);
  }
});

test('a realm whose delegation of rights cannot be read, or whose clients have no names, makes no role a weak one', async () => {
  const realm = await connect();
  const read = () => realm.provider.settings.roles(context);
  const { rows } = await read();
  expect(rows.some(({ tier }) => tier === 0)).toBe(true);
  const ofRealm = replaced('adminPermissionsEnabled', 'true');
  await expect(under(realm, /\/realms\/\{realm\}$/, ofRealm, read)).rejects.toMatchObject(unreadable);
  for (const damage of [leftOut(['clientId']), replaced('clientId', 7)])
    await expect(under(realm, /\/clients$/, damage, read)).rejects.toMatchObject(unreadable);
  const older = without('adminPermissionsEnabled');
  expect(await under(realm, /\/realms\/\{realm\}$/, older, read)).toMatchObject({ rows });
});

test('whoever has no role is told from whoever is answered with something else', async () => {
  const realm = await connect();
  const { id } = realm.user(({ roleIds }) => roleIds.size > 0);
  const read = () => realm.provider.users.roleAssignmentsOf(id, context);
  const answered = (body: unknown) => under(realm, /\/users\/.*\/role-mappings$/, () => ({ body }), read);
  const { rows } = await read();
  expect(rows.filter(({ inherited }) => !inherited)).not.toEqual([]);
  // How Keycloak says it: a `MappingsRepresentation` with neither member.
  const none = await answered({});
  expect(none.rows.filter(({ inherited }) => !inherited)).toEqual([]);
  for (const body of [{ users: [] }, { error: 'unknown_error' }])
    await expect(answered(body)).rejects.toMatchObject(unreadable);
});

test('an account whose master cannot be read may have one', async () => {
  const realm = await connect();
  const linked = { ...realm.user(() => true), federationLink: 'ldap-store' };
  realm.peer.state.users.set(linked.id, linked);
  const get = () => realm.provider.users.get(linked.id, context);
  const state = () => realm.provider.users.passwordState(linked.id, context);
  expect(await get()).toMatchObject({ managedElsewhere: true, passwordAuthority: { kind: 'EXTERNAL' } });
  for (const link of [7, ['ldap-store'], { id: 'ldap-store' }]) {
    const damage = replaced('federationLink', link);
    expect(await under(realm, /\/users\/\{userId\}$/, damage, get)).toMatchObject({
      managedElsewhere: null,
      passwordAuthority: { kind: 'UNKNOWN', identityProviderId: null },
    });
    await expect(under(realm, /\/users\/\{userId\}$/, damage, state)).rejects.toMatchObject(unreadable);
  }
});
