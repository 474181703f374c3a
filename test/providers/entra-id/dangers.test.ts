import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardDeletes } from '../../../src/providers/entra-id/guard-deletes.ts';
import { memberReference } from '../../../src/providers/entra-id/membership-path.ts';
import { addressOf } from '../../../src/providers/paths.ts';
import type { UpstreamCall } from '../../../src/upstream/call.ts';
import type { Upstream } from '../../../src/upstream/upstream.ts';
import { guid } from './support/hand-server.ts';
import { context, openTenant, type Tenant } from './support/tenant.ts';

/** An upstream that notes what would have been sent. */
function recording(): { readonly upstream: Upstream; readonly sent: UpstreamCall[] } {
  const sent: UpstreamCall[] = [];
  const upstream: Upstream = {
    directory: 'entra',
    rateLimit: { requestsPerSecond: null, inFlight: 0, queued: 0, throttledUntil: null, circuit: 'closed' },
    call: async (call) => {
      sent.push(call);
      return { status: 204, body: undefined, headers: {}, observedAt: new Date() };
    },
    close: async () => {},
  };
  return { upstream: guardDeletes(upstream), sent };
}

const remove = (path: string): UpstreamCall => ({ method: 'DELETE', route: '/x', path });

const batch = (body: unknown): UpstreamCall => ({
  method: 'POST',
  route: '/$batch',
  path: '/$batch',
  body,
});

describe('DELETE /groups/{g}/members/{u} without /$ref deletes the user', () => {
  it('the one function that names the address ends it in /$ref, for every pair of ids', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (group, user) => {
        const [template, ids] = memberReference(group, user);
        expect(addressOf('entra', template, ids).path).toBe(`/groups/${group}/members/${user}/$ref`);
      }),
    );
  });

  it('no DELETE under /groups/*/members/* leaves but one that ends in /$ref, however it is written', async () => {
    const id = fc.oneof(fc.uuid(), fc.constantFrom('..', '.', '%2e%2e', 'a b', '', '$ref', guid(1)));
    const end = fc.constantFrom(
      '',
      '/',
      '//',
      '?$ref',
      '#/$ref',
      '/$ref/',
      '/$ref/..',
      '/%24ref',
      '/$ref?x=1',
      '/ref',
      '/$ref2',
      '%2F$ref',
      '/microsoft.graph.user',
      '\\$ref',
      ' /$ref',
    );
    const start = fc.constantFrom('', '/v1.0', 'https://graph.microsoft.com/v1.0', '//x', '/beta', '/..');
    const path = fc.tuple(start, id, id, end).map(([a, g, u, b]) => `${a}/groups/${g}/members/${u}${b}`);
    await fc.assert(
      fc.asyncProperty(path, async (written) => {
        const { upstream, sent } = recording();
        await expect(upstream.call(remove(written), context)).rejects.toMatchObject({
          code: 'INVALID_REQUEST',
        });
        expect(sent).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('no other DELETE leaves that could take a user, a group or an application', async () => {
    const { upstream, sent } = recording();
    for (const path of [
      `/users/${guid(1)}`,
      `/groups/${guid(1)}`,
      `/directoryObjects/${guid(1)}`,
      `/servicePrincipals/${guid(1)}`,
      `/directory/deletedItems/${guid(1)}`,
      `/users/${guid(1)}/authentication/fido2Methods/..%2f..%2f..`,
      `/users/../authentication/fido2Methods/x`,
      `/users/${guid(1)}/authentication/fido2Methods/..`,
      `/roleManagement/directory/roleAssignments/..`,
    ])
      await expect(upstream.call(remove(path), context), path).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
      });
    expect(sent).toEqual([]);
  });

  it('what may be deleted leaves as it is', async () => {
    const { upstream, sent } = recording();
    const paths = [
      `/groups/${guid(1)}/members/${guid(2)}/$ref`,
      `/users/${guid(1)}/authentication/fido2Methods/-2_GRUg2-HYz6_1YG4YRAQ2`,
      `/users/${guid(1)}/authentication/phoneMethods/${guid(3)}`,
      `/roleManagement/directory/roleAssignments/lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1`,
    ];
    for (const path of paths) await upstream.call(remove(path), context);
    expect(sent.map(({ path }) => path)).toEqual(paths);
  });

  it('a batch may only read: neither a DELETE nor a raw body hides in one', async () => {
    const { upstream, sent } = recording();
    const get = { id: '0', method: 'GET', url: '/users' };
    for (const call of [
      batch({ requests: [get, { id: '1', method: 'DELETE', url: `/groups/${guid(1)}/members/${guid(2)}` }] }),
      batch({ requests: [get, 'DELETE /users'] }),
      batch({}),
      { ...batch({ requests: [get] }), rawBody: '{}' },
    ])
      await expect(upstream.call(call, context)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await upstream.call(batch({ requests: [get] }), context);
    expect(sent.length).toBe(1);
  });
});

describe('leaving a group over the wire', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await openTenant({ users: 40 });
  });
  afterAll(async () => {
    await tenant.close();
  });

  it('takes the membership and leaves the user, also when repeated', async () => {
    const group = [...tenant.peer.groups.values()].find(({ row }) => row['displayName'] === 'Everyone');
    const groupId = group?.row.id ?? '';
    const userId = [...(group?.members ?? [])][0] ?? '';
    const { membershipWrites } = tenant.provider;
    await membershipWrites.removeUserFromGroup(userId, groupId, context);
    await membershipWrites.removeUserFromGroup(userId, groupId, context);
    expect(group?.members.has(userId)).toBe(false);
    expect(tenant.peer.users.has(userId)).toBe(true);
    expect(tenant.peer.requests.of('DELETE /v1.0/groups/{groupId}/members/{userId}')).toBe(0);
  });
});
