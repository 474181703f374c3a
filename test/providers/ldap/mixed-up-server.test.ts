import { describe, expect, test } from 'vitest';
import { context } from './support/connect.ts';
import { type Asked, BASE, entry, guid, OP, result, withServer } from './support/hand-made-server.ts';

const ASKED = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const GROUP = '33333333-3333-4333-8333-333333333333';

const chief = {
  entryUUID: [OTHER],
  objectGUID: [guid(OTHER)],
  objectClass: ['inetOrgPerson', 'user'],
  uid: ['chief@corp.example'],
  sAMAccountName: ['chief'],
  userPrincipalName: ['Chief@corp.example'],
  mail: ['chief@corp.example'],
  proxyAddresses: ['SMTP:chief@corp.example', 'smtp:boss@corp.example'],
  userAccountControl: ['512'],
};
const asSomebody = (id: string) => ({ ...chief, entryUUID: [id], objectGUID: [guid(id)] });

/** Whatever is looked for, these come. */
const always =
  (...entries: readonly (readonly [dn: string, values: typeof chief])[]) =>
  (asked: Asked): Buffer | false =>
    asked.op === OP.search && asked.dn !== ''
      ? Buffer.concat([...entries.map(([dn, values]) => entry(asked, dn, values)), result(asked)])
      : false;

describe.each([
  ['OpenLDAP', false],
  ['Active Directory', true],
])('A server of %s that is mixed up', (_, domain) => {
  test("another person's entry is never believed, and nothing is changed of it", async () => {
    const answer = always([`uid=chief,${BASE}`, chief]);
    await withServer({ domain, answer }, async ({ provider, asked }) => {
      const { users, groups, userWrites, membershipWrites } = provider;
      const wrong = { code: 'BAD_RESPONSE', message: expect.stringMatching(/another object than/) as string };
      for (const work of [
        () => users.get(ASKED, context()),
        () => users.groupsOf(ASKED, context()),
        () => users.passwordState(ASKED, context()),
        () => groups.get(GROUP, context()),
        () => groups.members(GROUP, { limit: 5, cursor: null }, context()),
        () => userWrites.setEnabled(ASKED, false, context()),
        () => userWrites.unlock(ASKED, context()),
        () => userWrites.forcePasswordChange(ASKED, context()),
        () => membershipWrites.addUserToGroup(ASKED, GROUP, context()),
        () => membershipWrites.removeUserFromGroup(ASKED, GROUP, context()),
        () => membershipWrites.userMembership(ASKED, GROUP, context()),
      ])
        await expect(work(), String(work)).rejects.toMatchObject(wrong);
      expect(asked.filter(({ op }) => op === OP.modify)).toEqual([]);
    });
  });

  test('of two entries with one id none is believed, and neither is one without an id', async () => {
    const two = [`uid=a,${BASE}`, `uid=b,${BASE}`].map((dn) => [dn, asSomebody(ASKED)] as const);
    await withServer({ domain, answer: always(...two) }, async ({ provider }) => {
      const read = provider.users.get(ASKED, context());
      await expect(read).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      await expect(read).rejects.toThrow(/has 2 entries/);
    });
    const bare = { ...chief, entryUUID: [], objectGUID: [] };
    await withServer({ domain, answer: always([`uid=a,${BASE}`, bare]) }, async ({ provider }) => {
      const write = provider.userWrites.setEnabled(ASKED, false, context());
      await expect(write).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    });
  });

  test('an entry from outside the base is nobody of this directory, whatever id it has', async () => {
    const answer = always(['cn=admin,cn=config', asSomebody(ASKED)]);
    await withServer({ domain, answer }, async ({ provider, asked }) => {
      const write = provider.userWrites.setEnabled(ASKED, false, context());
      // An id of Active Directory may well lead out of the base.
      await expect(write).rejects.toMatchObject({ code: domain ? 'NOT_FOUND' : 'BAD_RESPONSE' });
      expect(asked.filter(({ op }) => op === OP.modify)).toEqual([]);
      expect(await provider.users.findByEmail('chief@corp.example', context())).toEqual([]);
    });
  });

  test('by a name or an address only those are found who really have it, in any case', async () => {
    await withServer({ domain, answer: always([`uid=chief,${BASE}`, chief]) }, async ({ provider }) => {
      const { users } = provider;
      for (const text of ['mallory@corp.example', 'ch\u00efef@corp.example', '*', 'chief@corp.example ']) {
        expect(await users.findByUsername(text, context()), text).toEqual([]);
        expect(await users.findByEmail(text, context()), text).toEqual([]);
      }
      expect(await users.findByUsername('CHIEF@corp.example', context())).toHaveLength(1);
      expect(await users.findByEmail('CHIEF@Corp.example', context())).toHaveLength(1);
      expect(await users.findByUsername('Chief', context())).toHaveLength(domain ? 1 : 0);
      expect(await users.findByEmail('Boss@corp.example', context())).toHaveLength(domain ? 1 : 0);
    });
  });
});

test('A role is not taken from the members of another group than the one that it is', async () => {
  const administrators = Buffer.from('01020000000000052000000020020000', 'hex');
  const answer = (asked: Asked): Buffer | false => {
    if (asked.op !== OP.search || asked.dn === '') return false;
    const holder = entry(asked, `cn=holder,${BASE}`, asSomebody(ASKED));
    const group = entry(asked, `cn=group,${BASE}`, { ...chief, objectSid: [administrators] });
    return Buffer.concat([asked.dn.includes('GUID') ? holder : group, result(asked)]);
  };
  await withServer({ domain: true, answer }, async ({ provider, asked }) => {
    const holder = { kind: 'USER', externalId: ASKED } as const;
    const take = (sid: string): Promise<void> =>
      provider.membershipWrites.removeRole(holder, `${ASKED}:${sid}`, context());
    await expect(take('S-1-5-32-548')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(asked.filter(({ op }) => op === OP.modify)).toEqual([]);
    await take('S-1-5-32-544');
    expect(asked.filter(({ op }) => op === OP.modify)).toHaveLength(1);
  });
});
