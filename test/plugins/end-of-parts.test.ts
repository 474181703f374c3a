import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, onTestFinished, test } from 'vitest';
import { untilRefused } from '../../src/plugins/end-of-parts.ts';
import { useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useWholeAnswers } from '../../src/plugins/use-whole-answers.ts';

/** A field and a list that never come to an end, behind a real server. */
async function openEndless(): Promise<string> {
  const schema = createSchema({
    typeDefs: 'type Query { fast: Int, slow: Int, rows: [Int] }',
    resolvers: {
      Query: {
        fast: () => 1,
        slow: () => new Promise(() => undefined),
        rows: async function* () {
          yield 0;
          await new Promise(() => undefined);
        },
      },
    },
  });
  const yoga = createYoga({
    schema,
    maskedErrors: false,
    logging: false,
    plugins: [
      useErrorMasking({ log: { error: () => undefined } }),
      useDeferStream(),
      useWholeAnswers(),
      useDeadline({ timeoutMs: 50, graceMs: 10 }),
    ],
  });
  const server = createServer((request, response) => void yoga(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

test.each([
  ['multipart/mixed', '{ fast ... @defer { slow } }'],
  ['text/event-stream', '{ fast ... @defer { slow } }'],
  ['multipart/mixed', '{ fast rows @stream(initialCount: 1) }'],
  ['text/event-stream', '{ fast rows @stream(initialCount: 1) }'],
])('an answer in parts as %s to %s ends with its deadline, which is said once', async (accept, query) => {
  const response = await fetch(await openEndless(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  // Read to its end: without one this would not come back.
  const text = await response.text();
  expect(text).toContain('"hasNext":true');
  expect(text.match(/DEADLINE_EXCEEDED/g)).toHaveLength(1);
  expect(text.match(/"hasNext":false/g)).toHaveLength(1);
  expect(text.indexOf('DEADLINE_EXCEEDED')).toBeGreaterThan(text.indexOf('"fast":1'));
});

test('after the first part that cannot be had the source is left, and asked for nothing more', async () => {
  const steps: string[] = [];
  const parts = untilRefused({
    [Symbol.asyncIterator]: () => ({
      next: () => {
        steps.push('next');
        return Promise.reject(new Error('cut off'));
      },
      return: () => {
        steps.push('return');
        return new Promise(() => undefined);
      },
    }),
  });
  const heard = [];
  for await (const part of parts) heard.push(part);
  expect(heard).toMatchObject([{ errors: [{ originalError: { message: 'cut off' } }], hasNext: false }]);
  expect(steps).toEqual(['next', 'return']);
});
