import { connect, type Socket } from 'node:net';
import { serverAudits } from 'graphql-http';
import { describe, expect, it, vi } from 'vitest';
import { AuthenticationError } from '../../src/access/authentication-error.ts';
import { localCaller } from '../../src/access/caller.ts';
import { acceptedType } from '../../src/posts/accepted-type.ts';
import { gate } from '../store/gate.ts';
import { openStage, told } from './stage.ts';

const bodies: Readonly<Record<string, string>> = {
  'a query': '{"query":"{ hello }"}',
  'a query with variables':
    '{"query":"query ($name: String) { hello(name: $name) }","variables":{"name":"you"}}',
  'a named operation': '{"query":"query A { hello } query B { __typename }","operationName":"B"}',
  'an operation that is not there': '{"query":"query A { hello }","operationName":"C"}',
  'nulls for what may be left out':
    '{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}',
  'a mutation': '{"query":"mutation { change }"}',
  'a byte order mark before it': '\uFEFF{"query":"{ hello }"}',
  'no JSON': '{"query":',
  'an empty body': '',
  'a list of operations': '[{"query":"{ hello }"}]',
  'a text': '"{ hello }"',
  null: 'null',
  'no query': '{"variables":{}}',
  'a query that is a number': '{"query":1}',
  'variables that are a list': '{"query":"{ hello }","variables":[]}',
  'extensions that are a text': '{"query":"{ hello }","extensions":"x"}',
  'a parameter that nobody knows': '{"query":"{ hello }","wish":1}',
  'a syntax error': '{"query":"{ hello "}',
  'a field that is not there': '{"query":"{ hallo }"}',
  'a wrong variable': '{"query":"query ($name: String) { hello(name: $name) }","variables":{"name":{}}}',
  'variables of any depth': JSON.stringify({ query: '{ hello }', variables: nested(20) }),
  'a resolver that fails': '{"query":"{ broken hello }"}',
  'a null that must not be': '{"query":"{ none }"}',
};

const accepts: readonly (string | undefined)[] = [
  undefined,
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/json, application/graphql-response+json',
  'application/graphql-response+json, application/json',
];

function nested(depth: number): object {
  return depth === 0 ? {} : { deeper: nested(depth - 1) };
}

describe('a plain post is answered as Yoga answers it', () => {
  it.each(Object.entries(bodies))('%s', async (_name, body) => {
    const stage = await openStage();
    for (const accept of accepts) {
      const headers = accept === undefined ? {} : { accept };
      expect([accept, await told(stage.posts, body, headers)]).toEqual([
        accept,
        await told(stage.yoga, body, headers),
      ]);
    }
  });

  it('whoever has no good credential is refused in the same words', async () => {
    const stage = await openStage(async () => {
      throw new AuthenticationError('Expected an API key; received none.', { presented: false });
    });
    const refused = await told(stage.posts, '{"query":"{ hello }"}');
    expect(refused).toMatchObject({
      status: 401,
      codes: ['UNAUTHENTICATED'],
      challenge: 'Bearer realm="rollcall"',
    });
    expect({ ...refused, type: null, hasTraceId: true }).toEqual({
      ...(await told(stage.yoga, '{"query":"{ hello }"}')),
      type: null,
      hasTraceId: true,
    });
  });
});

describe('GraphQL over HTTP', () => {
  /** Operations by GET: we execute none. */
  const declined = new Set(['5A70', 'D6D5', '6A70']);

  it.each(serverAudits({ url: '' }).map(({ id, name }) => [name, id] as const))('%s', async (_name, id) => {
    const { posts } = await openStage();
    const audit = serverAudits({ url: `${posts.url}/graphql` }).find((each) => each.id === id);
    expect([id, (await audit?.fn())?.status]).toEqual([id, declined.has(id) ? 'notice' : 'ok']);
  });
});

describe('what does not come in one piece', () => {
  it('a subscription is answered event by event, whatever type is accepted', async () => {
    const { posts } = await openStage();
    for (const accept of ['*/*', 'text/event-stream']) {
      const response = await fetch(`${posts.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: '{"query":"subscription { count }"}',
      });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const text = await response.text();
      expect(text).toContain('{"data":{"count":1}}');
      expect(text).toContain('{"data":{"count":2}}');
    }
  });

  it('a type that no answer can have is refused', async () => {
    const { posts } = await openStage();
    const response = await fetch(`${posts.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'image/png' },
      body: '{"query":"{ hello }"}',
    });
    expect(response.status).toBe(406);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty, application/json'])(
    'a type called %s is none, and refused or passed over as Yoga does',
    async (accept) => {
      expect(acceptedType(accept)).toBeNull();
      const stage = await openStage();
      const statusAt = async ({ url }: { readonly url: string }): Promise<number> => {
        const headers = { 'content-type': 'application/json', accept };
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers,
          body: '{"query":"{ hello }"}',
        });
        expect(response.headers.get('content-type') ?? '').not.toContain('native code');
        await response.text();
        return response.status;
      };
      expect(await statusAt(stage.posts)).toBe(await statusAt(stage.yoga));
    },
  );

  it.each([
    ['text/event-stream', null],
    ['application/json, text/event-stream', null],
    ['multipart/mixed; deferSpec=20220824, application/json', null],
    ['application/json; charset=utf-16', null],
    ['text/html', null],
    ['Application/JSON', 'application/json'],
    ['application/*', 'application/json'],
    ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ])('Accept: %s is %s', (accept, type) => {
    expect(acceptedType(accept)).toBe(type);
  });
});

/** Sends the head of a post and the beginning of its body. */
function beginPost({ port }: { readonly port: number }): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":`,
  );
  return socket;
}

describe('a caller who leaves', () => {
  it('ends the operation that is being answered, which is no fault of the gateway', async () => {
    const stage = await openStage();
    const leaving = new AbortController();
    const asked = fetch(`${stage.posts.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ wait }"}',
      signal: leaving.signal,
    });
    await vi.waitFor(() => expect(stage.waiting()).toBe(1));
    leaving.abort();
    await expect(asked).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(stage.waiting()).toBe(0));
    expect(stage.signals[0]?.aborted).toBe(true);
    await stage.came[0]?.end;
    expect(stage.logged).toEqual([]);
  });

  it('before the end of the body leaves nothing behind, and the next one is answered', async () => {
    const { posts, came, logged } = await openStage();
    const socket = beginPost(posts);
    await vi.waitFor(() => expect(came[0]?.request.listenerCount('end')).toBeGreaterThan(0));
    socket.destroy();
    await came[0]?.end;
    expect((await told(posts, '{"query":"{ hello }"}')).data).toEqual({ hello: 'hello there' });
    expect(logged).toEqual([]);
  });

  it('while it is found out who asks leaves nothing behind either', async () => {
    const [begun, known] = [gate(), gate()];
    const { posts, came } = await openStage(async () => {
      begun.open();
      await known.passed;
      return localCaller;
    });
    const socket = beginPost(posts);
    await begun.passed;
    const [first] = came;
    if (first === undefined) throw new Error('Expected a request.');
    const gone = new Promise<void>((resolve) => first.request.once('close', () => resolve()));
    socket.destroy();
    await gone;
    known.open();
    expect(await first.end).toBeUndefined();
  });
});
