import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGlobalId } from '../../../src/graphql/global-id.ts';
import { KEY, startGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});

afterAll(async () => {
  await gateway.close();
});

/** Asks for one mutation and answers its result. */
async function mutate(
  name: string,
  input: Readonly<Record<string, unknown>>,
  success = '',
): Promise<Readonly<Record<string, unknown>>> {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const { data, errors } = await gateway.ask<Record<string, Readonly<Record<string, unknown>>> | null>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) {
      __typename
      ... on ${type}Success { changed version differences { path before after } ${success} }
      ... on Error { code message }
      ... on ActionConflict { state version }
    } }`,
    { input },
  );
  return data?.[name] ?? { errors };
}

function idOf(typename: string, externalId: string | undefined): string {
  return encodeGlobalId(typename, `${KEY}:${externalId ?? ''}`);
}

function firstOf(collection: string, fits: (row: Readonly<Record<string, unknown>>) => boolean = () => true) {
  return [...(gateway.sandbox.tenant.collections.get(collection)?.values() ?? [])].find(fits);
}

describe('configuration in the graph', () => {
  test('a group is created in a population, changed and deleted, and is shown as it is afterwards', async () => {
    const population = idOf('Population', firstOf('populations')?.id);
    const created = await mutate(
      'createGroup',
      { directory: KEY, name: 'Auditors', population, settings: { customData: { cost: 7 } } },
      'externalId group { id name description customData population { id } }',
    );
    expect(created).toMatchObject({
      __typename: 'CreateGroupSuccess',
      changed: true,
      group: { name: 'Auditors', description: null, customData: { cost: 7 }, population: { id: population } },
    });
    const { id: group } = created['group'] as { readonly id: string };
    const changed = await mutate(
      'updateGroup',
      { group, description: 'Look at books', ifVersion: created['version'] },
      'group { name description }',
    );
    expect(changed).toMatchObject({
      differences: [{ path: 'description', before: null, after: 'Look at books' }],
      group: { name: 'Auditors', description: 'Look at books' },
    });
    expect(
      await mutate('updateGroup', { group, description: 'Late', ifVersion: created['version'] }),
    ).toMatchObject({
      __typename: 'ActionConflict',
      state: { description: 'Look at books' },
      version: changed['version'],
    });
    expect(await mutate('deleteGroup', { group })).toMatchObject({ changed: true });
    expect(await gateway.ask('query ($id: ID!) { group(id: $id) { name } }', { id: group })).toMatchObject({
      data: { group: null },
    });
  });

  test('numbers of a password policy are named in words and kept where the provider keeps them', async () => {
    const created = await mutate(
      'createPasswordPolicy',
      {
        directory: KEY,
        name: 'Vault',
        excludesCommonlyUsed: true,
        excludesProfileData: true,
        notSimilarToCurrent: true,
        minLength: 16,
        minSpecial: 2,
        lockoutFailureCount: 5,
        lockoutDurationSeconds: 600,
      },
      'passwordPolicy { id minLength minSpecial lockoutFailureCount }',
    );
    expect(created).toMatchObject({
      passwordPolicy: { minLength: 16, minSpecial: 2, lockoutFailureCount: 5 },
    });
    const { id: passwordPolicy } = created['passwordPolicy'] as { readonly id: string };
    expect(
      await mutate(
        'updatePasswordPolicy',
        { passwordPolicy, minSpecial: null, settings: { lockout: null } },
        'passwordPolicy { minSpecial lockoutFailureCount minLength }',
      ),
    ).toMatchObject({ passwordPolicy: { minSpecial: null, lockoutFailureCount: null, minLength: 16 } });
  });

  test('a sign-on policy is made with its steps, which are named by the id of the provider', async () => {
    const created = await mutate(
      'createSignOnPolicy',
      { directory: KEY, name: 'Vault' },
      'signOnPolicy { id }',
    );
    const { id: signOnPolicy } = created['signOnPolicy'] as { readonly id: string };
    const device = firstOf('deviceAuthenticationPolicies')?.id;
    await mutate('createSignOnPolicyAction', { signOnPolicy, type: 'LOGIN', priority: 1 });
    const step = await mutate(
      'createSignOnPolicyAction',
      {
        signOnPolicy,
        type: 'MULTI_FACTOR_AUTHENTICATION',
        priority: 2,
        noDevicesMode: 'BLOCK',
        deviceAuthenticationPolicy: idOf('DeviceAuthenticationPolicy', device),
      },
      'externalId signOnPolicy { name enforcesMfa: actions { type noDevicesMode externalId } }',
    );
    expect(step).toMatchObject({
      changed: true,
      signOnPolicy: {
        name: 'Vault',
        enforcesMfa: [{ type: 'LOGIN' }, { type: 'MULTI_FACTOR_AUTHENTICATION', noDevicesMode: 'BLOCK' }],
      },
    });
    const whole = String(step['externalId']);
    const own = whole.split('/')[1] ?? '';
    const changed = { signOnPolicy, noDevicesMode: 'BYPASS' };
    expect(await mutate('updateSignOnPolicyAction', { ...changed, externalId: own })).toMatchObject({
      differences: [{ path: 'noDevicesMode', before: 'BLOCK', after: 'BYPASS' }],
    });
    expect(await mutate('updateSignOnPolicyAction', { ...changed, externalId: whole })).toMatchObject({
      changed: false,
    });
    expect(await mutate('deleteSignOnPolicyAction', { signOnPolicy, externalId: own })).toMatchObject({
      changed: true,
    });
    expect(await mutate('deleteSignOnPolicy', { signOnPolicy })).toMatchObject({ changed: true });
  });

  test('a population is sent to an outside provider, and the neighbour of an id is not taken for it', async () => {
    const provider = firstOf('identityProviders', ({ enabled }) => enabled === true);
    const population = idOf('Population', firstOf('populations')?.id);
    const identityProvider = idOf('IdentityProvider', provider?.id);
    expect(
      await mutate('setPopulationIdentityProvider', { population, identityProvider }, 'population { id }'),
    ).toMatchObject({ changed: true, population: { id: population } });
    expect(
      await mutate('setPopulationIdentityProvider', { population, identityProvider: null }),
    ).toMatchObject({ changed: true });
    expect(await mutate('setPopulationIdentityProvider', { population })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await mutate('updatePopulation', { population: identityProvider, name: 'Wrong' })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('a device policy and a role are made in words of the graph', async () => {
    expect(
      await mutate(
        'createDeviceAuthenticationPolicy',
        { directory: KEY, name: 'Passkeys', fido2: true },
        'deviceAuthenticationPolicy { name methods { method enabled } }',
      ),
    ).toMatchObject({
      deviceAuthenticationPolicy: {
        name: 'Passkeys',
        methods: expect.arrayContaining([
          { method: 'fido2', enabled: true },
          { method: 'sms', enabled: false },
        ]),
      },
    });
    // The gateway's application lacks the right to manage roles, which is said.
    expect(
      await mutate('createRole', {
        directory: KEY,
        name: 'Readers',
        permissions: ['dir:read:user'],
        canBeAssignedBy: [],
      }),
    ).toMatchObject({ __typename: 'ActionFailed', code: 'FORBIDDEN' });
  });
});
