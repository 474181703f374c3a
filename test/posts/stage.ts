import type { IncomingMessage } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { onTestFinished } from 'vitest';
import { localCaller } from '../../src/access/caller.ts';
import type { Authenticator } from '../../src/access/authenticate.ts';
import { type Door, startDoor } from '../../src/door.ts';
import { callersOf, useAuthentication } from '../../src/plugins/use-authentication.ts';
import { useCostLimit } from '../../src/plugins/use-cost-limit.ts';
import { useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { createPosts, type Handler } from '../../src/posts/answer-post.ts';

export interface Stage {
  /** Where plain posts are answered as a gateway answers them. */
  readonly posts: Door;
  /** Where Yoga's own HTTP answers everything. */
  readonly yoga: Door;
  /** Operations that are being answered just now. */
  readonly waiting: () => number;
  readonly signals: readonly AbortSignal[];
  /** Requests that came to the plain posts, in order, and the ends of answering them. */
  readonly came: readonly { readonly request: IncomingMessage; readonly end: Promise<unknown> }[];
  /** What was logged. */
  readonly logged: readonly string[];
}

/** The same engine twice behind a door: with plain posts, and with Yoga's own HTTP alone. */
export async function openStage(authenticate: Authenticator = async () => localCaller): Promise<Stage> {
  const signals: AbortSignal[] = [];
  let waiting = 0;
  const schema = createSchema<{ signal?: AbortSignal }>({
    typeDefs: `
      type Query { hello(name: String = "there", deep: [String!]): String broken: String wait: String none: String! }
      type Mutation { change: String }
      type Subscription { count: Int }
    `,
    resolvers: {
      Query: {
        hello: (_: unknown, { name }: { name: string }) => `hello ${name}`,
        broken: () => {
          throw new Error('the password is tulip');
        },
        none: () => null,
        wait: (_: unknown, _args: unknown, { signal }) =>
          new Promise((_resolve, reject) => {
            if (signal === undefined) throw new Error('An operation without a signal.');
            signals.push(signal);
            waiting += 1;
            signal.addEventListener('abort', () => {
              waiting -= 1;
              reject(new Error('ended'));
            });
          }),
      },
      Mutation: { change: () => 'changed' },
      Subscription: {
        count: {
          subscribe: async function* () {
            yield { count: 1 };
            yield { count: 2 };
          },
        },
      },
    },
  });
  const logged: string[] = [];
  const note = (...said: readonly unknown[]): void => {
    logged.push(said.filter((part) => typeof part === 'string').join(' '));
  };
  const log = { error: note, warn: note };
  const callerOf = callersOf(authenticate, log);
  const masking = { log, suggestions: true };
  const plugins = [
    useAuthentication(callerOf),
    useErrorMasking(masking),
    useLimits(),
    useCostLimit(),
    useDeadline(),
  ];
  const yoga = createYoga({
    schema,
    plugins,
    cors: false,
    maskedErrors: false,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: false,
    logging: false,
    graphiql: false,
  });
  const otherwise: Handler = (request, response) => yoga(request, response);
  const plain = createPosts({ engine: yoga, plugins, callerOf, masking, otherwise });
  const came: Stage['came'][number][] = [];
  return {
    posts: await open((request, response) => {
      const end = Promise.resolve(plain(request, response));
      came.push({ request, end });
      return end;
    }),
    yoga: await open(otherwise),
    waiting: () => waiting,
    signals,
    came,
    logged,
  };
}

async function open(handler: Handler): Promise<Door> {
  const door = await startDoor({
    host: '127.0.0.1',
    port: 0,
    ready: () => ({ ready: true, detail: {} }),
    metrics: () => Promise.resolve(''),
    handler,
  });
  onTestFinished(() => door.close(0));
  return door;
}

export interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly data: unknown;
  readonly codes: readonly unknown[];
  readonly hasTraceId: boolean;
  readonly challenge: string | null;
}

/** Posts a body and tells of the answer what both ways must agree on; messages are each one's own. */
export async function told(door: Door, body: string, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(`${door.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  };
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    data: answer.data,
    codes: (answer.errors ?? []).map(({ extensions }) => extensions?.code),
    hasTraceId: response.headers.get('x-trace-id') !== null,
    challenge: response.headers.get('www-authenticate'),
  };
}
