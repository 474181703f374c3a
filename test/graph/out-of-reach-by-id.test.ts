import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import type { Permission } from '../../src/model/permission.ts';
import { openSeveral, type SeveralGateway } from '../support/several.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const decode = (id: string): string => Buffer.from(id, 'base64url').toString();
const NOBODY = '00000000-0000-4000-8000-000000000000';

const everything = `query ($key: String!) {
  directory(key: $key) { __typename id
    populations { __typename id } roles { __typename id } signOnPolicies { __typename id } passwordPolicies { __typename id }
    deviceAuthenticationPolicies { __typename id } fido2Policies { __typename id } identityProviders { __typename id }
    certificates { __typename id } }
  groups(first: 9, filter: { directory: $key }) { nodes { __typename id } }
  applications(first: 9, filter: { directory: $key }) { nodes { __typename id } }
  users(first: 60, filter: { directory: $key }) { nodes { __typename id identity { __typename id }
    mfa { devices { __typename id } } roleAssignments { nodes { __typename id } } } } }`;

interface Stage extends SeveralGateway {
  readonly by: (caller: Caller) => void;
  /** Ids of a directory by type, each with the one of an object of the same type that does not exist. */
  readonly pairs: (key: string) => Promise<readonly Pair[]>;
}

interface Pair {
  readonly type: string;
  readonly id: string;
  readonly missing: string;
}

async function open(): Promise<Stage> {
  let caller = localCaller;
  const several = await openSeveral(2, { users: 60, asker: () => caller });
  return {
    ...several,
    by: (next) => void (caller = next),
    pairs: async (key) => {
      caller = localCaller;
      const rehearsal = `mutation ($ref: UserRef!) { suspendUser(input: { user: $ref, dryRun: true }) {
        ... on SuspendUserSuccess { entry { __typename id } } ... on ActionRefused { entry { __typename id } } } }`;
      const [row] = several.sandboxes[Number(key.slice(1))]?.tenant.collections.get('users')?.values() ?? [];
      const ref = { externalId: { directory: key, externalId: row?.id } };
      const answers = [
        await several.ask<unknown>(rehearsal, { ref }),
        await several.ask<unknown>(everything, { key }),
      ];
      return answers.flatMap(({ data }) => objectsIn(data));
    },
  };
}

function objectsIn(value: unknown): readonly Pair[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap((each) => objectsIn(each));
  const { __typename: type, id } = value as { readonly __typename?: string; readonly id?: string };
  return type === undefined || id === undefined ? below : [{ type, id, missing: missingAs(id) }, ...below];
}

/** An id of the same form, of nothing. */
function missingAs(id: string): string {
  const [type = '', directory = '', local] = decode(id).split(':');
  if (local === undefined) return encode('Directory:nowhere');
  const [last, ...others] = local.split('/').toReversed();
  return encode(
    `${type}:${directory}:${[...others.toReversed(), last === undefined ? '' : NOBODY].join('/')}`,
  );
}

function confinedTo(scope: object, permissions?: readonly Permission[]): Caller {
  const grants = localCaller.grants.filter(({ permission }) => permissions?.includes(permission) ?? true);
  return { ...localCaller, name: 'key:confined', grants: grants.map((grant) => ({ ...grant, ...scope })) };
}

/** What a caller gets for an id, with everything that could tell one answer from another. */
async function answersTo({ ask }: Stage, id: string) {
  const { data, errors, cost } = await ask<{ node: object | null; nodes: readonly (object | null)[] }>(
    'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }',
    { id },
    { 'cache-control': 'no-cache' },
  );
  const told = errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.code }));
  return { data, errors: told, calls: cost.upstreamCalls };
}

const none = { data: { node: null, nodes: [null] }, errors: [] };

it('answers for what is in a directory out of reach as for nothing, and asks nobody', async () => {
  const stage = await open();
  const pairs = await stage.pairs('d1');
  expect(new Set(pairs.map(({ type }) => type)).size).toBeGreaterThan(12);
  stage.by(confinedTo({ directories: ['d0'] }));
  const before = stage.sandboxes[1]?.requests.total;
  for (const { type, id, missing } of new Map(pairs.map((pair) => [pair.type, pair])).values()) {
    const answer = await answersTo(stage, id);
    expect({ type, ...answer }).toEqual({ type, ...none, calls: 0 });
    expect(await answersTo(stage, missing)).toEqual(answer);
    const elsewhere = encode(decode(id).replace(/^([^:]+):d1/, '$1:nowhere'));
    expect(await answersTo(stage, elsewhere)).toEqual(answer);
  }
  expect(stage.sandboxes[1]?.requests.total).toBe(before);
});

it('answers for what is in another population, or for the whole directory only, as for nothing', async () => {
  const stage = await open();
  const pairs = await stage.pairs('d0');
  const populations = pairs.filter(({ type }) => type === 'Population');
  const [own, other] = populations;
  if (own === undefined || other === undefined) throw new Error('Expected two populations.');
  const population = decode(own.id).split(':')[2] ?? '';
  stage.by(confinedTo({ directories: ['d0'], populations: [population] }));
  expect(await answersTo(stage, own.id)).toMatchObject({ data: { node: { id: own.id } }, errors: [] });
  const ofType = (wanted: string) => pairs.filter(({ type }) => type === wanted);
  const people = stage.sandboxes[0]?.tenant.collections.get('users');
  const isHidden = ({ id }: Pair): boolean =>
    Object(people?.get(decode(id).split(':')[2] ?? '')?.['population'])['id'] !== population;
  const hidden = [
    other,
    ...ofType('User').filter(isHidden).slice(0, 1),
    ...ofType('MfaDevice').slice(0, 1),
    ...ofType('LedgerEntry'),
  ];
  expect(hidden).toHaveLength(4);
  for (const { type, id, missing } of hidden) {
    const answer = await answersTo(stage, id);
    expect({ type, ...answer }).toMatchObject({ type, ...none });
    expect({ type, ...(await answersTo(stage, missing)) }).toEqual({ type, ...answer });
  }
});

it('refuses a type that the caller may read nowhere, whether or not the object exists', async () => {
  const stage = await open();
  const pairs = await stage.pairs('d0');
  const before = stage.sandboxes[0]?.requests.total;
  stage.by(confinedTo({}, ['directory:read']));
  for (const type of ['MfaDevice', 'LedgerEntry']) {
    const pair = pairs.find((each) => each.type === type);
    if (pair === undefined) throw new Error(`Expected a ${type}.`);
    const answer = await answersTo(stage, pair.id);
    expect(answer.errors.map(({ code }) => code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(await answersTo(stage, pair.missing)).toEqual(answer);
  }
  expect(stage.sandboxes[0]?.requests.total).toBe(before);
});

it('keeps the order of what was asked for, and what the caller sees, beside what they do not', async () => {
  const stage = await open();
  const inside = (await stage.pairs('d0')).find(({ type }) => type === 'User');
  const outside = (await stage.pairs('d1')).find(({ type }) => type === 'User');
  if (inside === undefined || outside === undefined) throw new Error('Expected two people.');
  stage.by(confinedTo({ directories: ['d0'] }));
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const ids = [outside.id, inside.id, inside.missing, outside.id, inside.id];
  const { data, errors } = await stage.ask<{ nodes: readonly ({ id: string } | null)[] }>(query, { ids });
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual([null, { id: inside.id }, null, null, { id: inside.id }]);
});
