import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateTenant } from '../../../src/sandbox/generate/generate-tenant.ts';
import type { OktaUser } from '../../../src/sandbox/peers/okta/org.ts';
import { rolesOf } from '../../../src/sandbox/peers/okta/org.ts';
import { type OktaPeer, startOktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { oktaPeopleOf, scimPeopleOf } from '../../../src/sandbox/peers/overlap.ts';
import { type ScimPeer, startScimPeer } from '../../../src/sandbox/peers/scim/scim-peer.ts';
import type { ScimUserRecord } from '../../../src/sandbox/peers/scim/scim-people.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';

const asOf = new Date('2026-03-01T12:00:00.000Z');
const tenant = generateTenant({ asOf });
const pingOne = tenant.collections.get('users') ?? new Map<string, Row>();
const people = oktaPeopleOf(tenant, { asOf });

function isActive(row: Row): boolean {
  return row['enabled'] === true;
}

function profileOf(user: OktaUser): Record<string, string | null | undefined> {
  return user.profile as Record<string, string | null | undefined>;
}

/** How many addresses several people have, of pairs of an address and a person. */
function twinsIn(accounts: readonly (readonly [string, string])[]): number {
  const holders = new Map<string, Set<string>>();
  for (const [address, person] of accounts)
    holders.set(address, new Set([...(holders.get(address) ?? []), person]));
  return [...holders.values()].filter(({ size }) => size > 1).length;
}

describe('the people of the three simulated directories, by the state that each has', () => {
  let okta: OktaPeer;
  let scim: ScimPeer;
  const accounts = new Map<string, OktaUser[]>();

  beforeAll(async () => {
    okta = await startOktaPeer({ people, hasApplication: false });
    for (const [id, user] of okta.org.users) {
      const person = okta.org.personOf.get(id) ?? '';
      accounts.set(person, [...(accounts.get(person) ?? []), user]);
    }
    const ids = new Map([...okta.org.users.values()].map(({ id, profile }) => [profile['login'], id]));
    scim = await startScimPeer({ people: scimPeopleOf(people, (name) => ids.get(name) ?? null, { asOf }) });
  });

  afterAll(async () => {
    await Promise.all([okta.close(), scim.close()]);
  });

  /** The accounts of a person in Okta: more than one for who came back. */
  const inOkta = (personId: string): readonly OktaUser[] => accounts.get(personId) ?? [];
  const inScim = (personId: string): ScimUserRecord | undefined =>
    scim.users.get(scim.truth.get(personId) ?? '');
  const isInOkta = (personId: string): boolean => accounts.has(personId);

  it('most people are in PingOne and Okta, and many of them in the application too', () => {
    const shared = [...pingOne.keys()].filter((id) => isInOkta(id));
    expect(shared.length).toBeGreaterThan(1_800);
    expect(shared.filter((id) => inScim(id) !== undefined).length).toBeGreaterThan(1_000);
  });

  it('leavers are closed in Okta, and still active in PingOne, and most of them in the application', () => {
    const closed = new Set(['SUSPENDED', 'DEPROVISIONED']);
    const leavers = [...pingOne.values()].filter((row) => {
      const own = inOkta(row.id);
      return isActive(row) && own.length > 0 && own.every(({ status }) => closed.has(status));
    });
    expect(leavers.length).toBeGreaterThan(15);
    const statuses = leavers.flatMap(({ id }) => inOkta(id).map(({ status }) => status));
    expect(new Set(statuses)).toEqual(closed);
    const still = leavers.filter(({ id }) => inScim(id)?.active === true);
    expect(still.length).toBeGreaterThan(leavers.length / 2);
    expect(leavers.some(({ id }) => inScim(id)?.active === false)).toBe(true);
  });

  it('strangers are in PingOne, usable, and were never in Okta; the application has some of its own', () => {
    const populations = tenant.collections.get('populations');
    const populationOf = (row: Row): unknown =>
      populations?.get(String(Reflect.get(Object(row['population']), 'id')))?.['name'];
    const elsewhere = new Set(['Customers', 'Service accounts']);
    const strangers = [...pingOne.values()].filter(
      (row) => isActive(row) && !isInOkta(row.id) && !elsewhere.has(String(populationOf(row))),
    );
    expect(strangers.length).toBeGreaterThan(20);
    expect(strangers.length).toBeLessThan(60);
    const own = [...scim.truth.keys()].filter((id) => !isInOkta(id) && !pingOne.has(id));
    expect(own.length).toBeGreaterThan(5);
  });

  it('customers are in PingOne alone', () => {
    const populations = [...(tenant.collections.get('populations')?.values() ?? [])];
    const customers = populations.find(({ name }) => name === 'Customers')?.id;
    const of = [...pingOne.values()].filter(
      (row) => Reflect.get(Object(row['population']), 'id') === customers,
    );
    expect(of.length).toBeGreaterThan(20);
    expect(of.filter(({ id }) => isInOkta(id) || inScim(id) !== undefined)).toEqual([]);
  });

  it('twins have one address and are two people, in Okta and in PingOne', () => {
    const oktaAccounts = [...okta.org.users.values()].map((user): [string, string] => [
      profileOf(user)['email'] ?? '',
      okta.org.personOf.get(user.id) ?? '',
    ]);
    const rows = [...pingOne.values()].filter(({ email }) => typeof email === 'string');
    const pingOneAccounts = rows.map((row): [string, string] => [String(row['email']), row.id]);
    expect(twinsIn(oktaAccounts)).toBeGreaterThan(1);
    expect(twinsIn(pingOneAccounts)).toBeGreaterThan(1);
    const desk = [...scim.users.values()].filter(({ person }) => person.email === 'reception@example.com');
    expect(desk.length).toBeGreaterThan(0);
  });

  it('who changed their name has the address that PingOne still knows as a second one', () => {
    const renamed = [...pingOne.values()].filter(({ id, email, name }) =>
      inOkta(id).some((user) => {
        const { secondEmail, lastName } = profileOf(user);
        return (
          typeof email === 'string' &&
          secondEmail === email.toLowerCase() &&
          lastName !== Reflect.get(Object(name), 'family')
        );
      }),
    );
    expect(renamed.length).toBeGreaterThan(10);
    // An account that was made by hand before has the old name.
    const byOldName = renamed.filter(({ id, email }) => inScim(id)?.person.username === email);
    expect(byOldName.length).toBeGreaterThan(0);
  });

  it('some are known in Okta by another address than in PingOne, which is an alias there', () => {
    const known = [...okta.org.users.values()].filter((user) => {
      const { login, email, secondEmail } = profileOf(user);
      return secondEmail === login && email !== login;
    });
    expect(known.length).toBeGreaterThan(10);
  });

  it('machines are in two directories, and have neither factors nor roles', () => {
    const machines = [...okta.org.users.values()].filter(
      ({ profile }) => profile['userType'] === 'Service account',
    );
    expect(machines.length).toBeGreaterThan(10);
    for (const { id, profile } of machines) {
      expect(profile['login']).toMatch(/^svc-/);
      expect(pingOne.has(okta.org.personOf.get(id) ?? '')).toBe(true);
      expect(okta.org.factors.get(id)).toEqual([]);
      expect(okta.org.roles.has(id)).toBe(false);
    }
  });

  it('joiners are in Okta alone, some of them before their first day', () => {
    const joiners = [...okta.org.users.values()].filter(({ id }) => {
      const person = okta.org.personOf.get(id) ?? '';
      return person.startsWith('joiner-') && !pingOne.has(person);
    });
    expect(joiners.length).toBeGreaterThan(50);
    expect(joiners.some(({ status }) => status === 'STAGED' || status === 'PROVISIONED')).toBe(true);
    expect(joiners.some(({ status }) => status === 'ACTIVE')).toBe(true);
  });

  it('who came back has two accounts of one employee number in Okta, the older one closed, and one elsewhere', () => {
    const rehired = [...accounts.keys()].filter((person) => inOkta(person).length > 1);
    expect(rehired.length).toBeGreaterThan(5);
    for (const person of rehired) {
      const both = inOkta(person);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['ACTIVE', 'DEPROVISIONED']);
      const numbers = both.map((user) => profileOf(user)['employeeNumber']);
      expect(new Set(numbers).size).toBe(1);
      expect(numbers[0]).toMatch(/^E\d{6}$/);
      const sourceId = inScim(person)?.person.sourceId;
      const open = both.find(({ status }) => status === 'ACTIVE');
      expect([null, undefined, open?.id]).toContain(sourceId);
    }
  });

  it('locked accounts and expired passwords are there too', () => {
    const statuses = new Set([...okta.org.users.values()].map(({ status }) => status));
    for (const status of ['LOCKED_OUT', 'PASSWORD_EXPIRED'] as const) expect(statuses).toContain(status);
  });

  it('Okta has at least two administrators who can use their role for everything', () => {
    const top = [...okta.org.users.values()].filter(
      ({ id, status }) =>
        status === 'ACTIVE' && rolesOf(okta.org, id).some(({ role }) => role.type === 'SUPER_ADMIN'),
    );
    expect(top.length).toBeGreaterThanOrEqual(2);
    const [first] = pingOne.keys();
    expect(top.map(({ id }) => okta.org.personOf.get(id))).toContain(first);
  });

  it('nothing happened to the first three of PingOne: the ready operations are about one of them', () => {
    for (const row of [...pingOne.values()].slice(0, 3)) {
      expect(inOkta(row.id).map(({ status }) => status)).toEqual(['ACTIVE']);
      expect(inScim(row.id)?.active).toBe(true);
      expect(isActive(row)).toBe(true);
    }
    const second = [...pingOne.keys()][1] ?? '';
    expect(inOkta(second).flatMap(({ id }) => rolesOf(okta.org, id))).toEqual([]);
  });

  it('names are unique in each directory, in any case', () => {
    const logins = [...okta.org.users.values()].map((user) => (profileOf(user)['login'] ?? '').toLowerCase());
    expect(new Set(logins).size).toBe(logins.length);
    const names = [...scim.users.values()].map(({ person }) => person.username.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('every id that the application has of Okta is one of that person', () => {
    const carried = [...scim.users.values()].filter(({ person }) => person.sourceId !== null);
    expect(carried.length).toBeGreaterThan(500);
    for (const { person } of carried)
      expect(okta.org.personOf.get(person.sourceId ?? '')).toBe(person.personId);
  });
});

it('the same tenant and seed give the same people, in a small tenant too', () => {
  const small = generateTenant({ users: 5, asOf });
  expect(oktaPeopleOf(small, { asOf })).toEqual(oktaPeopleOf(small, { asOf }));
  expect(oktaPeopleOf(tenant, { asOf })).toEqual(people);
  expect(oktaPeopleOf(tenant, { asOf, seed: 2 })).not.toEqual(people);
});
