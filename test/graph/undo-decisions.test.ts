import { expect, it } from 'vitest';
import { openHistory } from './finding-history-stage.ts';
import { openIdentities, refIn } from './identity-stage.ts';

const undo = `mutation ($input: UndoInput!) { undo(input: $input) { __typename
  ... on Error { code message } ... on ActionRefused { code }
  ... on ActionDone { changed entry { id action reason cause { kind id } inverse } } } }`;

interface Undone {
  readonly undo: {
    readonly __typename: string;
    readonly code?: string;
    readonly entry?: { readonly id: string };
  };
}

it('an acceptance is undone by its entry, and that is undone in turn', async () => {
  const { ask, look } = await openHistory();
  const found = (await look()).find(({ state }) => state === 'PRESENT');
  const input = {
    finding: found?.id,
    reason: 'Leaves on Friday',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  };
  const { data } = await ask<{ acceptFinding: { entry: { id: string; inverse: string } } }>(
    'mutation ($input: AcceptFindingInput!) { acceptFinding(input: $input) { ... on AcceptFindingSuccess { entry { id inverse } } } }',
    { input },
  );
  const { entry } = data.acceptFinding;
  expect(entry.inverse).toBe('WITHDRAW_ACCEPTANCE');
  const ofFound = async () => (await look()).find(({ id }) => id === found?.id);
  const back = await ask<Undone>(undo, { input: { entry: entry.id, reason: 'Stays' } });
  expect(back.data.undo).toMatchObject({
    __typename: 'ActionDone',
    changed: true,
    entry: { action: 'WITHDRAW_ACCEPTANCE', reason: 'Stays', cause: { kind: 'UNDO', id: entry.id } },
  });
  expect(await ofFound()).toMatchObject({ disposition: 'OPEN', acceptance: null });
  await ask<Undone>(undo, { input: { entry: back.data.undo.entry?.id } });
  expect(await ofFound()).toMatchObject({
    disposition: 'ACCEPTED',
    acceptance: { by: 'local', reason: 'Leaves on Friday' },
  });
  const twice = await ask<Undone>(undo, { input: { entry: entry.id } });
  expect(twice.data.undo).toMatchObject({ __typename: 'ActionRefused', code: 'ALREADY_UNDONE' });
});

it('a link of accounts in two directories is undone, and who is who is known anew at once', async () => {
  const { ask, ada, bob } = await openIdentities({ count: 2 });
  const accounts = { one: refIn('d0', ada.ids[0]), other: refIn('d1', bob.ids[0]) };
  const { data } = await ask<{ linkIdentity: { entry: { id: string } } }>(
    'mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { ... on LinkIdentitySuccess { entry { id } } } }',
    { input: accounts },
  );
  const people = async (): Promise<number> => {
    const asked = await ask<Readonly<Record<string, { identity: { id: string } }>>>(
      'query ($one: UserRef!, $other: UserRef!) { one: user(ref: $one) { identity { id } } other: user(ref: $other) { identity { id } } }',
      accounts,
    );
    return new Set([asked.data['one']?.identity.id, asked.data['other']?.identity.id]).size;
  };
  expect(await people()).toBe(1);
  const back = await ask<Undone>(undo, { input: { entry: data.linkIdentity.entry.id } });
  expect(back.data.undo).toMatchObject({ changed: true, entry: { action: 'REMOVE_IDENTITY_LINK' } });
  expect(await people()).toBe(2);
  await ask<Undone>(undo, { input: { entry: back.data.undo.entry?.id } });
  expect(await people()).toBe(1);
});
