import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type OktaPeer, startOktaPeer } from '../../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../../../src/sandbox/peers/people.ts';
import { mistakesIn, type Schema } from '../../schema-check.ts';

const PATH = fileURLToPath(
  new URL('../../../../../shared/peers/openapi/okta-management-subset.yaml', import.meta.url),
);
const schemas = existsSync(PATH) ? schemasOf(parse(readFileSync(PATH, 'utf8'))) : null;

/** The part of Okta's published description that answers are held against. It is no part of this repository. */
function schemasOf(document: unknown): ReadonlyMap<string, Schema> {
  const { components } = document as { components: { schemas: Readonly<Record<string, Schema>> } };
  return new Map(Object.entries(components.schemas));
}

function resolve(reference: string): Schema | undefined {
  return schemas?.get(reference.slice(reference.lastIndexOf('/') + 1));
}

/** What is wrong with an answer; a schema with a discriminator is taken by the value that the answer has. */
function mistakes(value: unknown, name: string): readonly string[] {
  const base = resolve(name) ?? {};
  const { propertyName, mapping } = (base['discriminator'] ?? {}) as {
    propertyName?: string;
    mapping?: Readonly<Record<string, string>>;
  };
  const kind =
    propertyName === undefined ? undefined : (value as Readonly<Record<string, string>>)[propertyName];
  const schema = resolve(mapping?.[kind ?? ''] ?? name);
  return schema === undefined ? [`there is no schema ${name}`] : mistakesIn(value, schema, resolve);
}

describe.skipIf(schemas === null)(
  `the simulated organisation, held against Okta's own description${schemas === null ? ' (skipped: the description is not here)' : ''}`,
  () => {
    let peer: OktaPeer;
    beforeAll(async () => {
      peer = await startOktaPeer({ people: drawPeerPeople({ users: 60 }) });
    });
    afterAll(async () => {
      await peer.close();
    });

    async function answerTo(path: string): Promise<unknown> {
      const answer = await fetch(`${peer.url}${path}`, {
        headers: { authorization: `SSWS ${peer.apiToken}` },
      });
      expect(answer.ok).toBe(true);
      return await answer.json();
    }

    async function checkEach(path: string, schema: string): Promise<number> {
      const rows = await answerTo(path);
      if (!Array.isArray(rows)) throw new Error(`expected an array from ${path}`);
      expect(rows.flatMap((row: unknown) => mistakes(row, schema))).toEqual([]);
      return rows.length;
    }

    test('users, in lists and alone', async () => {
      expect(await checkEach('/api/v1/users?search=status%20pr', 'User')).toBe(60);
      const [id] = peer.org.users.keys();
      expect(mistakes(await answerTo(`/api/v1/users/${id}`), 'UserGetSingleton')).toEqual([]);
    });

    test('groups, with and without the number of their members', async () => {
      expect(await checkEach('/api/v1/groups', 'Group')).toBeGreaterThan(5);
      await checkEach('/api/v1/groups?expand=stats', 'Group');
      const [id] = peer.org.groups.keys();
      expect(mistakes(await answerTo(`/api/v1/groups/${id}`), 'Group')).toEqual([]);
      expect(await checkEach(`/api/v1/groups/${id}/users`, 'User')).toBeGreaterThan(0);
    });

    test('factors of every kind', async () => {
      const kinds = new Set<string>();
      for (const [id, factors] of peer.org.factors) {
        if (factors.every(({ factorType }) => kinds.has(factorType))) continue;
        for (const { factorType } of factors) kinds.add(factorType);
        await checkEach(`/api/v1/users/${id}/factors`, 'UserFactor');
      }
      expect(kinds.size).toBe(5);
    });

    test('roles, of their own and through groups, and who holds any', async () => {
      for (const [id] of peer.org.roles) {
        const path = peer.org.users.has(id) ? `/api/v1/users/${id}/roles` : `/api/v1/groups/${id}/roles`;
        expect(await checkEach(path, 'StandardRole')).toBeGreaterThan(0);
      }
      expect(mistakes(await answerTo('/api/v1/iam/assignees/users'), 'RoleAssignedUsers')).toEqual([]);
    });

    test('applications of every kind', async () => {
      expect(await checkEach('/api/v1/apps', 'Application')).toBe(peer.org.apps.length);
    });

    test('errors', async () => {
      const answer = await fetch(`${peer.url}/api/v1/users/nobody`, {
        headers: { authorization: `SSWS ${peer.apiToken}` },
      });
      expect(answer.status).toBe(404);
      expect(mistakes(await answer.json(), 'Error')).toEqual([]);
    });
  },
);
