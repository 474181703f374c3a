import type { CodegenConfig } from '@graphql-codegen/cli';
import { renameSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { actionsPage } from './src/actions/actions-page.ts';
import { subgraphSdl, withoutRouterFields } from './src/graphql/federation/subgraph-sdl.ts';
import { rulesPage } from './src/findings/rules-page.ts';
import { schema } from './src/graphql/schema.ts';
import { providersPage } from './src/providers/providers-page.ts';

/** Fills `schema/`: the printed SDL, typed documents for `schema/operations`, and the manifest of their hashes; and the page about actions. */
const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(withoutRouterFields(schema))),
  documents: 'schema/operations/*.graphql',
  importExtension: '.ts',
  silent: true,
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'schema/typed/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          Date: 'string',
          JSON: 'unknown',
        },
      },
    },
  },
  hooks: {
    // The preset names the manifest itself; ours stands beside the operations that it lists.
    afterAllFileWrite: async () => {
      renameSync('schema/typed/persisted-documents.json', 'schema/operations.json');
      writeFileSync('docs/actions.md', actionsPage());
      writeFileSync('schema/subgraph.graphql', subgraphSdl(schema));
      writeFileSync('docs/providers.md', await providersPage());
      writeFileSync('docs/rules.md', await rulesPage());
    },
  },
};

export default config;
