import { expect, it } from 'vitest';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import { operation } from '../support/gateway.ts';
import { openIdentities, refIn } from './identity-stage.ts';

interface Link {
  readonly user: { readonly externalId: string; readonly directory: { readonly key: string } };
  readonly matchedBy: string;
  readonly confidence: string;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
}

interface Identity {
  readonly id: string;
  readonly displayName: string | null;
  readonly primaryUser: { readonly externalId: string } | null;
  readonly links: readonly Link[];
  readonly users: readonly { readonly externalId: string }[];
  readonly suggestions: readonly {
    readonly reason: string;
    readonly user: { readonly externalId: string };
  }[];
  readonly findings: readonly { readonly rule: { readonly id: string }; readonly severity: string }[] | null;
  readonly coverage: { readonly complete: boolean };
}

const identity = `id displayName primaryUser { externalId } users { externalId } coverage { complete }
  suggestions { reason user { externalId } } findings { rule { id } severity }
  links { user { externalId directory { key } } matchedBy confidence evidence { label value } }`;

const ofUser = `query ($ref: UserRef!) { user(ref: $ref) { identity { ${identity} } } }`;

interface OfUser {
  readonly user: { readonly identity: Identity | null };
}

interface Page {
  readonly identities: {
    readonly totalCount: number | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly Identity[];
    readonly coverage: {
      readonly complete: boolean;
      readonly sources: readonly { readonly directory: { readonly key: string }; readonly state: string }[];
    };
  };
}

const page = `query ($first: Int!, $after: String) { identities(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { ${identity} }
  coverage { complete sources { directory { key } state } } } }`;

it('sees one person behind the accounts of three directories, with what ties them, whichever is asked for', async () => {
  const { ask, ada } = await openIdentities();
  const found: Identity[] = [];
  for (const [index, id] of ada.ids.entries()) {
    const { data, errors } = await ask<OfUser>(ofUser, { ref: refIn(`d${index}`, id) });
    expect(errors).toEqual([]);
    if (data.user.identity !== null) found.push(data.user.identity);
  }
  expect(found).toHaveLength(3);
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
  expect(found[0]).toMatchObject({
    displayName: 'ada of d0',
    primaryUser: { externalId: ada.ids[0] },
    users: ada.ids.map((externalId) => ({ externalId })),
    coverage: { complete: true },
    links: [
      {
        user: { externalId: ada.ids[0], directory: { key: 'd0' } },
        matchedBy: 'ANCHOR',
        confidence: 'CERTAIN',
      },
      { user: { externalId: ada.ids[1] }, matchedBy: 'VERIFIED_EMAIL', confidence: 'HIGH' },
      { user: { externalId: ada.ids[2] }, matchedBy: 'VERIFIED_EMAIL', confidence: 'HIGH' },
    ],
  });
  expect(found[0]?.links[1]?.evidence).toContainEqual({ label: 'email', value: ada.email });
});

it('has an identity without a primary account for who is in other directories only', async () => {
  const { ask, bob } = await openIdentities();
  const { data } = await ask<OfUser>(ofUser, { ref: refIn('d2', bob.ids[1]) });
  expect(data.user.identity).toMatchObject({
    primaryUser: null,
    users: bob.ids.map((externalId) => ({ externalId })),
  });
});

it('is found again by its id, and by the id of any of its accounts', async () => {
  const { ask, ada } = await openIdentities();
  const query = `query ($id: ID!) { identity(id: $id) { id } node(id: $id) { id __typename } }`;
  const own = encodeGlobalId('Identity', `d0:${ada.ids[0]}`);
  const { data } = await ask(query, { id: own });
  expect(data).toEqual({ identity: { id: own }, node: { id: own, __typename: 'Identity' } });
  const older = await ask(query, { id: encodeGlobalId('Identity', `d2:${ada.ids[2]}`) });
  expect(older.data).toMatchObject({ identity: { id: own } });
  expect((await ask(query, { id: encodeGlobalId('Identity', 'd2:nobody') })).data).toEqual({
    identity: null,
    node: null,
  });
  expect((await ask(query, { id: encodeGlobalId('User', `d0:${ada.ids[0]}`) })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

it('pages over everybody once, those with a primary account first', async () => {
  const { ask, rows } = await openIdentities();
  const accounts: string[] = [];
  const primaries: boolean[] = [];
  let total: number | null = 0;
  let after: string | null = null;
  let count = 0;
  do {
    const answer: { data: Page; errors: readonly unknown[] } = await ask<Page>(page, { first: 13, after });
    expect(answer.errors).toEqual([]);
    const { nodes, pageInfo, totalCount, coverage } = answer.data.identities;
    expect(coverage).toEqual({
      complete: true,
      sources: ['d0', 'd1', 'd2'].map((key) => ({ directory: { key }, state: 'COMPLETE' })),
    });
    count += nodes.length;
    total = totalCount;
    accounts.push(
      ...nodes.flatMap(({ links }) => links.map(({ user }) => `${user.directory.key} ${user.externalId}`)),
    );
    primaries.push(...nodes.map(({ primaryUser }) => primaryUser !== null));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  const expected = [0, 1, 2].flatMap((number) => rows(number).map((row) => `d${number} ${row.id}`));
  expect(accounts.toSorted()).toEqual(expected.toSorted());
  expect(count).toBe(total);
  expect(primaries).toEqual(primaries.toSorted((one, other) => Number(other) - Number(one)));
  const { errors } = await ask(page, { first: 13, after: 'bm90aGluZw' });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('answers the operation of the contract, with what is wrong with any of the accounts', async () => {
  const { ask, ada } = await openIdentities();
  const { data, errors } = await ask<Page>(operation('identities'), { first: 100 });
  expect(errors).toEqual([]);
  const shown = data.identities.nodes.find(({ links }) =>
    links.some(({ user }) => user.externalId === ada.ids[0]),
  );
  const rules = await Promise.all(
    ada.ids.map(async (id, index) => {
      const query = `query ($ref: UserRef!) { user(ref: $ref) { findings { rule { id } severity unknownReason } } }`;
      const answer = await ask<{
        user: {
          findings: readonly { rule: { id: string }; severity: string; unknownReason: string | null }[];
        };
      }>(query, { ref: refIn(`d${index}`, id) });
      return answer.data.user.findings;
    }),
  );
  const present = rules.flat().filter(({ unknownReason }) => unknownReason === null);
  expect(shown?.findings?.length).toBeGreaterThan(0);
  for (const { rule, severity } of present) expect(shown?.findings).toContainEqual({ rule, severity });
});

it('names a directory that could not be swept, and fails for its accounts rather than knowing nothing of them', async () => {
  const { ask, ada, sandboxes } = await openIdentities({ swept: [0, 1] });
  sandboxes[2]?.faults.add({ method: 'GET', route: /\/users$/, fault: { kind: 'status', status: 403 } });
  const listed = await ask<Page>(page, { first: 5 });
  expect(listed.data.identities.coverage).toMatchObject({
    complete: false,
    sources: [{ state: 'COMPLETE' }, { state: 'COMPLETE' }, { directory: { key: 'd2' }, state: 'FAILED' }],
  });
  expect(listed.data.identities.totalCount).toBeNull();
  expect(listed.data.identities.nodes).toHaveLength(5);
  expect(listed.errors).toMatchObject([{ extensions: { code: 'INCOMPLETE', directory: 'd2' } }]);

  const { data, errors } = await ask<OfUser>(ofUser, { ref: refIn('d2', ada.ids[2]) });
  expect(data.user.identity).toBeNull();
  expect(errors).toMatchObject([
    { path: ['user', 'identity'], extensions: { code: 'INCOMPLETE', directory: 'd2' } },
  ]);

  const elsewhere = await ask<OfUser>(ofUser, { ref: refIn('d1', ada.ids[1]) });
  expect(elsewhere.data.user.identity).toMatchObject({
    users: [{ externalId: ada.ids[0] }, { externalId: ada.ids[1] }],
    coverage: { complete: false },
  });
  expect(elsewhere.errors).toMatchObject([{ extensions: { code: 'INCOMPLETE', directory: 'd2' } }]);
});

it('says of an account that was made after the sweep that it is not known yet', async () => {
  const { ask, rows, sandboxes } = await openIdentities({ count: 1 });
  const [like] = rows(0);
  const id = '11111111-2222-4333-8444-555555555555';
  sandboxes[0]?.tenant.collections.get('users')?.set(id, { ...like, id, username: 'newcomer' });
  sandboxes[0]?.world.touch();
  const { data, errors } = await ask<OfUser>(ofUser, { ref: refIn('d0', id) });
  expect(data.user.identity).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'INCOMPLETE' } }]);
  expect(errors[0]?.message).toContain('was not seen there');
  sandboxes[0]?.world.record({
    type: 'USER.CREATED',
    resource: { type: 'USER', id, name: 'newcomer' },
    correlationId: 'created',
  });
  const swept = await ask<OfUser>(ofUser, { ref: refIn('d0', id) }, { 'cache-control': 'no-cache' });
  expect(swept.errors).toEqual([]);
  expect(swept.data.user.identity).toMatchObject({ users: [{ externalId: id }] });
});

const match = `query ($ref: UserRef!) { user(ref: $ref) { primaryMatch { kind user { externalId } key confidence why veto
  candidates { externalId } twins { externalId } suggestions { reason } unknownReason message evidence { label value } } } }`;

it("tells an account's counterpart in the primary directory, nobody, several, or why it cannot be told", async () => {
  const stage = await openIdentities({ swept: [] });
  const { ask, ada, bob, rows, sandboxes } = stage;
  const tied = rows(1)[12];
  const [one, other] = [rows(0)[13], rows(0)[14]];
  for (const row of [tied, one, other])
    Object.assign(row ?? {}, { email: 'shared@corp.example', emailVerified: true });
  for (const { world } of sandboxes) world.touch();
  const of = async (ref: unknown) => {
    const { data, errors } = await ask<{ user: { primaryMatch: object } }>(match, { ref });
    expect(errors).toEqual([]);
    return data.user.primaryMatch;
  };
  expect(await of(refIn('d1', ada.ids[1]))).toMatchObject({
    kind: 'MATCHED',
    user: { externalId: ada.ids[0] },
    key: 'VERIFIED_EMAIL',
    confidence: 'HIGH',
    why: null,
    unknownReason: null,
  });
  expect(await of(refIn('d0', ada.ids[0]))).toMatchObject({ kind: 'MATCHED', key: 'ANCHOR' });
  expect(await of(refIn('d1', bob.ids[0]))).toMatchObject({ kind: 'NONE', user: null, key: null });
  expect(await of(refIn('d1', String(tied?.['id'])))).toMatchObject({
    kind: 'AMBIGUOUS',
    why: 'TIE',
    candidates: [one, other].map((row) => ({ externalId: row?.['id'] })).toSorted(byId),
  });
});

it('does not take a primary directory that could not be read for an empty one', async () => {
  const { ask, bob, sandboxes } = await openIdentities({ swept: [1, 2] });
  sandboxes[0]?.faults.add({ method: 'GET', route: /\/users$/, fault: { kind: 'status', status: 403 } });
  const { data } = await ask<{ user: { primaryMatch: object } }>(match, { ref: refIn('d1', bob.ids[0]) });
  expect(data.user.primaryMatch).toMatchObject({ kind: 'UNKNOWN', unknownReason: 'PERMISSION_DENIED' });
});

function byId(one: { readonly externalId: unknown }, other: { readonly externalId: unknown }): number {
  return String(one.externalId) < String(other.externalId) ? -1 : 1;
}
