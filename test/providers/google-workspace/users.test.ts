import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import type { PeerPerson } from '../../../src/sandbox/peers/people.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { type Connected, connected, context, failureOf, listening, userWhere } from './support.ts';

const people: readonly PeerPerson[] = drawPeerPeople({ users: 72, seed: 7 }).map((person, index) => ({
  ...person,
  sourceId: index % 3 === 0 ? `src-${index}` : null,
  aliases: [...person.aliases, ...(person.aliases.length > 0 ? [`legacy-${index}@old.example`] : [])],
}));

let stage: Connected;
beforeAll(async () => {
  stage = await connected({ sourceIdType: 'source' }, people);
});
afterAll(async () => {
  await stage.close();
});

async function everybody(providerFilter: string | null = null, limit = 20): Promise<readonly User[]> {
  const rows: User[] = [];
  let cursor: string | null = null;
  do {
    const page = await stage.provider.users.list({ limit, cursor, providerFilter }, context);
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

function idOf({ personId }: PeerPerson): string {
  return stage.peer.truth.get(personId) ?? '';
}

describe('the list of users', () => {
  test('holds everybody once, and after those who are there the removed ones, as DEPROVISIONED', async () => {
    const users = await everybody();
    expect(users.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...stage.peer.users.keys()].toSorted(),
    );
    const removed = users.filter(({ rawStatus }) => rawStatus.includes('deleted=true'));
    expect(removed.length).toBeGreaterThan(1);
    expect(new Set(removed.map(({ status }) => status))).toEqual(new Set(['DEPROVISIONED']));
    expect(users.slice(-removed.length)).toEqual(removed);
  });

  test('shows each person in the state that the directory of people has', async () => {
    const users = new Map((await everybody()).map((user) => [user.externalId, user]));
    for (const person of people) {
      const user = users.get(idOf(person));
      const wanted = { LOCKED: 'ACTIVE', PASSWORD_EXPIRED: 'ACTIVE' } as Record<string, string>;
      const never =
        person.lastSignOnAt === null && person.status !== 'SUSPENDED' && person.status !== 'DEPROVISIONED';
      expect(user?.status, person.personId).toBe(
        never ? 'PENDING' : (wanted[person.status] ?? person.status),
      );
      expect(user).toMatchObject({
        directory: 'google',
        username: person.username,
        email: person.email,
        employeeNumber: person.employeeNumber,
        sourceId: person.sourceId,
        aliases: person.aliases,
        title: person.title,
        external: person.external ? true : null,
        passwordChangeRequired: person.status === 'PASSWORD_EXPIRED',
        createdAt: new Date(person.createdAt),
      });
    }
  });

  test('says "never" for the beginning of 1970, and unknown for a missing last sign-in', async () => {
    const users = await everybody();
    for (const person of people) {
      const fact = users.find(({ externalId }) => externalId === idOf(person))?.lastSignOn;
      expect(fact).toMatchObject({
        state: 'KNOWN',
        value: person.lastSignOnAt === null ? null : { at: new Date(person.lastSignOnAt) },
      });
    }
  });

  test('tells of second steps without a call more: one for those who are enrolled, none for the others', async () => {
    const { context: counted, routes } = listening();
    const first = await stage.provider.users.list(
      { limit: 500, cursor: null, providerFilter: null },
      counted,
    );
    expect(routes).toEqual(['GET /users']);
    for (const user of first.rows) {
      const enrolled = stage.peer.users.get(user.externalId)?.isEnrolledIn2Sv;
      expect(
        user.listedDevices?.map(({ externalId, type, tier, status }) => ({ externalId, type, tier, status })),
      ).toEqual(
        enrolled === true
          ? [{ externalId: 'two-step-verification', type: 'UNKNOWN', tier: 'UNKNOWN', status: 'ACTIVE' }]
          : [],
      );
    }
    const enforced = first.rows.filter(
      ({ customAttributes }) => customAttributes['isEnforcedIn2Sv'] === true,
    );
    expect(enforced.length).toBeGreaterThan(0);
  });

  test('keeps the schemas of the operator, for which projection=full is asked for', async () => {
    const [user] = await everybody();
    expect(user?.customAttributes['customSchemas']).toEqual({ Work: { desk: expect.stringMatching(/^D-/) } });
    expect(user?.customAttributes['orgUnitPath']).toBe('/People');
  });

  test('never takes over what would help somebody into the account', async () => {
    const shown = JSON.stringify(await everybody());
    expect(shown).not.toMatch(/recovery|elsewhere\.example|\+1650555/i);
    expect(Object.keys(stage.peer.requests.byRoute).join(' ')).not.toMatch(/verificationCodes|asps/);
  });

  test('never searches: results may trail a change by a day and a half', async () => {
    const someone = userWhere(stage.peer, (user) => user['suspended'] === false && user['isAdmin'] === false);
    const plan = stage.provider.users.planFilter({ status: ['SUSPENDED'] });
    expect(plan).toEqual({ providerFilter: null, residual: { status: ['SUSPENDED'] } });
    await stage.provider.userWrites.setEnabled(someone, false, context);
    const found = (await everybody()).find(({ externalId }) => externalId === someone);
    expect(found?.status).toBe('SUSPENDED');
    await stage.provider.userWrites.setEnabled(someone, true, context);
  });
});

describe('one user', () => {
  test('who was removed is found by the id that the list shows', async () => {
    const id = userWhere(stage.peer, (user) => user['deletionTime'] !== undefined);
    expect(await stage.provider.users.get(id, context)).toMatchObject({
      externalId: id,
      status: 'DEPROVISIONED',
    });
  });

  test('is null for an id that nobody has, also where an address stands in its place', async () => {
    expect(await stage.provider.users.get('100000000000000000000', context)).toBeNull();
    const { adminEmail } = stage.peer.credentials;
    expect(await stage.provider.users.get(adminEmail, context)).toBeNull();
  });

  test('is found by an alias and by a name that the domain gives, without a search', async () => {
    const person = people.find(({ aliases, status }) => aliases.length > 1 && status === 'ACTIVE');
    if (person === undefined) throw new Error('nobody has aliases');
    for (const alias of [...person.aliases, person.username.toUpperCase()]) {
      const { context: counted, routes } = listening();
      const found = await stage.provider.users.findByEmail(alias, counted);
      expect(found.map(({ externalId }) => externalId)).toEqual([idOf(person)]);
      expect(routes).toEqual(['GET /users/{userKey}']);
    }
  });

  test('at another organisation is nobody, where the administrator would be shown everybody of this one', async () => {
    const { users } = stage.provider;
    expect(await users.findByEmail('somebody@partner.example', context)).toEqual([]);
    const admin = [...stage.peer.users.values()].find(
      ({ primaryEmail }) => primaryEmail === stage.peer.credentials.adminEmail,
    );
    if (admin === undefined) throw new Error('there is no administrator');
    admin.isAdmin = false;
    const failure = await failureOf(users.findByEmail('somebody@partner.example', context));
    admin.isAdmin = true;
    expect(failure.code).toBe('FORBIDDEN');
  });

  test('is not found by the id in place of a name', async () => {
    const [id = ''] = stage.peer.users.keys();
    const { context: counted, routes } = listening();
    expect(await stage.provider.users.findByUsername(id, counted)).toEqual([]);
    expect(routes).toEqual([]);
  });

  test('has a password of which only the demand to change it is known', async () => {
    const must = userWhere(stage.peer, (user) => user['changePasswordAtNextLogin'] === true);
    const other = userWhere(stage.peer, (user) => user['changePasswordAtNextLogin'] === false);
    expect(await stage.provider.users.passwordState(must, context)).toMatchObject({ status: 'MUST_CHANGE' });
    expect(await stage.provider.users.passwordState(other, context)).toMatchObject({ status: 'OK' });
  });
});

describe('a filter', () => {
  test('by address reads that one user, and the removed ones who may have had it', async () => {
    const [person] = people;
    if (person === undefined) throw new Error('there are no people');
    const { providerFilter } = stage.provider.users.planFilter({ email: { equals: person.username } });
    const { context: counted, routes } = listening();
    const page = await stage.provider.users.list({ limit: 20, cursor: null, providerFilter }, counted);
    expect(page.rows.map(({ externalId }) => externalId)).toEqual([idOf(person)]);
    expect(routes).toEqual(['GET /users/{userKey}']);
    const rest = await stage.provider.users.list(
      { limit: 500, cursor: page.nextCursor, providerFilter },
      context,
    );
    expect(rest.rows.every(({ status }) => status === 'DEPROVISIONED')).toBe(true);
    expect(rest.nextCursor).toBeNull();
  });

  test('by group reads its members', async () => {
    const [groupId = ''] = stage.peer.groups.keys();
    const { providerFilter, residual } = stage.provider.users.planFilter({ groupId, status: ['ACTIVE'] });
    expect(residual).toEqual({ status: ['ACTIVE'] });
    const ids = (await everybody(providerFilter)).map(({ externalId }) => externalId);
    expect(ids.toSorted()).toEqual([...(stage.peer.members.get(groupId)?.keys() ?? [])].toSorted());
  });

  test('by group within an "or" is refused, as rows do not tell it', () => {
    const or = [{ groupId: 'a' }, { status: ['ACTIVE' as const] }];
    expect(() => stage.provider.users.planFilter({ or })).toThrow(/within an "or"/);
    expect(stage.provider.users.planFilter({ or: [{ groupId: 'a' }] }).residual).toBeNull();
  });

  test('cannot be carried over to another with its cursor', async () => {
    const page = await stage.provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    const { providerFilter } = stage.provider.users.planFilter({ email: { equals: 'a@example.com' } });
    const failure = await failureOf(
      stage.provider.users.list({ limit: 5, cursor: page.nextCursor, providerFilter }, context),
    );
    expect(failure.code).toBe('INVALID_REQUEST');
  });
});
