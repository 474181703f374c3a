import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import { openThree, type ThreeDirectories } from './three-directories.ts';

const query = `mutation ($input: OffboardIdentityInput!) { offboardIdentity(input: $input) { __typename
  ... on Error { message code }
  ... on OffboardIdentitySuccess { complete changed dryRun notes unread { directory { key } state }
    accounts { directory { key } state message user { status }
      steps { action about outcome message code entry { reason dryRun outcome } } }
    identity { id displayName links { user { directory { key } status } } } } } }`;

interface Step {
  readonly action: string;
  readonly about: string | null;
  readonly outcome: string;
  readonly message: string | null;
  readonly code: string | null;
  readonly entry: {
    readonly reason: string | null;
    readonly dryRun: boolean;
    readonly outcome: string;
  } | null;
}

interface Account {
  readonly directory: { readonly key: string };
  readonly state: string;
  readonly message: string | null;
  readonly user: { readonly status: string } | null;
  readonly steps: readonly Step[];
}

interface Outcome {
  readonly __typename: string;
  readonly code?: string;
  readonly complete: boolean;
  readonly changed: boolean;
  readonly notes: readonly string[];
  readonly unread: readonly { readonly directory: { readonly key: string }; readonly state: string }[];
  readonly accounts: readonly Account[];
  readonly identity: {
    readonly id: string;
    readonly displayName: string;
    readonly links: readonly { readonly user: { readonly directory: { readonly key: string } } }[];
  } | null;
}

async function offboard(three: ThreeDirectories, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const { data, errors } = await three.ask<{ offboardIdentity: Outcome }>(query, { input });
  expect(errors).toEqual([]);
  return data.offboardIdentity;
}

/** Ada, by her account in the primary directory. */
function leaver({ ada }: ThreeDirectories) {
  return { externalId: { directory: 'workforce', externalId: ada.pingOne } };
}

function inOkta({ ada }: ThreeDirectories) {
  return { externalId: { directory: 'okta', externalId: ada.okta } };
}

function stateIn({ accounts }: Outcome, directory: string): string | undefined {
  return accounts.find((account) => account.directory.key === directory)?.state;
}

function stepsIn({ accounts }: Outcome, directory: string): readonly string[] {
  const account = accounts.find((each) => each.directory.key === directory);
  return (account?.steps ?? []).map(({ action, outcome }) => `${action} ${outcome}`);
}

function held({ tenant, okta, scim, ada }: ThreeDirectories) {
  return {
    pingOne: tenant.isEnabled(ada.pingOne),
    okta: okta.org.users.get(ada.okta)?.status,
    oktaRoles: (okta.org.roles.get(ada.okta) ?? []).map(({ type }) => type),
    oktaSessions: okta.org.sessions.get(ada.okta),
    scim: scim.users.get(ada.scim)?.active,
  };
}

const allowed = { pingOne: true, okta: 'ACTIVE', oktaRoles: ['SUPER_ADMIN'], scim: true };
const gone = { pingOne: false, okta: 'SUSPENDED', oktaRoles: [], oktaSessions: 0, scim: false };

it('plans, takes everything away in three directories, and changes nothing the second time', async () => {
  const three = await openThree();
  const user = leaver(three);
  const plan = await offboard(three, { user, dryRun: true });
  expect(plan).toMatchObject({ complete: true, changed: true, dryRun: true, notes: [], unread: [] });
  const rehearsed = plan.accounts.flatMap(({ state, steps }) => [
    state,
    ...steps.map((step) => step.outcome),
  ]);
  expect(rehearsed).toContain('WOULD_DO');
  expect(rehearsed).not.toContain('DONE');
  expect(three.writes()).toEqual({ pingOne: 0, okta: 0, scim: 0 });
  expect(held(three)).toMatchObject(allowed);

  const done = await offboard(three, { user, reason: 'Left' });
  expect(done).toMatchObject({ complete: true, changed: true, dryRun: false });
  expect(done.accounts.map(({ directory, state, user: now }) => [directory.key, state, now?.status])).toEqual(
    [
      ['workforce', 'DONE', 'SUSPENDED'],
      ['crm', 'DONE', 'SUSPENDED'],
      ['okta', 'DONE', 'SUSPENDED'],
    ],
  );
  expect(stepsIn(done, 'workforce')).toEqual([
    'SUSPEND_USER DONE',
    'REVOKE_USER_SESSIONS ALREADY',
    'REMOVE_ROLE_ASSIGNMENT DONE',
  ]);
  expect(stepsIn(done, 'okta')).toEqual([
    'SUSPEND_USER DONE',
    'REVOKE_USER_SESSIONS DONE',
    'REMOVE_ROLE_ASSIGNMENT DONE',
  ]);
  expect(stepsIn(done, 'crm')).toEqual(['SUSPEND_USER DONE', 'REVOKE_USER_SESSIONS SKIPPED']);
  const okta = done.accounts.find(({ directory }) => directory.key === 'okta');
  expect(okta?.steps.map(({ about }) => about)).toEqual([null, null, 'Super Administrator']);
  expect(okta?.steps.map(({ entry }) => entry)).toEqual(
    Array.from({ length: 3 }, () => ({ reason: 'Left', dryRun: false, outcome: 'SUCCEEDED' })),
  );
  expect(held(three)).toEqual(gone);
  expect(three.writes()).toEqual({ pingOne: 2, okta: 3, scim: 1 });
  expect(done.identity).toMatchObject({
    displayName: expect.any(String),
    links: done.accounts.map(({ directory }) => ({ user: { directory, status: 'SUSPENDED' } })),
  });

  const again = await offboard(three, { identity: done.identity?.id });
  expect(again).toMatchObject({ complete: true, changed: false });
  expect(again.accounts.map(({ state }) => state)).toEqual(['ALREADY', 'ALREADY', 'ALREADY']);
  expect(three.writes()).toEqual({ pingOne: 2, okta: 3, scim: 1 });
});

it('leaves the others whole where one directory fails, and the same key goes on there and does nothing twice', async () => {
  const three = await openThree();
  const input = { user: leaver(three), idempotencyKey: 'leaving-1', reason: 'Left' };
  // The second of the three things to do there fails.
  three.okta.faults.add({ route: /sessions/, fault: { kind: 'status', status: 403 } });
  const first = await offboard(three, input);
  expect(first).toMatchObject({ complete: false, changed: true });
  expect(first.accounts.map(({ directory, state }) => `${directory.key} ${state}`)).toEqual([
    'workforce DONE',
    'crm DONE',
    'okta PARTIAL',
  ]);
  expect(stepsIn(first, 'okta')).toEqual([
    'SUSPEND_USER DONE',
    'REVOKE_USER_SESSIONS FAILED',
    'REMOVE_ROLE_ASSIGNMENT DONE',
  ]);
  const before = three.writes();

  three.okta.faults.clear();
  const second = await offboard(three, input);
  expect(second).toMatchObject({ complete: true });
  expect(held(three)).toEqual(gone);
  expect(three.writes()).toEqual({ ...before, okta: before.okta + 1 });

  const third = await offboard(three, input);
  expect(third).toMatchObject({ complete: true });
  expect(three.writes()).toEqual({ ...before, okta: before.okta + 1 });

  expect(await offboard(three, { ...input, reason: 'Another' })).toMatchObject({
    __typename: 'ActionRefused',
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

it('goes on after a directory that took nothing at all', async () => {
  const three = await openThree();
  const input = { user: leaver(three), idempotencyKey: 'leaving-2' };
  three.scim.faults.add({ fault: { kind: 'status', status: 403 } });
  const { data } = await three.ask<{ offboardIdentity: Outcome }>(query, { input });
  const first = data.offboardIdentity;
  expect([stateIn(first, 'workforce'), stateIn(first, 'okta'), stateIn(first, 'crm')]).toEqual([
    'DONE',
    'DONE',
    'FAILED',
  ]);
  expect(first.complete).toBe(false);
  const before = three.writes();
  three.scim.faults.clear();
  expect(await offboard(three, input)).toMatchObject({ complete: true });
  expect(three.writes()).toEqual({ ...before, scim: before.scim + 1 });
  expect(held(three)).toEqual(gone);
});

it('says which directory could not be read: an account may be in there unseen', async () => {
  const three = await openThree({ swept: ['workforce', 'okta'] });
  three.scim.faults.add({ fault: { kind: 'status', status: 403 } });
  const { data, errors } = await three.ask<{ offboardIdentity: Outcome }>(query, {
    input: { user: leaver(three) },
  });
  const { complete, unread, accounts } = data.offboardIdentity;
  expect(complete).toBe(false);
  expect(unread).toEqual([{ directory: { key: 'crm' }, state: 'FAILED' }]);
  expect(accounts.map(({ directory, state }) => `${directory.key} ${state}`)).toEqual([
    'workforce DONE',
    'okta DONE',
  ]);
  // The identity that is answered lacks what is in there, which is told beside the data.
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INCOMPLETE']);
});

it('keeps to the directories that were asked for, and calls that not complete', async () => {
  const three = await openThree();
  const done = await offboard(three, { user: leaver(three), directories: ['okta'] });
  expect(done.complete).toBe(false);
  expect([stateIn(done, 'workforce'), stateIn(done, 'okta'), stateIn(done, 'crm')]).toEqual([
    'SKIPPED',
    'DONE',
    'SKIPPED',
  ]);
  expect(three.writes()).toMatchObject({ pingOne: 0, scim: 0 });
  const { errors } = await three.ask(query, { input: { user: leaver(three), directories: ['nowhere'] } });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('leaves an account that a guard protects alone, and goes on elsewhere', async () => {
  const three = await openThree({ onlyAdministrator: true });
  const done = await offboard(three, { user: leaver(three) });
  expect(stepsIn(done, 'okta')).toEqual(['SUSPEND_USER REFUSED', 'REVOKE_USER_SESSIONS SKIPPED']);
  expect(done.accounts.find(({ directory }) => directory.key === 'okta')).toMatchObject({
    state: 'REFUSED',
    steps: [{ code: 'LAST_ADMINISTRATOR' }, {}],
  });
  expect([stateIn(done, 'workforce'), stateIn(done, 'crm'), done.complete]).toEqual(['DONE', 'DONE', false]);
  expect(held(three)).toMatchObject({
    pingOne: false,
    okta: 'ACTIVE',
    oktaRoles: ['SUPER_ADMIN'],
    scim: false,
  });
});

it("holds back the caller's own account, and one that is kept for emergencies", async () => {
  const caller: Caller = { ...localCaller, name: 'key:ops' };
  const own = await openThree({ breakGlass: ['ada.lovelace@corp.example'] });
  const refused = await offboard(own, { user: leaver(own) });
  expect(refused.accounts.map(({ state }) => state)).toEqual(['REFUSED', 'REFUSED', 'REFUSED']);
  expect(refused).toMatchObject({ complete: false, changed: false });
  expect(own.writes()).toEqual({ pingOne: 0, okta: 0, scim: 0 });

  const self: { user?: Caller['user'] } = {};
  const three = await openThree({
    caller: Object.defineProperty({ ...caller }, 'user', { get: () => self.user, enumerable: true }),
  });
  self.user = { directory: 'workforce', externalId: three.ada.pingOne };
  const done = await offboard(three, { user: leaver(three) });
  expect([stateIn(done, 'workforce'), stateIn(done, 'okta'), stateIn(done, 'crm')]).toEqual([
    'REFUSED',
    'DONE',
    'DONE',
  ]);
});

it('does what the caller may do, and says where the permission was missing', async () => {
  const grants = localCaller.grants.filter(({ permission }) => permission !== 'role:assign');
  const three = await openThree({ caller: { ...localCaller, name: 'key:helpdesk', grants } });
  const done = await offboard(three, { user: leaver(three) });
  expect([stateIn(done, 'workforce'), stateIn(done, 'okta'), stateIn(done, 'crm')]).toEqual([
    'PARTIAL',
    'PARTIAL',
    'DONE',
  ]);
  expect(stepsIn(done, 'okta')).toContain('REMOVE_ROLE_ASSIGNMENT REFUSED');
  expect(done.complete).toBe(false);
});

it('touches and names nothing that a confined caller may not see, and never calls that complete', async () => {
  const grants = localCaller.grants.map((grant) => ({ ...grant, directories: ['okta'] }));
  const three = await openThree({ caller: { ...localCaller, name: 'key:okta', grants } });
  const { data, errors } = await three.ask<{ offboardIdentity: Outcome }>(query, {
    input: { user: inOkta(three) },
  });
  expect(errors).toEqual([]);
  const done = data.offboardIdentity;
  expect(done.accounts.map(({ directory, state }) => `${directory.key} ${state}`)).toEqual(['okta DONE']);
  expect(done.complete).toBe(false);
  expect(done.notes).toHaveLength(1);
  expect(three.writes()).toMatchObject({ pingOne: 0, scim: 0 });
  const text = JSON.stringify(data);
  for (const hidden of ['workforce', 'crm', three.ada.pingOne, three.ada.scim])
    expect(text).not.toContain(hidden);
});

it('wants one person, and says when there is none', async () => {
  const three = await openThree();
  const nobody = { externalId: { directory: 'okta', externalId: '00u00000000000000000' } };
  expect(await offboard(three, { user: nobody })).toMatchObject({ __typename: 'NotFound' });
  expect(await offboard(three, { user: leaver(three), reason: '' })).toMatchObject({
    __typename: 'InvalidInput',
  });
  const { errors } = await three.ask(query, { input: {} });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('closes only the named account where that is not in the primary directory: others could be tied to it by a claim', async () => {
  const three = await openThree();
  const done = await offboard(three, { user: inOkta(three) });
  expect(stateIn(done, 'okta')).toBe('DONE');
  expect(stateIn(done, 'workforce')).toBe('SKIPPED');
  expect(stateIn(done, 'crm')).toBe('SKIPPED');
  expect(three.writes()).toMatchObject({ pingOne: 0, scim: 0 });
});
