import { readFileSync } from 'node:fs';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { actionsPage } from '../../src/actions/actions-page.ts';
import { pingOneOperations } from '../../src/actions/pingone-operations.ts';
import { everyAction } from '../../src/actions/registry.ts';
import { schema } from '../../src/graphql/schema.ts';
import { supportedActions } from '../../src/providers/pingone/supported-actions.ts';

function hasField(of: GraphQLSchema, path: string): boolean {
  const [typeName = '', field = ''] = path.split('.');
  const type = of.getType(typeName);
  return isObjectType(type) && field in type.getFields();
}

describe('the actions', () => {
  test('stand in docs/actions.md as the code has them; `npm run codegen` writes it', () => {
    expect(readFileSync(new URL('../../docs/actions.md', import.meta.url), 'utf8')).toBe(actionsPage());
  });

  test('have each a name and a mutation of its own, and every mutation of the graph is one of them or said why not', () => {
    expect(new Set(everyAction.map(({ name }) => name)).size).toBe(everyAction.length);
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    const ofActions = everyAction.map(({ mutation }) => mutation);
    expect(ofActions.filter((mutation) => !mutations.includes(mutation))).toEqual([]);
  });

  test('name inverses that are actions', () => {
    const names = new Set(everyAction.map(({ name }) => name));
    expect(everyAction.filter(({ inverse }) => inverse !== null && !names.has(inverse))).toEqual([]);
  });

  test('are all supported by the adapter for PingOne, which supports no others', () => {
    expect([...supportedActions].toSorted()).toEqual(everyAction.map(({ name }) => name).toSorted());
  });

  test("cover PingOne's 113 operations, each by a mutation or by a field of the graph", () => {
    expect(pingOneOperations.map(({ number }) => number)).toEqual(
      Array.from({ length: 113 }, (_, i) => i + 1),
    );
    const names = new Set(everyAction.map(({ name }) => name));
    const missing = pingOneOperations.filter(({ action, field }) =>
      action === null ? !hasField(schema, field ?? '') : !names.has(action),
    );
    expect(missing).toEqual([]);
  });
});
