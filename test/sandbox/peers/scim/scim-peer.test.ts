import { afterEach, describe, expect, test } from 'vitest';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';
import type { ScimManners } from '../../../../src/sandbox/peers/scim/scim-manners.ts';
import { type ScimPeer, startScimPeer } from '../../../../src/sandbox/peers/scim/scim-peer.ts';

const asOf = new Date('2026-03-01T00:00:00Z');
const people = drawPeerPeople({ users: 72, asOf });

let peer: ScimPeer | undefined;
afterEach(async () => {
  await peer?.close();
  peer = undefined;
});

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

async function open(manners: Partial<ScimManners> = {}): Promise<ScimPeer> {
  peer = await startScimPeer({ people, manners, clock: () => asOf });
  return peer;
}

interface Ask {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(at: ScimPeer, path: string, init: Ask = {}): Promise<Answer> {
  const answer = await fetch(`${at.address}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${at.token}`,
      'content-type': 'application/scim+json',
      ...init.headers,
    },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const patch = (op: object): Ask => ({
  method: 'PATCH',
  body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [op] }),
});
const rowsOf = ({ body }: Answer) => body['Resources'] as readonly Record<string, unknown>[];
const filter = (text: string): string => `/Users?filter=${encodeURIComponent(text)}`;
const idsOf = (answer: Answer): readonly unknown[] => rowsOf(answer).map(({ id }) => id);

test('the same people get the same ids', async () => {
  const first = await open();
  const second = await startScimPeer({ people });
  expect([...second.truth]).toEqual([...first.truth]);
  expect(second.token).toBe(first.token);
  await second.close();
});

test('who was removed is not there, and everybody else is', async () => {
  const { truth, users } = await open();
  const there = people.filter(({ status }) => status !== 'DEPROVISIONED').map(({ personId }) => personId);
  expect([...truth.keys()]).toEqual(there);
  expect([...truth.values()]).toEqual([...users.keys()]);
});

test('nothing is said without a credential', async () => {
  const at = await open();
  const answer = await ask(at, '/Users', { headers: { authorization: 'Bearer wrong' } });
  expect(answer).toMatchObject({ status: 401, body: { status: '401' } });
  const basic = Buffer.from(`${at.username}:${at.password}`).toString('base64');
  expect(await ask(at, '/Users', { headers: { authorization: `Basic ${basic}` } })).toMatchObject({
    status: 200,
  });
});

describe('lists', () => {
  test('page by index, as RFC 7644 has it', async () => {
    const at = await open();
    const answer = await ask(at, '/Users?startIndex=11&count=5');
    expect(answer.type).toContain('application/scim+json');
    expect(answer.body).toMatchObject({ totalResults: at.users.size, startIndex: 11, itemsPerPage: 5 });
    expect(idsOf(answer)).toEqual([...at.users.keys()].slice(10, 15));
    expect(idsOf(await ask(at, '/Users?startIndex=999'))).toEqual([]);
    expect(await ask(at, '/Users?count=abc')).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
  });

  test('page by cursors that nobody can make', async () => {
    const at = await open({ paging: 'CURSOR' });
    const ids: unknown[] = [];
    let cursor: unknown = '';
    while (typeof cursor === 'string') {
      const answer = await ask(at, `/Users?count=20&cursor=${cursor}`);
      ids.push(...idsOf(answer));
      cursor = answer.body['nextCursor'];
    }
    expect(ids).toEqual([...at.users.keys()]);
    const made = await ask(at, '/Users?cursor=20');
    expect(made).toMatchObject({ status: 400, body: { scimType: 'invalidCursor' } });
  });

  test('take filters without regard to case, but for ids', async () => {
    const at = await open();
    const [id, user] = [...at.users][0] ?? [];
    expect(idsOf(await ask(at, filter(`userName eq "${user?.person.username.toUpperCase()}"`)))).toEqual([
      id,
    ]);
    expect(idsOf(await ask(at, filter(`id eq "${id?.toUpperCase()}"`)))).toEqual([]);
    expect(await ask(at, filter('userName eq'))).toMatchObject({
      status: 400,
      body: { scimType: 'invalidFilter' },
    });
  });

  test('leave out what is not wanted', async () => {
    const at = await open();
    const [group] = rowsOf(await ask(at, '/Groups?excludedAttributes=members&count=1'));
    expect(Object.keys(group ?? {}).toSorted()).toEqual(['displayName', 'id', 'meta', 'schemas']);
    const [user] = rowsOf(await ask(at, '/Users?attributes=userName&count=1'));
    expect(Object.keys(user ?? {}).toSorted()).toEqual(['id', 'schemas', 'userName']);
  });
});

describe('changes', () => {
  test('really happen, and one that changes nothing has no body', async () => {
    const at = await open();
    const [id = ''] = at.users.keys();
    const suspend = patch({ op: 'replace', path: 'active', value: false });
    expect(await ask(at, `/Users/${id}`, suspend)).toMatchObject({
      status: 200,
      body: { id, active: false },
    });
    expect(await ask(at, `/Users/${id}`, suspend)).toMatchObject({ status: 204, body: {} });
    expect(await ask(at, `/Users/${id}`)).toMatchObject({ body: { active: false } });
  });

  test.each([
    ['a text for a boolean', { op: 'replace', path: 'active', value: 'True' }, 'invalidValue'],
    ['a capital operation', { op: 'Replace', path: 'active', value: false }, 'invalidSyntax'],
    ['no path', { op: 'replace', value: { active: false } }, 'noTarget'],
  ])('are refused with %s', async (_, operation, scimType) => {
    const at = await open();
    const [id = ''] = at.users.keys();
    expect(await ask(at, `/Users/${id}`, patch(operation))).toMatchObject({
      status: 400,
      body: { scimType },
    });
  });

  test('need the version where there are versions', async () => {
    const at = await open({ etags: true });
    const [id = ''] = at.users.keys();
    const suspend = patch({ op: 'replace', path: 'active', value: false });
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await ask(at, `/Users/${id}`, { ...suspend, headers })).status;
    expect(await statusOf({})).toBe(428);
    expect(await statusOf({ 'if-match': 'W/"7"' })).toBe(412);
    expect(await statusOf({ 'if-match': 'W/"1"' })).toBe(200);
  });

  test('of all members at once are what a removal without a filter is', async () => {
    const at = await open();
    const [group] = at.groups.values();
    const [member] = group?.memberIds ?? [];
    await ask(
      at,
      `/Groups/${group?.id}`,
      patch({ op: 'remove', path: 'members', value: [{ value: member }] }),
    );
    expect(group?.memberIds.size).toBe(0);
  });
});
