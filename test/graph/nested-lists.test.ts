import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { estimateCost } from '../../src/plugins/estimate-cost.ts';

function rowsOf(source: string): number {
  const document = parse(source);
  const operation = getOperationAST(document, null);
  if (!operation) throw new Error('The document has no single operation.');
  return estimateCost({ schema, document, operation, variables: {} }).cost.rows;
}

function findings(levels: number): string {
  const below = levels === 1 ? 'id' : `subject { ... on User { ${findings(levels - 1)} } }`;
  return `findings(states: [PRESENT, ABSENT, UNKNOWN]) { ${below} }`;
}

test('findings of the subjects of findings are not priced as a handful', () => {
  const rows = rowsOf(`{ users(first: 1) { nodes { ${findings(4)} } } }`);
  expect(rows).toBeGreaterThan(1_000_000);
});

test('roles that may assign roles that may assign roles are not either', () => {
  const rows = rowsOf('{ directories { roles { canAssign { canAssign { canAssign { id } } } } } }');
  expect(rows).toBeGreaterThan(100_000);
});

test('a thousand people with their findings stay within the limits', () => {
  expect(rowsOf('{ users(first: 1000) { nodes { findings { id } } } }')).toBeLessThan(200_000);
});
