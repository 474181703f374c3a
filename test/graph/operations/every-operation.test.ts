import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pingOneOperations } from '../../../src/actions/pingone-operations.ts';
import { everyAction } from '../../../src/actions/registry.ts';
import { encodeGlobalId } from '../../../src/graphql/global-id.ts';
import { grantRole } from '../../sandbox/test-client.ts';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';
import { changeSteps } from './change-steps.ts';
import { holdsValue, readQueries } from './read-queries.ts';

let gateway: TestGateway;
const ids = new Map<string, string>();

beforeAll(async () => {
  gateway = await startGateway({ users: 120, blastLimits: [] });
  const { collections, children, platform, environmentId } = gateway.sandbox.tenant;
  grantRole(gateway, 'Custom Roles Admin', { id: environmentId, type: 'ENVIRONMENT' });
  const named = (collection: string, name: string): string =>
    [...(collections.get(collection)?.values() ?? [])].find((row) => row['name'] === name)?.id ?? '';
  const parentOf = (path: string, wanted: (row: Record<string, unknown>) => boolean = () => true): string => {
    for (const [parent, rows] of children.get(path) ?? []) if ([...rows.values()].some(wanted)) return parent;
    return '';
  };
  const [resource, scopes] =
    [...(children.get('resources/scopes') ?? [])].find(([, rows]) => rows.size > 1) ?? [];
  const [scope = '', otherScope = ''] = [...(scopes?.keys() ?? [])];
  const role = [...(platform.get('roles')?.values() ?? [])].find(
    (row) => row['name'] === 'Identity Data Read Only',
  );
  const known = {
    employees: global('Population', named('populations', 'Employees')),
    parent: global('Group', named('groups', 'Engineering')),
    role: global('Role', role?.id ?? ''),
    withSession: global('User', parentOf('users/sessions')),
    withDevice: global('User', parentOf('users/devices')),
    anyDevicePolicy: global(
      'DeviceAuthenticationPolicy',
      named('deviceAuthenticationPolicies', 'Shop floor'),
    ),
    resource: resource ?? '',
    scope,
    otherScope,
  };
  for (const [name, id] of Object.entries(known)) ids.set(name, id);
});

afterAll(() => gateway.close());

function global(typename: string, id: string | undefined): string {
  return encodeGlobalId(typename, `${KEY}:${id ?? ''}`);
}

function idOf(name: string): string {
  const id = ids.get(name);
  if (id === undefined || id === '') throw new RangeError(`Nothing was noted as "${name}".`);
  return id;
}

interface Result {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly changed?: boolean;
  readonly device?: string;
  readonly entry?: {
    readonly outcome: string;
    readonly subject: { readonly id: string; readonly externalId: string };
  };
}

async function mutate(mutation: string, input: Readonly<Record<string, unknown>>): Promise<Result> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { data, errors } = await gateway.ask<{ result: Result }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { type: __typename
      ... on Error { code message } ... on ${type}Success { changed ${mutation === 'pairMfaDevice' ? 'device' : ''} entry { outcome subject { id externalId } } } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data.result;
}

/** `/environments/{environmentId}/users/{userId}` as the list writes it: names of variables don't matter. */
function shape(route: string): string {
  return route.replace('/environments/{environmentId}/', '').replaceAll(/\{\w+\}/g, '{}');
}

describe("PingOne's 113 operations", () => {
  test('change through their mutations, each by the very call that the operation is, and each is seen to be done', async () => {
    const problems: string[] = [];
    const reached = new Set<number>();
    for (const { number, mutation, input, as } of changeSteps) {
      gateway.sandbox.requests.reset();
      const result = await mutate(mutation, input(idOf));
      if (!result.type.endsWith('Success') || result.changed !== true)
        problems.push(`${mutation}: ${JSON.stringify(result)}`);
      const { subject } = result.entry ?? {};
      if (as !== undefined && subject !== undefined) {
        const [, child] = subject.externalId.split('/');
        ids.set(as, result.device ?? child ?? subject.id);
        if (as === 'webhook') ids.set(as, subject.externalId);
      }
      const operation = pingOneOperations.find((one) => one.number === number);
      if (operation === undefined) continue;
      reached.add(number);
      const sent = gateway.sandbox.requests.writes.map(({ route }) => shape(route));
      if (!sent.includes(shape(operation.route)))
        problems.push(`${mutation}: expected ${operation.route}, sent ${sent.join(', ')}`);
      const action = everyAction.find((one) => one.mutation === mutation);
      if (action?.name !== operation.action) problems.push(`${mutation} is not ${operation.action}`);
    }
    expect(problems).toEqual([]);
    const changes = pingOneOperations.filter(({ action }) => action !== null);
    expect(changes.filter(({ number }) => !reached.has(number))).toEqual([]);
  });

  test('read through their fields, each of which has a value', async () => {
    const { users } = gateway;
    const { collections } = gateway.sandbox.tenant;
    const candidates = {
      User: users().map(({ id }) => id),
      Group: [...(collections.get('groups')?.keys() ?? [])],
      Application: [...(collections.get('applications')?.keys() ?? [])],
      Population: [...(collections.get('populations')?.keys() ?? [])],
    };
    await mutate('setPopulationIdentityProvider', {
      population: global('Population', candidates.Population[0]),
      identityProvider: global(
        'IdentityProvider',
        [...(collections.get('identityProviders')?.keys() ?? [])][0],
      ),
    });
    const problems: string[] = [];
    const fields = new Set(pingOneOperations.flatMap(({ field }) => field ?? []));
    for (const field of fields) {
      const query = readQueries[field];
      if (query === undefined) {
        problems.push(`${field}: no query`);
        continue;
      }
      const typename = /\$(\w+): ID!/.exec(query)?.[1] ?? null;
      const type = typename === null ? null : typename.charAt(0).toUpperCase() + typename.slice(1);
      // Not everybody has groups, roles or devices: somebody must.
      const subjects = type === null ? [''] : candidates[type as keyof typeof candidates];
      let found = false;
      for (const id of subjects) {
        const variables = typename === null ? {} : { [typename]: global(type ?? '', id) };
        const { data, errors } = await gateway.ask<unknown>(query, variables);
        if (errors.length > 0) problems.push(`${field}: ${errors[0]?.message ?? ''}`);
        found = holdsValue(data);
        if (found || errors.length > 0) break;
      }
      if (!found) problems.push(`${field}: nobody has a value`);
    }
    expect(problems).toEqual([]);
  }, 60_000);
});
