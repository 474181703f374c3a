import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Test code would get graphql's .mjs copy and Yoga its CommonJS one: two realms, and `instanceof GraphQLError` fails.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
