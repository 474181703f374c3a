import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import { openIdentities, refIn } from './identity-stage.ts';

function confinedTo(scope: { directories?: readonly string[]; populations?: readonly string[] }): Caller {
  return {
    ...localCaller,
    name: 'key:confined',
    grants: localCaller.grants.map((grant) => ({ ...grant, ...scope })),
  };
}

const identity = `id displayName primaryUser { externalId } suggestions { user { externalId } }
  coverage { sources { directory { key } } }
  links { matchedBy user { externalId username directory { key } } evidence { label value } }`;
const byUser = `query ($ref: UserRef!) { user(ref: $ref) { identity { ${identity} }
  primaryMatch { kind user { externalId } evidence { value } } } }`;
const listing = `query ($first: Int!, $after: String) { identities(first: $first, after: $after) { totalCount
  pageInfo { hasNextPage endCursor } nodes { ${identity} } coverage { checked sources { directory { key } } } } }`;

interface Listed {
  readonly identities: {
    readonly nodes: readonly {
      readonly id: string;
      readonly links: readonly { readonly user: { readonly externalId: string } }[];
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

it('shows a caller of one directory its accounts alone, under a name and an id of its own', async () => {
  const { ask, ada, rows } = await openIdentities({ caller: confinedTo({ directories: ['d1'] }) });
  const { data, errors } = await ask<{ user: { identity: object } }>(byUser, {
    ref: refIn('d1', ada.ids[1]),
  });
  expect(data.user.identity).toEqual({
    id: encodeGlobalId('Identity', `d1:${ada.ids[1]}`),
    displayName: 'ada of d1',
    primaryUser: null,
    suggestions: [],
    coverage: { sources: [{ directory: { key: 'd1' } }] },
    links: [
      {
        matchedBy: 'ANCHOR',
        user: { externalId: ada.ids[1], username: 'ada.1', directory: { key: 'd1' } },
        evidence: [],
      },
    ],
  });
  // Neither that there is a counterpart nor that there is none.
  expect(errors).toMatchObject([{ path: ['user', 'primaryMatch'], extensions: { code: 'FORBIDDEN' } }]);

  const found: string[] = [];
  let text = '';
  let after: string | null = null;
  do {
    const page: { data: Listed } = await ask<Listed>(listing, { first: 9, after });
    text += JSON.stringify(page.data);
    found.push(
      ...page.data.identities.nodes.flatMap(({ links }) => links.map(({ user }) => user.externalId)),
    );
    const { hasNextPage, endCursor } = page.data.identities.pageInfo;
    if (endCursor !== null) text += Buffer.from(endCursor, 'base64url').toString();
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  expect(found.toSorted()).toEqual(
    rows(1)
      .map((row) => row.id)
      .toSorted(),
  );
  for (const directory of [0, 2]) {
    expect(text).not.toContain(`"d${directory}"`);
    for (const row of rows(directory)) expect(text).not.toContain(row.id);
  }
});

it('neither counts nor hurries directories that a confined caller knows nothing of', async () => {
  const ask = `{ identities(first: 5) { nodes { id } } }`;
  const caller = confinedTo({ directories: ['d1'] });
  type Cost = { readonly upstreamCalls: number; readonly byDirectory: Readonly<Record<string, number>> };
  const costOf = ({ cost }: { readonly cost: object }) => cost as Cost;

  const swept = await openIdentities({ caller });
  const [hidden, own, other] = swept.sandboxes;
  const before = [hidden?.requests.total, other?.requests.total];
  const seen = own?.requests.total ?? 0;
  for (const age of ['no-cache', 'max-age=0']) {
    const { byDirectory, upstreamCalls } = costOf(await swept.ask(ask, {}, { 'cache-control': age }));
    expect(Object.keys(byDirectory)).toEqual(['d1']);
    expect(upstreamCalls).toBe(byDirectory['d1']);
  }
  expect(own?.requests.total).toBeGreaterThan(seen);
  expect([hidden?.requests.total, other?.requests.total]).toEqual(before);

  // Where nothing was read before, the question has them read, and says nothing of it.
  const unswept = await openIdentities({ caller, swept: [1] });
  expect(costOf(await unswept.ask(ask))).toMatchObject({ upstreamCalls: 0, byDirectory: {} });
  expect(unswept.sandboxes[0]?.requests.total).toBeGreaterThan(0);
  const all = await openIdentities({ swept: [1] });
  expect(Object.keys(costOf(await all.ask(ask)).byDirectory).toSorted()).toEqual(['d0', 'd2']);
});

it('gives no way from the id of a hidden account to a person that is seen', async () => {
  const { ask, ada } = await openIdentities({ caller: confinedTo({ directories: ['d1'] }) });
  const query = 'query ($id: ID!) { identity(id: $id) { id } node(id: $id) { id } }';
  const hidden = await ask(query, { id: encodeGlobalId('Identity', `d0:${ada.ids[0]}`) });
  const nobody = await ask(query, { id: encodeGlobalId('Identity', 'd0:nobody') });
  expect(hidden).toMatchObject({ data: { identity: null, node: null }, errors: [] });
  expect(hidden.data).toEqual(nobody.data);
});

it('shows a caller of single populations only what is in them', async () => {
  const { ask, ada, bob, rows } = await openIdentities({
    caller: (stage) =>
      confinedTo({ populations: [stage.ada.populations[0] ?? '', stage.bob.populations[0] ?? ''] }),
  });
  const populations = new Set([ada.populations[0], bob.populations[0]]);
  const seen = [0, 1, 2].flatMap((number) =>
    rows(number).filter((row) => populations.has(String(Object(row['population'])['id']))),
  );
  const { data } = await ask<Listed>(listing, { first: 500 });
  const found = data.identities.nodes.flatMap(({ links }) => links.map(({ user }) => user.externalId));
  expect(found.toSorted()).toEqual(seen.map((row) => row.id).toSorted());
  const text = JSON.stringify(data);
  const hidden = [0, 1, 2].flatMap((number) =>
    rows(number).filter((row) => !populations.has(String(Object(row['population'])['id']))),
  );
  expect(hidden.length).toBeGreaterThan(0);
  for (const row of hidden) expect(text).not.toContain(row.id);
});
