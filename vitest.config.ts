import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Test code would get graphql's .mjs copy and Yoga its CommonJS one: two realms, and `instanceof GraphQLError` fails.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // The graph's modules take seconds to load: files of one worker share them. No test replaces a module.
    isolate: false,
    // Of two processors the default leaves one idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
