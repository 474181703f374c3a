import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import { createGateway } from '../../../src/server.ts';
import { type GatewayTestOptions, openGateway, type TestGateway } from '../../support/gateway.ts';

export interface LiveOptions extends GatewayTestOptions {
  /** Who asks, where that follows from what is in the tenant. */
  readonly asker?: (gateway: TestGateway) => Caller;
}

/** What comes in one event of a stream. */
export interface Event {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Listening {
  /** The next event; null: the stream has ended. */
  readonly next: () => Promise<Event | null>;
  readonly leave: () => void;
}

export interface LiveGateway extends TestGateway {
  /** Address of the graph. */
  readonly url: string;
  readonly post: (body: object, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Opens a subscription over server-sent events. */
  readonly listen: (query: string, variables?: object) => Promise<Listening>;
}

/** A gateway behind a real HTTP server on loopback. */
export async function openLive({ asker, ...options }: LiveOptions = {}): Promise<LiveGateway> {
  const opened = await openGateway(options);
  const { directory, actions } = opened;
  const gateway = createGateway({
    directories: [directory],
    actions,
    log: pino({ level: 'silent' }),
    ...(options.deadline && { deadline: options.deadline }),
    authenticate: async () => asker?.(opened) ?? options.caller ?? localCaller,
  });
  const server = createServer((request, response) => void gateway.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const leaving = new AbortController();
  onTestFinished(() => {
    leaving.abort();
    server.closeAllConnections();
    server.close();
  });

  const post: LiveGateway['post'] = (body, headers = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
  return {
    ...opened,
    url,
    post,
    listen: async (query, variables = {}) => {
      const own = new AbortController();
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.any([leaving.signal, own.signal]),
      });
      const events = eventsOf(response);
      return {
        next: async () => (await events.next()).value ?? null,
        leave: () => own.abort(),
      };
    },
  };
}

/** The data of a stream of server-sent events. */
export async function* eventsOf({ body }: Response): AsyncGenerator<Event, undefined> {
  if (body === null) return;
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (/^event: next$/m.test(event) && data !== undefined) yield JSON.parse(data) as Event;
    }
  }
}
