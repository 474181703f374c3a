import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGlobalId } from '../../../src/graphql/global-id.ts';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({ users: 20 });
});

afterAll(() => gateway.close());

type Told = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** What a mutation answers, its one field being asked for whole. */
async function mutate(name: string, input: object, success = ''): Promise<Told> {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const { data, errors } = await gateway.ask<Readonly<Record<string, Told>>>(
    `mutation M($input: ${type}Input!) { ${name}(input: $input) {
      __typename
      ... on ${type}Success { changed differences { path before after } entry { id outcome } ${success} }
      ... on Error { code message }
    } }`,
    { input },
  );
  expect(errors).toEqual([]);
  const told = data[name];
  if (told === undefined) throw new Error(`Expected an answer of ${name}.`);
  return told;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Expected a text.');
  return value;
}

async function ledger(): Promise<string> {
  const { data } = await gateway.ask(
    '{ ledger(first: 100) { nodes { action outcome parameters before after particulars subject { id externalId } } } }',
  );
  expect(data).not.toBeNull();
  return JSON.stringify(data);
}

const payroll = {
  directory: KEY,
  name: 'Payroll 2',
  enabled: true,
  protocol: 'OPENID_CONNECT',
  type: 'WEB_APP',
  grantTypes: ['AUTHORIZATION_CODE'],
  responseTypes: ['CODE'],
  redirectUris: ['https://payroll.example.test/back'],
  tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
  settings: { hiddenFromAppPortal: true },
};

describe('the life of an application in the graph', () => {
  test('created, changed, given scopes, a policy and an attribute, switched off, deleted', async () => {
    const created = await mutate(
      'createApplication',
      payroll,
      'externalId application { id name enabled oidc { redirectUris } }',
    );
    expect(created).toMatchObject({
      __typename: 'CreateApplicationSuccess',
      changed: true,
      application: { name: 'Payroll 2', enabled: true, oidc: { redirectUris: payroll.redirectUris } },
    });
    const application = encodeGlobalId('Application', `${KEY}:${textOf(created['externalId'])}`);
    expect(created['application']).toMatchObject({ id: application });
    const row = gateway.sandbox.tenant.collections.get('applications')?.get(textOf(created['externalId']));
    expect(row).toMatchObject({ hiddenFromAppPortal: true });

    const updated = await mutate(
      'updateApplication',
      { application, description: 'Wages' },
      'application { description }',
    );
    expect(updated).toMatchObject({
      application: { description: 'Wages' },
      differences: [{ path: 'description' }],
    });

    const { children, collections } = gateway.sandbox.tenant;
    const [resourceId = '', scopes] = [...(children.get('resources/scopes') ?? [])][0] ?? [];
    const [scopeId = ''] = scopes?.keys() ?? [];
    const grant = await mutate(
      'createApplicationGrant',
      { application, resourceId, scopeIds: [scopeId] },
      'externalId application { grants { externalId resourceId scopeIds } }',
    );
    expect(grant).toMatchObject({
      changed: true,
      application: { grants: [{ resourceId, scopeIds: [scopeId] }] },
    });

    const [policyId = ''] = collections.get('signOnPolicies')?.keys() ?? [];
    const signOnPolicy = encodeGlobalId('SignOnPolicy', `${KEY}:${policyId}`);
    const assigned = await mutate(
      'createSignOnPolicyAssignment',
      { application, signOnPolicy, priority: 1 },
      'application { signOnPolicies { priority policy { id } } }',
    );
    expect(assigned).toMatchObject({
      application: { signOnPolicies: [{ priority: 1, policy: { id: signOnPolicy } }] },
    });

    const attribute = await mutate(
      'createApplicationAttribute',
      { application, name: 'mail', value: '${user.email}', required: true },
      'externalId application { attributes { name value required } }',
    );
    expect(attribute).toMatchObject({
      application: { attributes: [{ name: 'mail', value: '${user.email}', required: true }] },
    });
    expect(
      await mutate('deleteApplicationAttribute', { application, externalId: attribute['externalId'] }),
    ).toMatchObject({ changed: true });

    expect(await mutate('disableApplication', { application }, 'application { enabled }')).toMatchObject({
      changed: true,
      application: { enabled: false },
    });
    expect(await mutate('deleteApplication', { application })).toMatchObject({ changed: true });
    const { data } = await gateway.ask<{ application: unknown }>(
      'query Q($id: ID!) { application(id: $id) { name } }',
      { id: application },
    );
    expect(data.application).toBeNull();
  });

  test('a rotated secret is shown once, and the graph never shows it again', async () => {
    const created = await mutate('createApplication', { ...payroll, name: 'Rotated' }, 'application { id }');
    const { id: application } = created['application'] as { readonly id: string };
    const input = { application, idempotencyKey: 'rotate-1', reason: 'Left a laptop on a train' };
    const ask = 'secret application { secret { hasPrevious } }';
    const first = await mutate('rotateApplicationSecret', input, ask);
    const secret = textOf(first['secret']);
    expect(first).toMatchObject({ changed: true, application: { secret: { hasPrevious: true } } });
    expect(await mutate('rotateApplicationSecret', input, ask)).toMatchObject({
      changed: true,
      secret: null,
    });
    expect(
      await mutate(
        'revokePreviousApplicationSecret',
        { application },
        'application { secret { hasPrevious } }',
      ),
    ).toMatchObject({ changed: true, application: { secret: { hasPrevious: false } } });
    expect(await ledger()).not.toContain(secret);
  });
});

describe('secrets that are sent', () => {
  const secret = 'canary-of-the-graph';
  const partner = { directory: KEY, name: 'Partner', type: 'GOOGLE', clientId: 'x', clientSecret: secret };

  test('are in no answer and no record, also when the request is wrong', async () => {
    const created = await mutate(
      'createIdentityProvider',
      { ...partner, enabled: true },
      'identityProvider { id name enabled attributes { name } }',
    );
    expect(created).toMatchObject({
      changed: true,
      identityProvider: { name: 'Partner', attributes: [{ name: 'username' }] },
    });
    const hook = await mutate(
      'createWebhook',
      {
        directory: KEY,
        name: 'Collector',
        enabled: true,
        format: 'ACTIVITY',
        verifiesTls: true,
        url: `https://events.example.test/in?key=${secret}`,
        headers: { Authorization: `Bearer ${secret}` },
        includedActionTypes: ['USER.CREATED'],
        settings: { protocol: 'HTTPS' },
      },
      'externalId webhook { name url }',
    );
    expect(hook).toMatchObject({ changed: true, webhook: { url: 'https://events.example.test/in' } });
    const off = await mutate(
      'disableWebhook',
      { directory: KEY, externalId: hook['externalId'] },
      'webhook { enabled }',
    );
    expect(off).toMatchObject({ changed: true, webhook: { enabled: false } });
    const wrong = await gateway.ask(
      'mutation M($input: CreateIdentityProviderInput!) { createIdentityProvider(input: $input) { __typename } }',
      { input: partner },
    );
    expect(wrong.errors).toHaveLength(1);
    expect(JSON.stringify([created, hook, off, wrong.errors])).not.toContain(secret);
    expect(await ledger()).not.toContain(secret);
  });
});

test('what the actions are about can be read: every row of applications, identity providers, certificates', async () => {
  const { data, errors } = await gateway.ask<{
    directory: Readonly<Record<string, readonly { readonly attributes?: unknown }[]>>;
    applications: { nodes: readonly object[] };
  }>(
    `query Q($key: String!) {
      directory(key: $key) {
        certificates { id externalId name usage status }
        identityProviders { id externalId name type enabled attributes { externalId name value update mappingType } }
        webhooks { externalId name enabled url }
      }
      applications(first: 5) {
        nodes {
          id
          grants { externalId resourceId scopeIds }
          attributes { externalId name value mappingType }
          signOnPolicies { externalId priority policy { id } }
          roleAssignments(first: 5) { nodes { externalId } }
        }
      }
    }`,
    { key: KEY },
  );
  expect(errors).toEqual([]);
  expect(data.applications.nodes).toHaveLength(5);
  expect(data.directory['certificates']?.length).toBeGreaterThan(0);
  expect(data.directory['identityProviders']?.[0]?.attributes).not.toHaveLength(0);
});
