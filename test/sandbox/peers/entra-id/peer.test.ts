import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EntraIdPeer, startEntraIdPeer } from '../../../../src/sandbox/peers/entra-id/entra-id-peer.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';

const people = drawPeerPeople({ users: 60, seed: 5, asOf: new Date('2026-03-01T00:00:00Z') });
let now = Date.parse('2026-03-01T00:00:00Z');
let peer: EntraIdPeer;
let token: string;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly value: readonly Record<string, unknown>[] };
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${peer.graphUrl}${path}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { headers, ...init });
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: body as Answer['body'] };
}

async function tokenWith(more: Record<string, string> = {}): Promise<Answer> {
  const form = {
    grant_type: 'client_credentials',
    client_id: peer.clientId,
    client_secret: peer.clientSecret,
    scope: `${peer.url}/.default`,
    ...more,
  };
  return await ask(`${peer.url}/${peer.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
}

beforeAll(async () => {
  peer = await startEntraIdPeer({ people, clock: () => now, reportPageSize: 5 });
});
afterAll(async () => {
  await peer.close();
});
beforeEach(async () => {
  now += 60_000;
  token = String((await tokenWith()).body['access_token']);
});

const link = ({ body }: Answer): string => String(body['@odata.nextLink']);

const batch = async (requests: readonly unknown[]) =>
  await ask('/$batch', { method: 'POST', body: JSON.stringify({ requests }) });

const part = (id: string, url: string) => ({ id, method: 'GET', url });

const where = (filter: string) => ask(`/users?$select=id&$filter=${encodeURIComponent(filter)}`);

describe('a simulated tenant of Entra ID', () => {
  it('is the same for the same people and seed, and not the same for another', async () => {
    const again = await startEntraIdPeer({ people, clock: () => now });
    const other = await startEntraIdPeer({ people, seed: 2, clock: () => now });
    expect([...again.truth]).toEqual([...peer.truth]);
    expect([...again.users.values()]).toEqual([...peer.users.values()]);
    expect([...other.truth]).not.toEqual([...peer.truth]);
    await again.close();
    await other.close();
  });

  it('gives tokens to its own app only, for the scope of its own Graph', async () => {
    expect((await tokenWith()).status).toBe(200);
    expect((await tokenWith({ client_secret: 'x' })).body).toMatchObject({ error: 'invalid_client' });
    expect((await tokenWith({ client_id: 'x' })).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await tokenWith({ scope: 'https://graph.microsoft.com/.default' })).body).toMatchObject({
      error: 'invalid_scope',
    });
    expect((await tokenWith({ grant_type: 'password' })).body).toMatchObject({
      error: 'unsupported_grant_type',
    });
  });

  it('refuses a token that is none, or has ended', async () => {
    const good = token;
    token = 'nothing';
    expect((await ask('/users')).status).toBe(401);
    token = good;
    now += 3_600_000;
    expect((await ask('/users')).body).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });

  it('leaves the switch, the dates and the kind of account out of what it sends by default', async () => {
    const { body } = await ask('/users?$top=1');
    for (const name of ['accountEnabled', 'createdDateTime', 'userType', 'onPremisesSyncEnabled'])
      expect(body.value[0]).not.toHaveProperty(name);
    const selected = await ask('/users?$top=1&$select=id,accountEnabled');
    expect(Object.keys(selected.body.value[0] ?? {}).toSorted()).toEqual(['accountEnabled', 'id']);
  });

  it('pages by tokens that it gave out for the very same query', async () => {
    const first = await ask('/users?$top=10&$select=id');
    const second = await ask(link(first));
    expect(second.body.value.length).toBe(10);
    expect(second.body.value[0]).not.toEqual(first.body.value[0]);
    expect((await ask(link(first).replace('top=10', 'top=11'))).status).toBe(400);
    expect((await ask('/users?$top=10&$select=id&$skiptoken=abc')).status).toBe(400);
    expect((await ask('/users?$skip=10')).status).toBe(400);
  });

  it('caps pages at 999, at 500 with sign-ins', async () => {
    expect((await ask('/users?$top=999')).status).toBe(200);
    expect((await ask('/users?$top=1000')).status).toBe(400);
    expect((await ask('/users?$top=999&$select=id,signInActivity')).status).toBe(400);
    expect((await ask('/users?$top=500&$select=id,signInActivity')).status).toBe(200);
  });

  it('refuses the whole request for sign-ins without a licence or a right, and in lists that have none', async () => {
    const path = '/users?$select=id,signInActivity';
    peer.switches.premium = false;
    expect((await ask(path)).body).toMatchObject({
      error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
    });
    peer.switches.premium = true;
    peer.switches.permissions.delete('AuditLog.Read.All');
    expect((await ask(path)).status).toBe(403);
    peer.switches.permissions.add('AuditLog.Read.All');
    expect((await ask('/directory/deletedItems/microsoft.graph.user?$select=signInActivity')).status).toBe(
      501,
    );
  });

  it('filters, and refuses what is no filter', async () => {
    const [user] = [...peer.users.values()];
    const name = String(user?.['userPrincipalName']).toUpperCase().replaceAll("'", "''");
    expect((await where(`userPrincipalName eq '${name}'`)).body.value).toEqual([{ id: user?.id }]);
    expect(
      (await where(`(id in ('${user?.id}') and accountEnabled eq true) or mail eq 'x'`)).body.value.length,
    ).toBe(1);
    for (const wrong of ["mail ne 'x'", "mail eq 'x", 'mail eq x y', "mail eq 'x')", 'startswith(mail'])
      expect((await where(wrong)).status, wrong).toBe(400);
  });

  it('takes five requests for reports in ten seconds, and says when the next may come', async () => {
    const path = '/reports/authenticationMethods/userRegistrationDetails';
    const answers = await Promise.all(Array.from({ length: 6 }, async () => await ask(path)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(5);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('10');
    now += 10_000;
    const first = await ask(`${path}?$top=50`);
    // Its size of page is its own.
    expect(first.body.value.length).toBe(5);
    expect((await ask(link(first))).status).toBe(200);
  });

  it('answers the parts of a batch on their own, in another order, and at most twenty', async () => {
    const [one = '', other = ''] = [...peer.users.keys()];
    const { status, body } = await batch([
      part('a', `/users/${one}?$select=id`),
      part('b', '/users/00000000-0000-4000-8000-000000000000'),
      part('c', `/users/${other}/authentication/methods`),
      part('d', '/nothing'),
    ]);
    expect(status).toBe(200);
    expect(body['responses']).toMatchObject([
      { id: 'd', status: 404 },
      { id: 'c', status: 200 },
      { id: 'b', status: 404 },
      { id: 'a', status: 200, body: { id: one } },
    ]);
    expect((await batch(Array.from({ length: 21 }, () => part('x', '/users')))).status).toBe(400);
  });

  it('removes the user itself when /$ref is forgotten: the danger is real here', async () => {
    const [group] = [...peer.groups.values()];
    const [userId = '', kept = ''] = [...(group?.members ?? [])];
    const path = (id: string) => `/groups/${group?.row.id}/members/${id}`;
    expect((await ask(`${path(kept)}/$ref`, { method: 'DELETE' })).status).toBe(204);
    expect(peer.users.has(kept)).toBe(true);
    expect((await ask(path(userId), { method: 'DELETE' })).status).toBe(204);
    expect(peer.users.has(userId)).toBe(false);
    const removed = await ask(
      `/directory/deletedItems/${userId}/microsoft.graph.user?$select=userPrincipalName`,
    );
    expect(String(removed.body['userPrincipalName'])).toContain(userId.replaceAll('-', ''));
  });

  it.each([
    ['/groups', 'GroupMember.Read.All'],
    ['/servicePrincipals', 'Application.Read.All'],
    ['/roleManagement/directory/roleAssignments', 'RoleManagement.Read.Directory'],
    ['/users', 'User.Read.All'],
  ] as const)('refuses %s without %s', async (path, permission) => {
    peer.switches.permissions.delete(permission);
    expect((await ask(path)).body).toMatchObject({ error: { code: 'Authorization_RequestDenied' } });
    peer.switches.permissions.add(permission);
    expect((await ask(path)).status).toBe(200);
  });
});
