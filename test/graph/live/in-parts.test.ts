import { expect, test, vi } from 'vitest';
import { deferred } from '../../plugins/deferred.ts';
import { eventsOf, type LiveGateway, openLive } from './live-gateway.ts';

interface Part {
  readonly data?: unknown;
  readonly incremental?: readonly {
    readonly data?: unknown;
    readonly items?: readonly unknown[];
    readonly path: readonly (string | number)[];
    readonly errors?: readonly {
      readonly extensions?: { readonly code?: string; readonly traceId?: string };
    }[];
  }[];
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly hasNext?: boolean;
  readonly extensions?: { readonly cost?: { readonly upstreamCalls: number } };
}

const DEFERRED = /* GraphQL */ `
  {
    users(first: 3) {
      nodes {
        username
        ... @defer {
          mfa {
            status
            devices {
              type
            }
          }
        }
      }
    }
  }
`;

async function onlyPart(answer: Promise<Response>): Promise<Part | undefined> {
  return (await partsOf(await answer).next()).value;
}

/** Holds back every call for devices until it is told to let them go. */
function holdDevices({ directory }: LiveGateway): () => void {
  const gate = deferred<null>();
  const { mfa } = directory.provider;
  const read = mfa.devicesOf.bind(mfa);
  vi.spyOn(mfa, 'devicesOf').mockImplementation(async (userId, context) => {
    await gate.promise;
    return await read(userId, context);
  });
  return () => gate.resolve(null);
}

/** The parts of a multipart answer, as they come (the incremental delivery of GraphQL over HTTP). */
async function* partsOf({ body }: Response): AsyncGenerator<Part, undefined> {
  if (body === null) return;
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\r\n---');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const json = /\r\n\r\n(\{.*\})/s.exec(part)?.[1];
      if (json !== undefined) yield JSON.parse(json) as Part;
    }
  }
}

test.each([
  ['multipart/mixed', partsOf],
  ['text/event-stream', (response: Response) => eventsOf(response) as AsyncGenerator<Part, undefined>],
])('over %s the names arrive before the devices, and the cost with the last part', async (accept, read) => {
  const gateway = await openLive({ users: 10 });
  const open = holdDevices(gateway);
  const response = await gateway.post({ query: DEFERRED }, { accept });
  expect(response.headers.get('content-type')).toContain(accept);
  const parts = read(response);
  const first = (await parts.next()).value;
  expect(first?.hasNext).toBe(true);
  expect(first?.extensions).toBeUndefined();
  expect(first?.data).toEqual({
    users: { nodes: [0, 1, 2].map(() => ({ username: expect.any(String) as string })) },
  });
  // The names are here while no call for devices has been answered.
  open();
  const rest: Part[] = [];
  for await (const part of parts) rest.push(part);
  const devices = rest.flatMap((part) => part.incremental ?? []);
  expect(devices.map(({ path }) => path)).toEqual(
    expect.arrayContaining([0, 1, 2].map((at) => ['users', 'nodes', at])),
  );
  expect(rest.at(-1)).toMatchObject({ hasNext: false });
  expect(rest.at(-1)?.extensions?.cost?.upstreamCalls).toBeGreaterThanOrEqual(4);
});

test('a list is given row by row where it is streamed', async () => {
  const { post } = await openLive({ users: 10 });
  const query = '{ users(first: 4) { nodes @stream(initialCount: 1) { username } } }';
  const seen: unknown[] = [];
  for await (const part of partsOf(await post({ query }, { accept: 'multipart/mixed' }))) {
    seen.push(...((part.data as { users: { nodes: unknown[] } } | undefined)?.users.nodes ?? []));
    for (const { items } of part.incremental ?? []) seen.push(...(items ?? []));
    expect(part.extensions === undefined).toBe(part.hasNext);
  }
  expect(seen).toHaveLength(4);
});

test('whoever takes no answer in parts gets it whole', async () => {
  const { post } = await openLive({ users: 10 });
  const response = await post({ query: DEFERRED }, { accept: 'application/json' });
  expect(response.status).toBe(200);
  const { data, extensions } = (await response.json()) as Part;
  const { nodes } = (data as { users: { nodes: readonly { mfa: { devices: unknown } }[] } }).users;
  expect(nodes).toHaveLength(3);
  for (const { mfa } of nodes) expect(mfa.devices).toEqual(expect.any(Array));
  expect(extensions?.cost?.upstreamCalls).toBeGreaterThanOrEqual(4);
});

test('what is put off counts for the limits as if it were not', async () => {
  const { post } = await openLive({ users: 10 });
  const many =
    '{ users(first: 1000) { nodes { ... @defer { groups(first: 1000) { nodes { members(first: 1000) { nodes { username } } } } } } } }';
  const costly = await onlyPart(post({ query: many }, { accept: 'multipart/mixed' }));
  expect(costly?.errors?.[0]?.extensions?.code).toBe('OPERATION_TOO_LARGE');
  const deep = `{ users(first: 1) { nodes { ... @defer { ${'groups(first: 1) { nodes { members(first: 1) { nodes { '.repeat(4)} id ${'} } } }'.repeat(4)} } } } }`;
  const nested = await onlyPart(post({ query: deep }, { accept: 'multipart/mixed' }));
  expect(nested?.errors?.[0]?.extensions?.code).toBe('OPERATION_TOO_LARGE');
});

test('errors in a later part are masked and have a code, and what is unknown is said as such', async () => {
  const gateway = await openLive({ users: 10 });
  const { users } = gateway.directory.provider;
  vi.spyOn(users, 'groupsOf').mockRejectedValue(new Error('hunter22 was in the connection string'));
  const query = '{ users(first: 1) { nodes { username ... @defer { groups { totalCount } } } } }';
  const response = await gateway.post({ query }, { accept: 'multipart/mixed' });
  const text = await response.clone().text();
  expect(text).not.toContain('hunter22');
  const errors: unknown[] = [];
  for await (const { incremental } of partsOf(response))
    errors.push(...(incremental ?? []).flatMap((part) => part.errors ?? []));
  expect(errors).toMatchObject([
    { extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.any(String) as string } },
  ]);
});

test('the deadline holds for later parts: what is not there by then is unknown, and the answer ends', async () => {
  const gateway = await openLive({ users: 10, deadline: { timeoutMs: 500, graceMs: 200 } });
  const disarm = gateway.sandbox.faults.add({
    route: /devices$/,
    fault: { kind: 'latency', delayMs: 60_000 },
  });
  const parts: Part[] = [];
  for await (const part of partsOf(await gateway.post({ query: DEFERRED }, { accept: 'multipart/mixed' })))
    parts.push(part);
  disarm();
  expect(parts[0]?.data).not.toBeNull();
  const devices = parts.flatMap((part) => part.incremental ?? []).map(({ data }) => data);
  expect(devices).toEqual([0, 1, 2].map(() => ({ mfa: { status: 'UNKNOWN', devices: null } })));
  expect(parts.at(-1)?.extensions?.cost).toBeDefined();
});
