import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
let person: Row;
let user: object;

beforeAll(async () => {
  gateway = await startGateway({ users: 60, seed: 3 });
});

beforeEach(() => {
  const { sandbox } = gateway;
  const holders = sandbox.tenant.children.get('users/roleAssignments');
  const found = gateway.users().find((row) => row['enabled'] === true && !holders?.has(row.id));
  if (found === undefined) throw new RangeError('Expected an ordinary user.');
  person = found;
  Object.assign(person, { mfaEnabled: false, mobilePhone: '+1.5125550177' });
  sandbox.tenant.children.get('users/devices')?.delete(person.id);
  sandbox.world.touch();
  user = { externalId: { directory: KEY, externalId: person.id } };
});

afterAll(async () => {
  await gateway.close();
});

interface Done {
  readonly __typename: string;
  readonly changed?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly device?:
    | string
    | { readonly id: string; readonly status: string; readonly nickname: string }
    | null;
  readonly secret?: string | null;
  readonly pairingKey?: string | null;
  readonly steps?: readonly { readonly name: string; readonly outcome: string }[];
  readonly user?: { readonly externalId: string; readonly mfa: { readonly status: string } };
}

const REQUIRE = `
  mutation RequireMfaEnrollment($input: RequireMfaEnrollmentInput!) {
    requireMfaEnrollment(input: $input) {
      __typename
      ... on RequireMfaEnrollmentSuccess { changed user { externalId mfa { status } } steps { name outcome } entry { id outcome } }
      ... on Error { message code retryable }
    }
  }`;

async function run(mutation: string, fields: string, input: object): Promise<Done> {
  const typename = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const answer = await gateway.ask<Record<string, Done>>(
    `mutation Run($input: ${typename}Input!) {
      ${mutation}(input: $input) {
        __typename
        ... on ${typename}Success { changed ${fields} }
        ... on Error { code message }
      }
    }`,
    { input },
  );
  expect(answer.errors).toEqual([]);
  const done = answer.data[mutation];
  if (done === undefined) throw new Error(`No answer of ${mutation}.`);
  return done;
}

test('the operation of the contract runs as it is written', async () => {
  const { data, errors } = await gateway.ask<{ requireMfaEnrollment: Done }>(REQUIRE, { input: { user } });
  expect(errors).toEqual([]);
  expect(data.requireMfaEnrollment).toMatchObject({
    __typename: 'RequireMfaEnrollmentSuccess',
    changed: true,
    user: { externalId: person.id, mfa: { status: 'NOT_ENROLLED' } },
    steps: [
      { name: 'enable-mfa', outcome: 'DONE' },
      { name: 'end-bypass', outcome: 'ALREADY' },
      { name: 'invite', outcome: 'SKIPPED' },
    ],
    entry: { outcome: 'SUCCEEDED' },
  });
});

test('a device is paired, renamed, blocked, unblocked and removed by its id', async () => {
  const paired = await run('pairMfaDevice', 'device secret', {
    user,
    type: 'SMS',
    contact: '+1.5125550142',
  });
  expect(paired).toMatchObject({ changed: true, secret: null });
  const { device } = paired;
  const fields = 'device { id status nickname }';
  expect(await run('renameMfaDevice', fields, { device, nickname: 'Desk' })).toMatchObject({
    device: { id: device, nickname: 'Desk' },
  });
  expect(await run('blockMfaDevice', fields, { device })).toMatchObject({ device: { status: 'BLOCKED' } });
  expect(await run('unlockMfaDevice', fields, { device })).toMatchObject({ device: { status: 'BLOCKED' } });
  expect(await run('unblockMfaDevice', fields, { device })).toMatchObject({ device: { status: 'ACTIVE' } });
  expect(await run('deleteMfaDevice', fields, { device })).toMatchObject({ changed: true, device: null });
  expect(gateway.devicesOf(person.id)).toEqual([]);
});

test('the seed of a TOTP device is in the answer, and the device waits for its first code', async () => {
  const { device, secret } = await run('pairMfaDevice', 'device secret keyUri', { user, type: 'TOTP' });
  expect(secret).toMatch(/^[0-9A-F]{40}$/);
  const active = await run('activateMfaDevice', 'device { status }', { device, otp: '123456' });
  expect(active).toMatchObject({ device: { status: 'ACTIVE' } });
  expect(await run('resetUserMfa', 'user { mfa { status } }', { user, endBypass: true })).toMatchObject({
    changed: true,
  });
});

test('the switch and the bypass are set and taken back', async () => {
  const status = 'user { mfa { status } }';
  expect(await run('enableUserMfa', status, { user })).toMatchObject({
    user: { mfa: { status: 'NOT_ENROLLED' } },
  });
  expect(await run('disableUserMfa', status, { user })).toMatchObject({
    user: { mfa: { status: 'DISABLED' } },
  });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect(await run('allowMfaBypass', 'differences { after }', { user, until })).toMatchObject({
    differences: [{ after: until }],
  });
  expect(await run('endMfaBypass', 'differences { after }', { user })).toMatchObject({ changed: true });
});

test('an application that is named for an invitation must be of the same directory', async () => {
  const application = Buffer.from('Application:other:1').toString('base64url');
  const { errors } = await gateway.ask(REQUIRE, {
    input: { user, invite: { method: 'MOBILE', application } },
  });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('the key for a mobile application is in the answer', async () => {
  const [id = ''] = gateway.sandbox.tenant.collections.get('applications')?.keys() ?? [];
  const application = Buffer.from(`Application:${KEY}:${id}`).toString('base64url');
  const done = await run('requireMfaEnrollment', 'pairingKey pairingKeyExpiresAt', {
    user,
    invite: { method: 'MOBILE', application },
  });
  expect(done.pairingKey).toMatch(/^[0-9A-Z]{12,14}$/);
});
