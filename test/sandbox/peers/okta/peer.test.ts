import { describe, expect, test } from 'vitest';
import { startOktaPeer } from '../../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';
import { closeAfterTest } from '../../../providers/okta/support/peer.ts';

const people = drawPeerPeople({ users: 60, asOf: new Date('2026-08-01T00:00:00Z') });

async function open(users = people) {
  const peer = await startOktaPeer({ people: users });
  closeAfterTest(() => peer.close());
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, peer.url), { headers: { authorization: `SSWS ${peer.apiToken}` }, ...init });
  return { peer, ask };
}

describe('the simulated organisation', () => {
  test('is the same for the same people, and knows whose each account is', async () => {
    const [one, other] = [await open(), await open()];
    expect([...one.peer.org.users.values()]).toEqual([...other.peer.org.users.values()]);
    expect([...one.peer.truth.keys()]).toEqual(people.map(({ personId }) => personId));
  });

  test('keeps both accounts of a person who came back', async () => {
    const [first] = people;
    if (first === undefined) throw new Error('expected people');
    const again = { ...first, username: 'again@example.com' };
    const { peer } = await open([first, again]);
    expect(peer.org.users.size).toBe(2);
    expect([...peer.org.personOf.values()]).toEqual([first.personId, first.personId]);
  });

  test('lets a plain list and `q` leave out what Okta leaves out', async () => {
    const { peer, ask } = await open();
    const plain = (await (await ask('/api/v1/users')).json()) as { status: string }[];
    expect(plain.some(({ status }) => status === 'DEPROVISIONED')).toBe(false);
    const removed = (await (
      await ask('/api/v1/users?filter=status%20eq%20%22DEPROVISIONED%22')
    ).json()) as unknown[];
    expect(plain.length + removed.length).toBe(peer.org.users.size);
    const begun = await ask('/api/v1/users?q=a&limit=1');
    expect(begun.headers.get('link')).not.toContain('next');
  });

  test('refuses a cursor that was made by hand or belongs to another list', async () => {
    const { ask } = await open();
    const page = await ask('/api/v1/users?limit=5');
    const after = /after=([0-9a-f]+)/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect((await ask(`/api/v1/users?limit=5&after=${after}`)).status).toBe(200);
    expect((await ask(`/api/v1/groups?after=${after}`)).status).toBe(400);
    expect((await ask('/api/v1/users?after=5')).status).toBe(400);
    expect((await ask('/api/v1/users?limit=none')).status).toBe(400);
    expect((await ask('/api/v1/users?search=status%20is')).status).toBe(400);
  });

  test('shortens rows as the content type says', async () => {
    const { peer, ask } = await open();
    const [id] = peer.org.users.keys();
    const row = async (response: string): Promise<Record<string, unknown>> => {
      const headers = {
        authorization: `SSWS ${peer.apiToken}`,
        'content-type': `application/json; okta-response="${response}"`,
      };
      return (await (await ask(`/api/v1/users/${id}`, { headers })).json()) as Record<string, unknown>;
    };
    expect(await row('omitCredentials,omitTransitioningToStatus')).not.toHaveProperty('credentials');
    expect(Object.keys((await row('omitCredentialsLinks'))['_links'] as object)).toEqual(['self']);
  });

  test('knows nobody without a token, and says of an unknown path that it is none', async () => {
    const { ask } = await open();
    expect((await ask('/api/v1/users', { headers: {} })).status).toBe(401);
    expect((await ask('/api/v1/users', { headers: { authorization: 'Bearer made-up' } })).status).toBe(401);
    expect((await ask('/api/v1/nothing')).status).toBe(404);
    const noGrant = await ask('/oauth2/v1/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password' }),
    });
    expect([noGrant.status, await noGrant.json()]).toMatchObject([400, { error: 'unsupported_grant_type' }]);
  });

  test('tells the state of the quota with every answer, and refuses when it is used up', async () => {
    const { peer, ask } = await open();
    peer.quota.limits['/api/v1/groups'] = 1;
    const first = await ask('/api/v1/groups');
    expect([
      first.status,
      first.headers.get('x-rate-limit-limit'),
      first.headers.get('x-rate-limit-remaining'),
    ]).toEqual([200, '1', '0']);
    const second = await ask('/api/v1/groups');
    expect([second.status, await second.json()]).toMatchObject([429, { errorCode: 'E0000047' }]);
    peer.quota.tooManyAtOnce = 1;
    expect((await ask('/api/v1/users')).headers.get('x-rate-limit-limit')).toBe('0');
  });

  test('takes changes of groups that are managed here only', async () => {
    const { peer, ask } = await open();
    const [user] = peer.org.users.keys();
    const foreign = [...peer.org.groups.values()].find(({ type }) => type === 'APP_GROUP');
    expect((await ask(`/api/v1/groups/${foreign?.id}/users/${user}`, { method: 'PUT' })).status).toBe(403);
  });
});
