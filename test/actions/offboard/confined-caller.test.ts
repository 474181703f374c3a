import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import { openThree, type ThreeDirectories } from './three-directories.ts';

const operation = `mutation ($input: OffboardIdentityInput!) { offboardIdentity(input: $input) { __typename
  ... on Error { message } ... on OffboardIdentitySuccess { complete
    accounts { directory { key } state message } identity { id links { matchedBy confidence user { directory { key } } } } } } }`;

interface Outcome {
  readonly accounts: readonly {
    readonly directory: { readonly key: string };
    readonly state: string;
    readonly message: string | null;
  }[];
  readonly identity: {
    readonly id: string;
    readonly links: readonly { readonly matchedBy: string; readonly confidence: string }[];
  };
}

/** Sees Okta and the SCIM service; Ada's PingOne account, to which the others are tied, is hidden. */
const confined: Caller = {
  ...localCaller,
  name: 'key:confined',
  grants: localCaller.grants.map((grant) => ({ ...grant, directories: ['okta', 'crm'] })),
};

interface Stage extends ThreeDirectories {
  readonly by: (caller: Caller) => void;
}

/** Ada's Okta account is linked to the PingOne one by an operator; that of the SCIM service has a weak tie to it. */
async function openWeaklyTied(): Promise<Stage> {
  let caller = localCaller;
  const three = await openThree({ weaklyTied: true, caller: () => caller });
  const { data } = await three.ask<unknown>(
    'mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { __typename } }',
    { input: { one: refTo(three, 'workforce'), other: refTo(three, 'okta') } },
  );
  expect(data).toEqual({ linkIdentity: { __typename: 'LinkIdentitySuccess' } });
  return { ...three, by: (next) => void (caller = next) };
}

function refTo({ ada }: ThreeDirectories, directory: 'workforce' | 'okta' | 'crm') {
  const ids = { workforce: ada.pingOne, okta: ada.okta, crm: ada.scim };
  return { externalId: { directory, externalId: ids[directory] } };
}

async function offboard(stage: Stage, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const { data, errors } = await stage.ask<{ offboardIdentity: Outcome }>(operation, { input });
  expect(errors).toEqual([]);
  return data.offboardIdentity;
}

function states({ accounts }: Outcome): Readonly<Record<string, string>> {
  return Object.fromEntries(accounts.map(({ directory, state }) => [directory.key, state]));
}

it('closes no account on a weak tie to an anchor that is hidden from the caller', async () => {
  const stage = await openWeaklyTied();
  const user = refTo(stage, 'okta');
  const all = await offboard(stage, { user, dryRun: true });
  expect(states(all)).toEqual({ workforce: 'WOULD_DO', okta: 'WOULD_DO', crm: 'SKIPPED' });

  stage.by(confined);
  for (const dryRun of [true, false]) {
    const done = await offboard(stage, { user, dryRun });
    expect(states(done)).toEqual({ okta: dryRun ? 'WOULD_DO' : 'DONE', crm: 'SKIPPED' });
    // What is shown stays what it was: that there is another account is not told.
    expect(done.identity.links[0]).toMatchObject({ matchedBy: 'ANCHOR', confidence: 'CERTAIN' });
    const text = JSON.stringify(done);
    for (const hidden of ['workforce', stage.ada.pingOne, 'EMAIL']) expect(text).not.toContain(hidden);
  }
  expect(stage.scim.users.get(stage.ada.scim)?.active).toBe(true);
  expect(stage.tenant.isEnabled(stage.ada.pingOne)).toBe(true);
  expect(stage.writes()).toMatchObject({ pingOne: 0, scim: 0 });
});

it('closes the weakly tied account where it is named, or asked for as uncertain', async () => {
  const stage = await openWeaklyTied();
  stage.by(confined);
  const named = await offboard(stage, { user: refTo(stage, 'crm'), dryRun: true });
  expect(states(named)).toEqual({ okta: 'SKIPPED', crm: 'WOULD_DO' });
  const { id } = named.identity;
  expect(states(await offboard(stage, { identity: id, dryRun: true }))).toEqual({
    okta: 'SKIPPED',
    crm: 'WOULD_DO',
  });
  const uncertain = { user: refTo(stage, 'okta'), includeUncertain: true, dryRun: true };
  expect(states(await offboard(stage, uncertain))).toEqual({ okta: 'WOULD_DO', crm: 'WOULD_DO' });
});
