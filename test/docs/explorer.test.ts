import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createExplorer } from '../../src/explorer.ts';
import { schema } from '../../src/graphql/schema.ts';
import { fenced, read } from './documents.ts';

/** What GraphiQL shows of a line beside its buttons, in a window of 1280. */
const columns = 50;

interface Tab {
  readonly query: string;
  readonly variables: string;
}

describe('the tabs of GraphiQL', () => {
  const { defaultTabs } = createExplorer('sandbox', 'xiuying.zhang', 'hazel.nunez@example.com').options as {
    readonly defaultTabs: readonly Tab[];
  };
  const queries = defaultTabs.map(({ query }) => query);

  it('hold operations that the schema knows, one each', () => {
    expect(queries.length).toBeGreaterThan(5);
    for (const query of queries) {
      const document = parse(query);
      expect(validate(schema, document), query).toEqual([]);
      expect(document.definitions).toHaveLength(1);
    }
  });

  it('have no line that ends behind the buttons', () => {
    const long = queries.flatMap((query) => query.split('\n')).filter((line) => line.length > columns);
    expect(long).toEqual([]);
  });

  it('have the first query of the README, as it is printed there', () => {
    const [printed = ''] = fenced(read('README.md'), 'graphql');
    expect(queries.map(withoutComments)).toContain(printed);
  });

  it('have an address put into them whatever characters it has', () => {
    const odd = '$&"o\'hara"@example.com';
    const tabs = createExplorer('a', 'b', odd).options as { readonly defaultTabs: readonly Tab[] };
    expect(tabs.defaultTabs.some(({ query }) => query.includes(JSON.stringify(odd)))).toBe(true);
  });
});

function withoutComments(query: string): string {
  return query.replaceAll(/^#.*\n/gm, '');
}
