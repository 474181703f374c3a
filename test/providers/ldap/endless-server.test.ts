import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { LdapApi } from '../../../src/providers/ldap/directory-api.ts';
import { searchInPages } from '../../../src/providers/ldap/search-in-pages.ts';
import { createLdapUpstream } from '../../../src/providers/ldap/upstream.ts';
import { present } from '../../../src/providers/ldap/values/filter.ts';
import { context } from './support/connect.ts';
import { type Asked, BASE, entry, message, OP, result, withServer } from './support/hand-made-server.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const person = { entryUUID: [ID], objectClass: ['inetOrgPerson'], uid: ['somebody'] };
const dn = `uid=somebody,${BASE}`;
const isRead = ({ op, dn: base }: Asked): boolean => op === OP.search && base !== '';
const first = { limit: 10, cursor: null, providerFilter: null };
const rangeOf = ({ text }: Asked): number => Number(/mail;range=(\d+)-\*/.exec(text)?.[1] ?? 0);

function samePage(asked: Asked): Buffer | false {
  return isRead(asked) && Buffer.concat([entry(asked, dn, person), result(asked, { cookie: 'and so on' })]);
}

function anothersValues(asked: Asked): Buffer | false {
  if (!isRead(asked)) return false;
  const part = rangeOf(asked) === 0 ? 'mail;range=0-0' : 'mail;range=1-*';
  const from = rangeOf(asked) === 0 ? dn : `uid=another,${BASE}`;
  return Buffer.concat([entry(asked, from, { ...person, [part]: ['x@corp.example'] }), result(asked)]);
}

function hugeLength(asked: Asked): Buffer | false {
  return isRead(asked) && Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]);
}

describe('A server that never comes to an end', () => {
  test('a page that brings nobody new ends the list as one that goes round', async () => {
    await withServer({ answer: samePage }, async ({ provider, asked }) => {
      const list = provider.users.list(first, context());
      await expect(list).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
      expect(asked.filter(isRead)).toHaveLength(2);
    });
  });

  test('a list that always has one entry more ends at our limit, names it, and keeps what came', async () => {
    let pages = 0;
    const answer = (asked: Asked): Buffer | false => {
      if (!isRead(asked)) return false;
      pages += 1;
      const dnOfPage = `uid=person${pages},${BASE}`;
      return Buffer.concat([entry(asked, dnOfPage, person), result(asked, { cookie: 'and so on' })]);
    };
    await withServer({ answer }, async ({ settings }) => {
      const upstream = createLdapUpstream(settings);
      try {
        const everybody = {
          base: BASE,
          scope: 'sub',
          filter: present('uid'),
          attributes: ['uid'],
        } as const;
        const call = { method: 'GET', route: 'search users' } as const;
        const found = await searchInPages(new LdapApi(settings, upstream), everybody, call, context(), 3);
        expect(found.entries).toHaveLength(3);
        expect(found.brokenOff).toMatchObject({
          code: 'PAGINATION_LOOP',
          facts: { directory: 'corp', route: 'GET search users' },
        });
        expect(found.brokenOff?.message).toContain('at most 3 rows');
        expect(pages).toBe(3);
      } finally {
        await upstream.close();
      }
    });
  });

  test.each([
    ['that do not go on', () => 1, /read already/, 3],
    ['that go on for ever', rangeOf, /500 parts/, 501],
  ])('values in parts %s are given up', async (_, place, said, reads) => {
    const answer = (asked: Asked): Buffer | false => {
      if (!isRead(asked)) return false;
      const at = rangeOf(asked) === 0 ? 0 : place(asked);
      const values = { ...person, [`mail;range=${at}-${at}`]: [`address${at}@corp.example`] };
      return Buffer.concat([entry(asked, dn, values), result(asked)]);
    };
    await withServer({ answer }, async ({ provider, asked }) => {
      const read = provider.users.get(ID, context());
      await expect(read).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
      await expect(read).rejects.toThrow(said);
      expect(asked.filter(isRead)).toHaveLength(reads);
    });
  });

  test('further values of another entry are not put to this one', async () => {
    await withServer({ answer: anothersValues }, async ({ provider }) => {
      await expect(provider.users.get(ID, context())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    });
  });

  test('an answer of more than 32 MB ends the connection, and nothing further of it is taken', async () => {
    let sent = 0;
    const answer = (asked: Asked, socket: Socket): boolean => {
      if (!isRead(asked)) return false;
      const big = entry(asked, dn, { ...person, jpegPhoto: [Buffer.alloc(1_000_000)] });
      const pump = (): void => {
        if (!socket.writable) return;
        sent += big.length;
        socket.write(big, pump);
      };
      pump();
      return true;
    };
    await withServer({ answer }, async ({ provider, exchanges }) => {
      const read = provider.users.get(ID, context());
      await expect(read).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      await expect(read).rejects.toThrow(/at most 32 MB, received one that is too large/);
      expect(sent).toBeGreaterThan(32_000_000);
      expect(exchanges.filter(({ route }) => route === 'read user')).toHaveLength(1);
      expect(provider.rateLimit).toMatchObject({ circuit: 'closed', inFlight: 0 });
    });
  });

  test('a message that claims a huge length is refused before its bytes come', async () => {
    await withServer({ answer: hugeLength }, async ({ provider }) => {
      const read = provider.users.get(ID, context());
      await expect(read).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
      await expect(read).rejects.toThrow(/too large/);
    });
  });
});

describe('StartTLS', () => {
  /** What somebody in between says in the clear: that the bind succeeded. */
  const bound = message(2, (writer) => {
    writer.startSequence(0x61);
    writer.writeEnumeration(0);
    writer.writeString('');
    writer.writeString('');
    writer.endSequence();
  });

  test.each([
    ['a whole message', bound],
    ['the beginning of a message', bound.subarray(0, 5)],
    ['one byte', Buffer.from([0x30])],
  ])(
    '%s after the answer in the clear breaks the connection, and no password is sent',
    async (_, injected) => {
      const after: Buffer[] = [];
      const answer = (asked: Asked, socket: Socket): Buffer | boolean => {
        if (asked.op !== OP.extended) return false;
        socket.on('data', (data) => after.push(data));
        return Buffer.concat([result(asked), injected]);
      };
      await withServer({ answer, security: 'starttls' }, async ({ provider, asked }) => {
        const read = provider.users.get(ID, context());
        await expect(read).rejects.toMatchObject({ code: 'UNREACHABLE' });
        expect(asked.length).toBeGreaterThan(0);
        for (const { op } of asked) expect(op).toBe(OP.extended);
        expect(after).toEqual([]);
      });
    },
  );
});
