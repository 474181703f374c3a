import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { type DeadlineContext, useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { yogaWith } from './ask.ts';
import { deferred } from './deferred.ts';

/** A field that takes for ever, and tells who waits for it and what came after. */
function endless() {
  const steps: string[] = [];
  const started = deferred<DeadlineContext>();
  const schema = createSchema({
    typeDefs: 'type Query { deadline: String, slow: Slow } type Slow { next: String }',
    resolvers: {
      Query: {
        deadline: (_source: unknown, _args: unknown, { deadline }: DeadlineContext) => String(deadline),
        slow: (_source: unknown, _args: unknown, context: DeadlineContext) =>
          new Promise((resolve) => {
            context.signal?.addEventListener('abort', () => {
              steps.push('upstream call ended');
              resolve({});
            });
            started.resolve(context);
          }),
      },
      Slow: { next: () => void steps.push('went on') },
    },
  });
  return { schema, started: started.promise, steps };
}

const masking = useErrorMasking({ log: { error: () => undefined } });

test('resolvers find the deadline in the context', async () => {
  const ask = yogaWith(endless().schema, [useDeadline({ timeoutMs: 7_000, now: () => 1_000_000 })]);
  expect((await ask('{ deadline }')).data).toEqual({ deadline: '1007000' });
});

test('an operation that outlasts its deadline is answered with a code, and its calls end', async () => {
  const { schema, steps } = endless();
  const ask = yogaWith(schema, [masking, useDeadline({ timeoutMs: 20, graceMs: 0 })]);
  const { status, errors } = await ask('{ slow { next } }');
  expect(status).toBe(504);
  expect(errors).toMatchObject([
    {
      message: 'The operation took longer than 0.02 s and was ended.',
      extensions: { code: 'DEADLINE_EXCEEDED' },
    },
  ]);
  expect(steps).toEqual(['upstream call ended']);
});

test('when the caller goes away its calls end, and nothing more is resolved', async () => {
  const { schema, started, steps } = endless();
  const ask = yogaWith(schema, [masking, useDeadline()]);
  const caller = new AbortController();
  const answer = ask('{ slow { next } }', { signal: caller.signal }).catch(() => 'nobody listens');
  await started;
  caller.abort();
  await answer;
  expect(steps).toEqual(['upstream call ended']);
});

test('behind a server, too, calls end when the caller hangs up, and nothing more is resolved', async () => {
  const { schema, started, steps } = endless();
  const yoga = createYoga({ schema, maskedErrors: false, logging: false, plugins: [masking, useDeadline()] });
  const left = deferred<void>();
  const server = createServer((request, response) => {
    response.once('close', () => left.resolve());
    void yoga(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = new AbortController();
  const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ slow { next } }' }),
    signal: caller.signal,
  }).catch(() => 'nobody listens');
  const { signal } = await started;
  caller.abort();
  await Promise.all([answer, left.promise]);
  expect(signal?.aborted).toBe(true);
  expect(steps).toEqual(['upstream call ended']);
  server.close();
});

test('what speaks of the schema alone has a deadline, and nothing that could be ended', async () => {
  const seen: DeadlineContext[] = [];
  const look: Plugin<DeadlineContext> = {
    onExecute: ({ args }) => void seen.push(args.contextValue),
  };
  const ask = yogaWith(endless().schema, [useDeadline({ timeoutMs: 7_000, now: () => 1_000_000 }), look]);
  expect((await ask('{ __typename __schema { queryType { name } } }')).data).toEqual({
    __typename: 'Query',
    __schema: { queryType: { name: 'Query' } },
  });
  await ask('{ __typename deadline }');
  expect(seen).toMatchObject([
    { deadline: 1_007_000 },
    { deadline: 1_007_000, signal: expect.any(AbortSignal) as unknown },
  ]);
  expect(seen[0]?.signal).toBeUndefined();
});
