import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { openIdentities, refIn } from './identity-stage.ts';

const linked = (mutation: string): string => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { __typename
    ... on Error { message code } ... on ${type}Success { changed dryRun differences { path before after }
      identity { id users { externalId } links { matchedBy evidence { label value } } }
      otherIdentity { id users { externalId } }
      entry { actor action reason outcome dryRun parameters before after } } } }`;
};

interface Said {
  readonly __typename: string;
  readonly changed: boolean;
  readonly code?: string;
  readonly identity: {
    readonly id: string;
    readonly users: readonly { readonly externalId: string }[];
  } | null;
  readonly otherIdentity: {
    readonly id: string;
    readonly users: readonly { readonly externalId: string }[];
  } | null;
}

type Stage = Awaited<ReturnType<typeof openIdentities>>;

async function say(
  { ask }: Stage,
  mutation: 'linkIdentity' | 'separateIdentity' | 'removeIdentityLink',
  input: Readonly<Record<string, unknown>>,
): Promise<Said> {
  const { data, errors } = await ask<Readonly<Record<string, Said>>>(linked(mutation), { input });
  expect(errors).toEqual([]);
  const said = data[mutation];
  if (said === undefined) throw new Error('Expected an answer.');
  return said;
}

it('links two accounts, separates them, and takes back what was said, each with its entry in the ledger', async () => {
  const stage = await openIdentities({ count: 2 });
  const { ada, bob } = stage;
  const [one, other] = [refIn('d0', ada.ids[0]), refIn('d1', bob.ids[0])];
  const rehearsal = await say(stage, 'linkIdentity', { one, other, dryRun: true });
  expect(rehearsal).toMatchObject({ changed: true, dryRun: true, entry: { outcome: 'DRY_RUN' } });
  expect(rehearsal.identity?.id).not.toBe(rehearsal.otherIdentity?.id);

  const same = await say(stage, 'linkIdentity', { one, other, reason: 'Married name' });
  const accounts = {
    one: { directory: 'd0', externalId: ada.ids[0] },
    other: { directory: 'd1', externalId: bob.ids[0] },
  };
  expect(same).toMatchObject({
    changed: true,
    entry: {
      actor: 'local',
      action: 'LINK_IDENTITY',
      reason: 'Married name',
      outcome: 'SUCCEEDED',
      parameters: accounts,
      before: { ...accounts, said: null },
      after: { ...accounts, said: 'SAME', by: 'local', reason: 'Married name' },
    },
  });
  expect(same.otherIdentity?.id).toBe(same.identity?.id);
  expect(same.identity).toMatchObject({
    links: expect.arrayContaining([
      { matchedBy: 'MANUAL_LINK', evidence: expect.arrayContaining([{ label: 'linkedBy', value: 'local' }]) },
    ]),
  });
  expect(await say(stage, 'linkIdentity', { one: other, other: one })).toMatchObject({
    changed: false,
    entry: { outcome: 'UNCHANGED' },
  });

  const own = refIn('d1', ada.ids[1]);
  const apart = await say(stage, 'separateIdentity', { one, other: own });
  expect(apart).toMatchObject({ changed: true, entry: { action: 'SEPARATE_IDENTITY' } });
  expect(apart.otherIdentity?.id).not.toBe(apart.identity?.id);

  for (const [reference, again] of [
    [other, false],
    [own, true],
  ] as const) {
    const back = await say(stage, 'removeIdentityLink', { one, other: reference });
    expect(back).toMatchObject({
      changed: true,
      entry: { action: 'REMOVE_IDENTITY_LINK', after: { said: null } },
    });
    expect(back.identity?.id === back.otherIdentity?.id).toBe(again);
  }
  expect(await say(stage, 'removeIdentityLink', { one, other })).toMatchObject({ changed: false });
  expect(await stage.actions.links.list()).toEqual([]);
  expect(await stage.actions.ledger.verify()).toMatchObject({ intact: true });
});

it('does it once for a key, whichever account is named first, and refuses the key for anything else', async () => {
  const stage = await openIdentities({ count: 2 });
  const [one, other] = [refIn('d0', stage.ada.ids[0]), refIn('d1', stage.bob.ids[0])];
  const key = { idempotencyKey: 'link-1' };
  const both = await Promise.all([
    say(stage, 'linkIdentity', { one, other, ...key }),
    say(stage, 'linkIdentity', { one: other, other: one, ...key }),
  ]);
  expect(both).toMatchObject([{ changed: true }, { changed: true }]);
  const { rows } = await stage.actions.ledger.list({ action: 'LINK_IDENTITY' }, { first: 9, after: null });
  expect(rows).toHaveLength(1);
  expect(await say(stage, 'separateIdentity', { one, other, ...key })).toMatchObject({
    __typename: 'ActionRefused',
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

it('refuses one account twice, an account that is not there, and a reason of several lines', async () => {
  const stage = await openIdentities({ count: 2, swept: [] });
  const [one, other] = [refIn('d0', stage.ada.ids[0]), refIn('d1', stage.bob.ids[0])];
  expect(await say(stage, 'linkIdentity', { one, other: one })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await say(stage, 'linkIdentity', { one, other, reason: 'a\nb' })).toMatchObject({
    __typename: 'InvalidInput',
  });
  const gone = refIn('d1', '00000000-0000-4000-8000-000000000000');
  expect(await say(stage, 'linkIdentity', { one, other: gone })).toMatchObject({ __typename: 'NotFound' });
  // What is said of an account that was deleted since can be taken back all the same.
  expect(await say(stage, 'removeIdentityLink', { one, other: gone })).toMatchObject({ changed: false });
  expect(await stage.actions.links.list()).toEqual([]);
});

it('tells the truth where the links cannot be kept', async () => {
  const stage = await openIdentities({ count: 2, swept: [] });
  const { links } = stage.actions;
  const [one, other] = [refIn('d0', stage.ada.ids[0]), refIn('d1', stage.bob.ids[0])];
  links.put = () => Promise.reject(new Error('disk full'));
  expect(await say(stage, 'linkIdentity', { one, other })).toMatchObject({
    __typename: 'ActionFailed',
    code: 'INTERNAL',
  });
  const { rows } = await stage.actions.ledger.list({}, { first: 1, after: null });
  expect(rows[0]?.entry).toMatchObject({ outcome: 'FAILED', after: { said: null } });
});

it('is for callers who have the permission for both accounts', async () => {
  const grants = localCaller.grants.filter(({ permission }) => permission !== 'identity:link');
  const caller = (linking: readonly string[]): Caller => ({
    ...localCaller,
    name: 'key:ops',
    grants: [...grants, { permission: 'identity:link', directories: linking }],
  });
  const none = await openIdentities({
    count: 2,
    swept: [],
    caller: { ...localCaller, name: 'key:desk', grants },
  });
  const [one, other] = [refIn('d0', none.ada.ids[0]), refIn('d1', none.bob.ids[0])];
  const { errors } = await none.ask(linked('linkIdentity'), { input: { one, other } });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'identity:link' } }]);

  const half = await openIdentities({ count: 2, swept: [], caller: caller(['d0']) });
  const input = { one: refIn('d0', half.ada.ids[0]), other: refIn('d1', half.bob.ids[0]) };
  expect(await say(half, 'linkIdentity', input)).toMatchObject({
    __typename: 'ActionRefused',
    code: 'FORBIDDEN',
  });
  expect(await half.actions.links.list()).toEqual([]);
});
