import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import type { World } from '../../src/sandbox/world.ts';
import type { ActionCall } from './action-call.ts';
import { ACTIONS } from './actions-table.ts';
import { CERTIFICATE } from './certificate-files.ts';
import { FURTHER_ACTIONS } from './further-actions-table.ts';
import type { Json, Reply, TestClient } from './test-client.ts';
import { grantRole, openSandbox } from './test-client.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const ids = new Map<string, string>();
let client: TestClient;

beforeAll(async () => {
  client = await openSandbox({ users: 120, clock: () => NOW });
  const { collections, platform, children, environmentId, organizationId, licenseId } = client.sandbox.tenant;
  const first = (collection: string, wanted: (row: Record<string, unknown>) => boolean = () => true) =>
    [...(collections.get(collection)?.values() ?? [])].find(wanted)?.id ?? '';
  const named = (collection: string, name: string) => first(collection, (row) => row['name'] === name);
  const firstBelow = (path: string, wanted: (row: Record<string, unknown>) => boolean = () => true) => {
    for (const [parent, rows] of children.get(path) ?? [])
      for (const row of rows.values()) if (wanted(row)) return [parent, row.id] as const;
    throw new Error(`expected a row of ${path}`);
  };
  const roles = [...(platform.get('roles')?.values() ?? [])];
  const [resource, scope] = firstBelow('resources/scopes');
  const [withMobile, mobile] = firstBelow('users/devices', (row) => row['type'] === 'MOBILE');
  const [withSession, session] = firstBelow('users/sessions');
  const [linked, link] = firstBelow('users/linkedAccounts');
  const [consenting] = firstBelow('users/agreementConsents', (row) => row['status'] !== 'REVOKED');
  const known = {
    environment: environmentId,
    organization: organizationId,
    license: licenseId,
    role: roles.find((role) => role['name'] === 'Environment Admin')?.id ?? '',
    employees: named('populations', 'Employees'),
    parent: named('groups', 'Engineering'),
    anyApplication: first('applications'),
    anyDevicePolicy: named('deviceAuthenticationPolicies', 'Shop floor'),
    usedKey: named('keys', 'Signing 2026'),
    usedCertificate: named('certificates', 'Partner SAML verification'),
    schema: first('schemas'),
    agreed: first('agreements'),
    resource,
    scope,
    withMobile,
    mobile,
    withSession,
    session,
    linked,
    link,
    consenting,
  };
  grantRole(client, 'Organization Admin', { id: organizationId, type: 'ORGANIZATION' });
  grantRole(client, 'Custom Roles Admin', { id: environmentId, type: 'ENVIRONMENT' });
  for (const [name, id] of Object.entries(known)) ids.set(name, id);
});
afterAll(() => client.close());

function filled<T>(value: T): T {
  const text = JSON.stringify(value)?.replaceAll(/"\{(\w+)\}"/g, (_, name: string) =>
    JSON.stringify(idOf(name)),
  );
  return (text === undefined ? undefined : JSON.parse(text)) as T;
}

function idOf(name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`expected an earlier call to note the id ${name}`);
  return id;
}

async function made(call: ActionCall): Promise<Reply> {
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idOf(name));
  if (path === 'AUTH') return userInfo();
  if (call.status === 202) return client.upload(path, { usageType: 'SIGNING', file: CERTIFICATE });
  if (call.method === 'GET') return client.get(path);
  const type = call.vendor === undefined ? undefined : `application/vnd.pingidentity.${call.vendor}`;
  return client.send(call.method, path, filled(call.body), type);
}

async function userInfo(): Promise<Reply> {
  const { tenant, tokens, authUrl } = client.sandbox;
  const { environmentId, organizationId, worker } = tenant;
  const token = tokens.issue({
    clientId: worker.clientId,
    environmentId,
    organizationId,
    issuer: authUrl,
    lifetimeSeconds: 60,
    userId: idOf('user'),
  });
  const answer = await request(`${authUrl}/${environmentId}/as/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.statusCode, headers: answer.headers, body: (await answer.body.json()) as Json };
}

const nameOf = (call: ActionCall) =>
  `${call.number === 0 ? '' : `${call.number} `}${call.method} ${call.path}${call.vendor === undefined ? '' : ` (${call.vendor})`} answers ${call.status}`;

/** Every environment that there ever was: each keeps activities of its own. */
const worlds = new Set<World>();

function activities(): number {
  const { world } = client.sandbox;
  for (const one of [world, ...world.environments.values()]) worlds.add(one);
  return [...worlds].reduce((sum, { audit }) => sum + audit.length, 0);
}

/** Makes a call, notes the id that it answers, and says whether an activity was written. */
async function carriedOut(call: ActionCall): Promise<{ reply: Reply; wrote: boolean }> {
  const before = activities();
  const reply = await made(call);
  if (call.as !== undefined) ids.set(call.as, String(reply.body['id']));
  return { reply, wrote: activities() > before };
}

const changes = ({ method, status, path }: ActionCall) =>
  method !== 'GET' && status < 300 && !path.startsWith('activities');

test('the table has each of the 113 actions once', () => {
  const numbers = ACTIONS.map(({ number }) => number).toSorted((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: 113 }, (_, index) => index + 1));
});

// In order: later calls name what earlier ones made. Every change, and nothing else, writes an activity.
test.each([...ACTIONS, ...FURTHER_ACTIONS].map((call) => ({ name: nameOf(call), call })))(
  '$name',
  async ({ call }) => {
    const { reply, wrote } = await carriedOut(call);
    expect(reply).toMatchObject({ status: call.status });
    expect(reply.body ?? {}).toMatchObject(filled(call.shows ?? {}));
    expect(wrote).toBe(changes(call));
  },
);
