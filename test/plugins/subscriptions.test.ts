import { createSchema, createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { useCostLimit } from '../../src/plugins/use-cost-limit.ts';
import { useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { deferred } from './deferred.ts';

const left = deferred<string>();
const schema = createSchema({
  typeDefs: 'type Query { hello: String } type Subscription { progress: Int, endless: Int, costly: Int }',
  resolvers: {
    Subscription: {
      progress: {
        async *subscribe() {
          yield 1;
          yield 2;
        },
        resolve: (event: number) => {
          if (event === 2) throw new Error('hunter22 in an event');
          return event;
        },
      },
      endless: {
        async *subscribe(_source: unknown, _args: unknown, { signal }: { signal: AbortSignal }) {
          try {
            yield 1;
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          } finally {
            left.resolve('nobody listens');
          }
        },
        resolve: (event: number) => event,
      },
    },
  },
});
const costly = schema.getSubscriptionType()?.getFields()['costly'];
if (costly !== undefined) costly.extensions = { ...costly.extensions, cost: { calls: 201 } };
const logged: unknown[] = [];
const log = { error: (fields: unknown) => void logged.push(fields) };
const yoga = createYoga({
  schema,
  maskedErrors: false,
  logging: false,
  plugins: [useErrorMasking({ log }), useLimits(), useCostLimit(), useDeadline()],
});

function subscribe(query: string, signal: AbortSignal) {
  return yoga.fetch('http://127.0.0.1/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal,
  });
}

test('errors of single events are masked', async () => {
  const response = await subscribe('subscription { progress }', new AbortController().signal);
  const text = await response.text();
  expect(text).toContain('{"data":{"progress":1}}');
  expect(text).toContain('"code":"INTERNAL_SERVER_ERROR"');
  expect(text).not.toContain('hunter22');
  expect(logged).toHaveLength(1);
});

test('a subscription ends with its listener', async () => {
  const listener = new AbortController();
  const response = await subscribe('subscription { endless }', listener.signal);
  const reader = response.body?.getReader();
  let heard = '';
  while (!heard.includes('"endless":1')) heard += new TextDecoder().decode((await reader?.read())?.value);
  listener.abort();
  expect(await left.promise).toBe('nobody listens');
});

test('a subscription whose every event would take more than 200 calls is refused', async () => {
  const response = await subscribe('subscription { costly }', new AbortController().signal);
  const text = await response.text();
  expect(text).toContain('"limit":"cost","allowed":200,"received":201');
  expect(text).toContain('each of its events');
});
