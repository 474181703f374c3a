import { expect, test } from 'vitest';
import { deltaSince, isEndless } from '../../../src/providers/entra-id/delta.ts';
import type { GraphApi } from '../../../src/providers/entra-id/graph-api.ts';

const path = '/v1.0/users/delta';

/** A service that has as many changes on its one page. */
function apiWith(count: number): GraphApi {
  const origin = { directory: 'entra', method: 'GET', route: path, transactionId: 't' };
  const body = { '@odata.deltaLink': `https://graph.example.com${path}?$deltatoken=next` };
  return {
    settings: { graphUrl: 'https://graph.example.com' },
    target: () => ({ address: { path }, origin }),
    objectsOf: () => Array.from({ length: count }, () => ({})),
    upstream: { call: async () => ({ body, observedAt: new Date() }) },
  } as Partial<Record<keyof GraphApi, unknown>> as GraphApi;
}

const context = { lane: 'bulk', transactionId: 't' } as const;
const read = (count: number, most?: number) =>
  deltaSince(apiWith(count), path, '?$deltatoken=last', context, most);

test('a page of more rows than a call has arguments is read whole', async () => {
  expect((await read(300_000)).rows).toHaveLength(300_000);
});

test('a round of more rows than are held is too long to be followed', async () => {
  const error: unknown = await read(11, 10).catch((reason: unknown) => reason);
  expect(isEndless(error)).toBe(true);
  expect(String(error)).toContain('at most 10 rows');
  expect((await read(10, 10)).rows).toHaveLength(10);
});
