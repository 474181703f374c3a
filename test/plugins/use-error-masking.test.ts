import { createSchema } from 'graphql-yoga';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { publicError } from '../../src/plugins/public-error.ts';
import { type TraceContext, useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { yogaWith } from './ask.ts';

class ProviderFailure extends Error {}

const schema = createSchema({
  typeDefs: `
    type Query {
      fine: String
      broken: String
      trace: String
      text: String
      typed: String
      untyped: String
      provider: String
      missing: String!
      wrongInt: Int
      list(ids: [Int!]!): String
      user: User
    }
    type User { email: String }
  `,
  resolvers: {
    Query: {
      fine: () => 'fine',
      trace: (_source: unknown, _args: unknown, { traceId }: TraceContext) => traceId,
      broken: () => {
        throw new Error('connect ECONNREFUSED db-password=hunter22');
      },
      text: () => Promise.reject('hunter22 as a text'),
      typed: () => {
        throw new GraphQLError('No such user.', { extensions: { code: 'NOT_FOUND' } });
      },
      untyped: () => {
        throw new GraphQLError('hunter22 without a code');
      },
      provider: () => {
        throw new ProviderFailure('hunter22 of the provider');
      },
      missing: () => null,
      wrongInt: () => 'hunter22',
    },
  },
});

const logged: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
const log = {
  error: (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ fields, message }),
};
const masking = useErrorMasking({
  log,
  translate: (cause) =>
    cause instanceof ProviderFailure
      ? { code: 'UPSTREAM_FORBIDDEN', message: 'The directory refuses.', extensions: { retryable: false } }
      : undefined,
});
const ask = yogaWith(schema, [useLimits(), masking]);
const TRACE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

beforeEach(() => {
  logged.length = 0;
  vi.stubEnv('NODE_ENV', 'development');
});
afterEach(() => vi.unstubAllEnvs());

describe('an error that was not meant for callers', () => {
  test.each(['broken', 'text', 'untyped', 'missing', 'wrongInt'])(
    'of the field %s is masked, and logged under its trace id',
    async (field) => {
      const { errors, text } = await ask(`{ fine ${field} }`);
      expect(text).not.toContain('hunter22');
      expect(text).not.toMatch(/stack|originalError|unexpected"/);
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({
        message: 'Unexpected error.',
        path: [field],
        extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.stringMatching(TRACE) },
      });
      expect(logged).toHaveLength(1);
      expect(logged[0]?.fields).toMatchObject({ traceId: errors?.[0]?.extensions['traceId'], path: field });
    },
  );

  test('leaves the rest of the answer standing', async () => {
    expect(await ask('{ fine broken }')).toMatchObject({ status: 200, data: { fine: 'fine', broken: null } });
  });

  test('is logged with its stack', async () => {
    await ask('{ broken }');
    expect(logged[0]?.fields['stack']).toContain('ECONNREFUSED');
    expect(logged[0]?.fields['stack']).toContain('use-error-masking.test.ts');
  });

  test('has the status 500 where nothing was answered', async () => {
    const failing = yogaWith(schema, [
      masking,
      {
        onExecute() {
          throw new Error('hunter22 in a plugin');
        },
      },
    ]);
    const { status, errors, text } = await failing('{ fine }');
    expect(status).toBe(500);
    expect(text).not.toContain('hunter22');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      traceId: expect.stringMatching(TRACE),
    });
  });
});

describe('an error for callers', () => {
  const READABLE: readonly [string, unknown, unknown, string, string][] = [
    ['with a code passes', '{ typed }', undefined, 'NOT_FOUND', 'No such user.'],
    [
      'that is known is translated',
      '{ provider }',
      undefined,
      'UPSTREAM_FORBIDDEN',
      'The directory refuses.',
    ],
    ['of syntax has a code', '{ fine', undefined, 'GRAPHQL_PARSE_FAILED', 'Syntax Error'],
    [
      'of validation has a code',
      '{ nothing }',
      undefined,
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "nothing"',
    ],
    [
      'of a variable has a code',
      'query ($ids: [Int!]!) { list(ids: $ids) }',
      { ids: ['x'] },
      'BAD_USER_INPUT',
      'Variable "$ids" got invalid value',
    ],
    ['of the request has a code', 7, undefined, 'BAD_REQUEST', 'Expected "query" param to be a string'],
    ['of a missing query has a code', undefined, undefined, 'BAD_REQUEST', 'Must provide query string.'],
  ];
  test.each(READABLE)('%s', async (_name, query, variables, code, message) => {
    const { errors, text } = await ask(query, { variables });
    expect(errors?.[0]?.extensions).toMatchObject({ code, traceId: expect.stringMatching(TRACE) });
    expect(errors?.[0]?.message).toContain(message);
    expect(text).not.toMatch(/stack|originalError/);
    expect(logged).toEqual([]);
  });

  test('is one of at most five when nothing was executed', async () => {
    const { errors } = await ask('query ($ids: [Int!]!) { list(ids: $ids) }', {
      variables: { ids: Array.from({ length: 1_000 }, () => 'x') },
    });
    expect(errors).toHaveLength(5);
  });

  test('is cut when it repeats a long name', async () => {
    const { errors, text } = await ask(`{ ${'x'.repeat(100_000)} }`);
    expect(errors?.[0]?.message.length).toBeLessThanOrEqual(503);
    expect(text.length).toBeLessThan(2_000);
  });

  test('takes no longer over a message of blanks than over another', () => {
    const unexpected: unknown[] = [];
    const options = {
      traceId: 't',
      suggestions: false,
      translate: () => undefined,
      onUnexpected: (cause: unknown) => void unexpected.push(cause),
    };
    const told = (message: string) => publicError(new GraphQLError(message), options, false).message;
    // Looked through anew from each blank, it would take minutes.
    expect(told(`a${' '.repeat(400_000)}b`)).toBe(`a${' '.repeat(499)}...`);
    expect(told('No field "x".  \n Did you mean "y"?\nDid you mean "z"?')).toBe('No field "x".');
    expect(told('No field "x". ')).toBe('No field "x". ');
    expect(unexpected).toEqual([]);
  });

  test('keeps its suggestions on loopback only', async () => {
    const open = yogaWith(schema, [useLimits(), useErrorMasking({ log, suggestions: true })]);
    expect((await open('{ brokn }')).errors?.[0]?.message).toContain('Did you mean "broken"?');
    expect((await ask('{ brokn }')).errors?.[0]?.message).toBe('Cannot query field "brokn" on type "Query".');
  });
});

test('resolvers find the trace id of their request in the context', async () => {
  const { data, errors } = await ask('{ trace broken }');
  expect(data?.['trace']).toMatch(TRACE);
  expect(errors?.[0]?.extensions['traceId']).toBe(data?.['trace']);
});
