import { describe, expect, test } from 'vitest';
import { createKey } from '../../src/access/manage-keys.ts';
import type { Permission } from '../../src/model/permission.ts';
import { openWireGateway, type WireGateway } from './support/open-gateway.ts';

interface Person {
  readonly id: string;
  readonly username: string;
  readonly population: string;
}

const byText = (one: string, other: string): number => one.localeCompare(other);

/** Everybody in the first sandbox, and a key for the population of the first of them. */
async function confined(permissions: readonly Permission[] = []) {
  const gateway = await openWireGateway();
  const people = peopleOf(gateway);
  const own = people[0]?.population ?? '';
  const { key } = createKey(gateway.keysFile, {
    name: 'desk',
    role: 'analyst',
    permissions,
    directories: ['acme'],
    populations: [own],
    days: 1,
  });
  const inside = people.filter(({ population }) => population === own);
  const outside = people.filter(({ population }) => population !== own);
  expect(inside.length * outside.length).toBeGreaterThan(0);
  const ask = (query: string) => gateway.ask(query, key.reveal());
  return { gateway, own, inside, outside, ask };
}

function peopleOf({ sandboxes: [{ tenant }] }: WireGateway): readonly Person[] {
  return [...(tenant.collections.get('users')?.values() ?? [])].map((row) => ({
    id: row.id,
    username: String(row['username']),
    population: (row['population'] as { id: string }).id,
  }));
}

function globalId(type: string, externalId: string): string {
  return Buffer.from(`${type}:acme:${externalId}`).toString('base64url');
}

function namedInEveryWay({ id, username }: Person): string {
  return `{
      user(ref: { id: "${globalId('User', id)}" }) { username }
      byExternalId: user(ref: { externalId: { directory: "acme", externalId: "${id}" } }) { username }
      byUsername: user(ref: { username: { directory: "acme", username: "${username}" } }) { username }
      node(id: "${globalId('User', id)}") { ... on User { username } }
      nodes(ids: ["${globalId('User', id)}", "${globalId('Identity', id)}"]) { __typename }
    }`;
}

describe('a caller of one population', () => {
  test('finds its users in lists, page by page, and nobody else; nor how many there are', async () => {
    const { inside, ask } = await confined();
    const found: string[] = [];
    let after: string | null = null;
    do {
      const cursor: string = after === null ? '' : `, after: "${after}"`;
      const { data, errors } = await ask(
        `{ users(first: 7${cursor}) { totalCount nodes { externalId } edges { node { externalId } } pageInfo { endCursor hasNextPage } } }`,
      );
      expect(errors).toEqual([]);
      const page = (data ?? {})['users'] as {
        totalCount: number | null;
        nodes: { externalId: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
      expect(page.totalCount).toBeNull();
      found.push(...page.nodes.map(({ externalId }) => externalId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found.toSorted()).toEqual(inside.map(({ id }) => id).toSorted());
  });

  test('meets others as if they did not exist, whatever names them', async () => {
    const { inside, outside, ask } = await confined();
    const [seen, hidden] = [inside[0], outside[0]];
    if (seen === undefined || hidden === undefined) throw new Error('Expected two people.');
    const { username } = seen;
    expect(await ask(namedInEveryWay(seen))).toMatchObject({
      errors: [],
      data: {
        user: { username },
        byExternalId: { username },
        byUsername: { username },
        node: { username },
        nodes: [{ __typename: 'User' }, { __typename: 'Identity' }],
      },
    });
    const none = { user: null, byExternalId: null, byUsername: null, node: null, nodes: [null, null] };
    const unknown = { id: '00000000-0000-4000-8000-000000000000', username: 'nobody-at-all', population: '' };
    for (const person of [hidden, unknown]) {
      expect(await ask(namedInEveryWay(person))).toMatchObject({ errors: [], data: none });
    }
  });

  test('finds only its own people among the members of groups, its own groups and its own population', async () => {
    const { own, inside, ask } = await confined();
    const { data, errors } = await ask(
      '{ groups(first: 50) { nodes { population { externalId } members(first: 50) { nodes { externalId } edges { node { externalId } } } } } directories { populations { externalId } } }',
    );
    expect(errors).toEqual([]);
    const ids = new Set(inside.map(({ id }) => id));
    const { nodes: groups } = (data ?? {})['groups'] as {
      nodes: {
        population: { externalId: string } | null;
        members: { nodes: { externalId: string }[] };
      }[];
    };
    expect(groups.length).toBeGreaterThan(0);
    for (const { population, members } of groups) {
      expect(population === null || population.externalId === own).toBe(true);
      for (const { externalId } of members.nodes) expect(ids).toContain(externalId);
    }
    expect(data?.['directories']).toEqual([{ populations: [{ externalId: own }] }]);
  });

  test('reads the sensitive facts of its own users, but no evidence that could name others', async () => {
    const { inside, ask } = await confined();
    const { data, errors } = await ask(
      `{ user(ref: { id: "${globalId('User', inside[0]?.id ?? '')}" }) { customAttributes sessions { remoteIp } lastSignOn { remoteIp } mfa { devices { contact } } findings { state evidence { value } } } }`,
    );
    expect(new Set(errors.map(({ path = [] }) => path.at(-1)))).toEqual(new Set(['evidence']));
    expect(data?.['user']).toMatchObject({ customAttributes: {}, sessions: expect.any(Array) as unknown });
  });

  test('finds what is wrong with its own people, and no figures of the whole directory', async () => {
    const { inside, ask } = await confined();
    const { data, errors } = await ask(
      '{ findings(first: 500) { totalCount nodes { subject { kind: __typename ... on User { externalId } } } } posture { asOf } directories { posture { asOf } findings { state } } }',
    );
    const ids = new Set(inside.map(({ id }) => id));
    const { nodes } = (data ?? {})['findings'] as {
      nodes: { subject: { kind: string; externalId?: string } }[];
    };
    expect(nodes.length).toBeGreaterThan(0);
    for (const { subject } of nodes) {
      expect(['User', 'Group', 'Population']).toContain(subject.kind);
      expect(subject.kind !== 'User' || ids.has(subject.externalId ?? '')).toBe(true);
    }
    expect(data).toMatchObject({ posture: null, directories: [{ posture: null, findings: null }] });
    expect(errors.map(({ path = [] }) => path.join('.')).toSorted(byText)).toEqual([
      'directories.0.findings',
      'directories.0.posture',
      'posture',
    ]);
  });
});
