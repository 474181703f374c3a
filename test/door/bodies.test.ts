import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Door } from '../../src/door.ts';
import { useCostLimit } from '../../src/plugins/use-cost-limit.ts';
import { useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { HELLO, JSON_TYPE, openDoor, send } from './open.ts';

const logged: unknown[] = [];
let door: Door;
beforeAll(async () => {
  const log = { error: (fields: unknown) => void logged.push(fields) };
  ({ door } = await openDoor({}, [useErrorMasking({ log }), useLimits(), useCostLimit(), useDeadline()]));
});
afterAll(() => door.close(0));

const post = (body: string) => send(door, '/graphql', { method: 'POST', headers: JSON_TYPE, body });

describe('a body that is no GraphQL request', () => {
  test.each([
    '',
    ' ',
    '{',
    '{"query":"{ hello }"}}',
    '{"query":"{ hello }"}{"query":"{ hello }"}',
    '\uFEFF{',
    "{'query':'{ hello }'}",
    'query={hello}',
    'null',
    'true',
    '7',
    '"{ hello }"',
    '[]',
    '[null]',
    '[7]',
    `[${Array.from({ length: 50 }, () => HELLO).join(',')}]`,
    '{}',
    '{"query":null}',
    '{"query":7}',
    '{"query":["{ hello }"]}',
    '{"query":{"a":1}}',
    '{"query":"{ hello }","variables":"x"}',
    '{"query":"{ hello }","variables":[1]}',
    '{"query":"{ hello }","operationName":7}',
    '{"query":"{ hello }","extensions":"x"}',
    '{"query":"{ hello }","surprise":1}',
    '{"query":"{ hello }","__proto__":{"query":7},"constructor":1}',
    '['.repeat(100_000),
  ])('%j is answered with a code and a trace id, and never with a 5xx', async (body) => {
    const reply = await post(body);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    const { errors } = JSON.parse(reply.body) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]?.extensions).toEqual({ code: expect.any(String), traceId: reply.headers['x-trace-id'] });
    expect(logged).toEqual([]);
  });
});

describe('an operation with odd names', () => {
  test.each([
    ['{ __proto__ }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ constructor toString hasOwnProperty }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($__proto__: String) { hello }', 'GRAPHQL_VALIDATION_FAILED'],
    ['fragment A on Query { hello }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('%s is no fault of ours', async (query, code) => {
    const reply = await post(JSON.stringify({ query, variables: { constructor: 1 } }));
    const { errors } = JSON.parse(reply.body) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]?.extensions['code']).toBe(code);
    expect(logged).toEqual([]);
  });

  test('__proto__ as an alias is answered as one', async () => {
    expect((await post('{"query":"{ __proto__: hello }"}')).body).toBe('{"data":{"__proto__":"there"}}');
  });
});
