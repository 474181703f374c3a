import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createRun, inParts } from '../../src/posts/run-operation.ts';

interface Run {
  readonly ask: (query: string) => Promise<unknown>;
  /** Texts that were validated, in order. */
  readonly validated: readonly string[];
}

const large = (n: number): string => `{ hello } # ${String(n).padStart(200_000, '-')}`;

function runWith(plugins: readonly Plugin[] = []): Run {
  const validated: string[] = [];
  const noting: Plugin = {
    onValidate: ({ params }) => {
      validated.push(params.documentAST.loc?.source.body ?? '');
    },
  };
  const schema = createSchema({
    typeDefs: 'type Query { hello: String mine: String } type Subscription { count: Int }',
    resolvers: {
      Query: { hello: () => 'hello', mine: (_, __, { mine }: { mine?: string }) => mine },
    },
  });
  const engine = createYoga({ schema, plugins: [noting, ...plugins], logging: false });
  const run = createRun(engine, plugins);
  return { ask: (query) => run({ params: { query } }), validated };
}

describe('an operation of a plain post', () => {
  it('is validated once for each text that is good', async () => {
    const { ask, validated } = runWith();
    for (let time = 0; time < 3; time += 1) {
      expect(await ask('{ hello }')).toEqual({ data: { hello: 'hello' } });
      expect(await ask('{ hallo }')).toMatchObject({ errors: [{ message: /Cannot query field "hallo"/ }] });
    }
    expect(validated).toEqual(['{ hello }', '{ hallo }', '{ hallo }', '{ hallo }']);
  });

  it('is not begun with a plugin that only Yoga would call', () => {
    expect(() => runWith([{ onContextBuilding: () => {} }])).toThrow(/without onContextBuilding/);
  });

  it('is not kept for ever: a large text goes when many more have come', async () => {
    const { ask, validated } = runWith();
    for (let n = 0; n < 30; n += 1) await ask(large(n));
    await ask(large(29));
    expect(validated).toHaveLength(30);
    await ask(large(0));
    expect(validated).toHaveLength(31);
  });

  it('is executed between the hooks, in order, also where they take their time', async () => {
    const said: string[] = [];
    const named = (name: string, extension: object): Plugin => ({
      onExecute: async ({ extendContext, context }) => {
        said.push(`${name} begins with ${Object.keys(context).join(' ')}`);
        await Promise.resolve();
        extendContext(extension);
        return {
          onExecuteDone: async ({ result, setResult }) => {
            await Promise.resolve();
            said.push(`${name} ends`);
            setResult({
              ...result,
              extensions: { ...('extensions' in result && result.extensions), [name]: true },
            });
          },
        };
      },
    });
    const { ask } = runWith([named('first', { mine: 'of the first' }), named('second', {})]);
    expect(await ask('{ mine }')).toEqual({
      data: { mine: 'of the first' },
      extensions: { first: true, second: true },
    });
    expect(said).toEqual([
      'first begins with params',
      'second begins with params mine',
      'first ends',
      'second ends',
    ]);
  });

  it('is not executed once a hook has answered, and those before it see what it said', async () => {
    const said: unknown[] = [];
    const { ask } = runWith([
      { onExecute: () => ({ onExecuteDone: ({ result }) => void said.push(result) }) },
      {
        onExecute: ({ setResultAndStopExecution }) =>
          setResultAndStopExecution({ data: { hello: 'stopped' } }),
      },
      { onExecute: () => void said.push('never') },
    ]);
    expect(await ask('{ hello }')).toEqual({ data: { hello: 'stopped' } });
    expect(said).toEqual([{ data: { hello: 'stopped' } }]);
  });

  it('is executed by what a hook puts in the place of the executor', async () => {
    const { ask } = runWith([
      { onExecute: ({ setExecuteFn }) => setExecuteFn(() => ({ data: { hello: 'replaced' } })) },
    ]);
    expect(await ask('{ hello }')).toEqual({ data: { hello: 'replaced' } });
  });

  it('is left to others where its answer comes in parts, and refused where it is no GraphQL', async () => {
    const { ask } = runWith();
    expect(await ask('subscription { count }')).toBe(inParts);
    await expect(ask('{ hello')).rejects.toThrow(/Syntax Error/);
  });
});
