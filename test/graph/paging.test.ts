import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { below, openGateway, routes } from '../support/gateway.ts';
import type { UsersMfa } from './answers.ts';

const wanted = `query ($first: Int!) {
  users(first: $first) {
    totalCount coverage { complete checked unknown sources { state reason message } } pageInfo { hasNextPage endCursor }
    nodes { externalId }
  }
}`;
const users = below('users');

it('a list goes on after a 429 in the middle: nobody is missing, nobody comes twice', async () => {
  const gateway = await openGateway({ users: 700 });
  gateway.sandbox.faults.add({
    route: users,
    after: 2,
    times: 1,
    fault: { kind: 'status', status: 429, retryAfter: 1 },
  });
  const { data, errors } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(errors).toEqual([]);
  expect(gateway.sandbox.requests.answered(429)).toBe(1);
  expect(data.users.nodes.map((user) => user.externalId)).toEqual(gateway.users().map((user) => user.id));
  expect(data.users).toMatchObject({
    totalCount: 700,
    coverage: { complete: true, checked: 700, unknown: 0 },
  });
});

it('pages that are shorter than asked for are followed to the end', async () => {
  const gateway = await openGateway({ users: 450, settings: { shortPages: true } });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(gateway.sandbox.requests.of(routes.users)).toBeGreaterThan(3);
  expect(data.users.nodes.map((user) => user.externalId)).toEqual(gateway.users().map((user) => user.id));
  expect(data.users.pageInfo.hasNextPage).toBe(false);
});

it('a provider that does not count is not counted for', async () => {
  const gateway = await openGateway({ users: 250, settings: { counts: false } });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(data.users.nodes).toHaveLength(250);
  expect(data.users).toMatchObject({ totalCount: null, coverage: { complete: true } });
});

it('a page that fails for good leaves what was read, and says that there is more', async () => {
  const gateway = await openGateway({ users: 500 });
  gateway.sandbox.faults.add({ route: users, after: 1, fault: { kind: 'status', status: 403 } });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(data.users.nodes).toHaveLength(200);
  expect(data.users.totalCount).toBeNull();
  expect(data.users.coverage).toMatchObject({
    complete: false,
    unknown: null,
    sources: [{ state: 'PARTIAL', reason: 'FORBIDDEN' }],
  });
});

it.each([
  { how: 'names itself as the next page', links: { again: 'again' } },
  { how: 'comes back to a page that it has given', links: { again: 'further', further: 'again' } },
])('a list that $how ends there, and says so', async ({ links }) => {
  const gateway = await openGateway({ users: 450 });
  const { apiUrl, tenant, faults, requests } = gateway.sandbox;
  const address = `${apiUrl}/environments/${tenant.environmentId}/users?cursor=`;
  for (const [from, to] of Object.entries(links)) {
    faults.add({
      path: new RegExp(`cursor=${from}`),
      fault: { kind: 'body', status: 200, body: pageWithNext(address + to) },
    });
  }
  faults.add({ route: users, fault: { kind: 'body', status: 200, body: pageWithNext(`${address}again`) } });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(requests.of(routes.users)).toBeLessThan(6);
  const { coverage, nodes } = data.users;
  expect(nodes.length).toBeGreaterThan(0);
  expect(coverage).toMatchObject({ complete: false, unknown: null, sources: [{ state: 'PARTIAL' }] });
  expect(coverage.sources?.[0]?.message).toMatch(/names itself as the next page|came back to a page/);
});

it('a link to another address is not followed: no token leaves for it', async () => {
  const seen: string[] = [];
  const stranger = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  onTestFinished(() => {
    stranger.close();
    stranger.closeAllConnections();
  });
  const { port } = stranger.address() as AddressInfo;

  const gateway = await openGateway({ users: 450 });
  const { environmentId } = gateway.sandbox.tenant;
  const elsewhere = `http://127.0.0.1:${port}/v1/environments/${environmentId}/users?cursor=next`;
  gateway.sandbox.faults.add({
    route: users,
    fault: { kind: 'body', status: 200, body: pageWithNext(elsewhere) },
  });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 1000 });
  expect(data.users.coverage).toMatchObject({ complete: false, sources: [{ reason: 'PARTIAL' }] });
  expect(data.users.coverage.sources?.[0]?.message).toContain(`leads to http://127.0.0.1:${port}`);
  expect(seen).toEqual([]);
});

it('a row without an id is an error that names the page, not a user', async () => {
  const gateway = await openGateway({ users: 30 });
  gateway.sandbox.faults.add({
    route: users,
    fault: { kind: 'body', body: { _embedded: { users: [{ username: 'nobody' }] }, count: 1 } },
  });
  const { data } = await gateway.ask<UsersMfa>(wanted, { first: 10 });
  expect(data.users.nodes).toEqual([]);
  expect(data.users.coverage).toMatchObject({
    complete: false,
    sources: [{ state: 'FAILED', reason: 'BAD_RESPONSE' }],
  });
  expect(data.users.coverage.sources?.[0]?.message).toMatch(/page 1/);
});

it.each([0, -1, 1001])('first: %i is refused', async (first) => {
  const { ask } = await openGateway({ users: 5 });
  const { errors } = await ask(wanted, { first });
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

function pageWithNext(href: string): object {
  return {
    _links: { next: { href } },
    _embedded: { users: [{ id: 'b7a3c1f0-0000-4000-8000-000000000001' }] },
  };
}
