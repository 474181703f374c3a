import type { Draft } from './draft.ts';

const PRODUCTS = ['PING_ONE_BASE', 'PING_ONE_MFA', 'PING_ONE_PROVISIONING', 'PING_ONE_DAVINCI'];

/** The organisation, its licence, and its environments: one, or two when the worker application has one of its own. */
export function addEnvironments(draft: Draft): void {
  const { tenant } = draft;
  const random = draft.random('environments');
  const organization = { id: tenant.organizationId };
  draft.addPlatform('organizations', {
    id: tenant.organizationId,
    name: 'Rollcall Works',
    type: 'PAID',
    createdAt: draft.ago(2950),
    updatedAt: draft.ago(30),
  });
  const addEnvironment = (id: string, name: string, description: string): void =>
    draft.addPlatform('environments', {
      id,
      name,
      description,
      type: 'PRODUCTION',
      region: 'EU',
      status: 'ACTIVE',
      organization,
      license: { id: tenant.licenseId },
      createdAt: draft.ago(2900),
      updatedAt: draft.ago(200),
    });
  addEnvironment(tenant.environmentId, 'Workforce', 'The people of Rollcall Works');
  if (tenant.adminEnvironmentId !== tenant.environmentId) {
    addEnvironment(tenant.adminEnvironmentId, 'Administrators', 'Owns the worker applications');
  }
  tenant.settings.set('billOfMaterials', {
    solutionType: 'WORKFORCE',
    products: PRODUCTS.map((type) => ({ id: random.uuid(), type })),
    createdAt: draft.ago(2900),
    updatedAt: draft.ago(200),
  });
  draft.addPlatform('licenses', {
    id: tenant.licenseId,
    name: 'Workforce',
    package: 'WORKFORCE_PLUS',
    status: 'ACTIVE',
    organization,
    beginsAt: draft.ago(300),
    expiresAt: draft.ago(-430),
    assignedEnvironmentsCount: tenant.adminEnvironmentId === tenant.environmentId ? 1 : 2,
    users: {
      max: 10_000_000,
      hardLimitMax: 11_000_000,
      annualActiveIncluded: 250_000,
      monthlyActiveIncluded: 150_000,
    },
    environments: { max: 10, regions: ['EU'] },
  });
  tenant.settings.set('adminConfig', {
    environment: draft.environment,
    mfaStatus: 'ENFORCE',
    authenticationMethod: 'PINGONE',
    // Texts, as PingOne's own schema has them; what stands inside isn't published, so readers must not depend on it.
    allowedMethods: { EMAIL: '{"enabled":true}', FIDO2: '{"enabled":true}', TOTP: '{"enabled":true}' },
    hasFido2Capabilities: true,
    isPingIDInBOM: false,
    recovery: true,
    createdAt: draft.ago(2900),
    updatedAt: draft.ago(90),
  });
}

/** Webhooks: one that works, one that was left half set up. */
export function addSubscriptions(draft: Draft): void {
  const random = draft.random('subscriptions');
  const add = (name: string, enabled: boolean, url: string, headers: Record<string, string>): void =>
    draft.addNamed('subscriptions', {
      id: random.uuid(),
      environment: draft.environment,
      name,
      enabled,
      protocol: 'HTTPS',
      format: 'ACTIVITY',
      httpEndpoint: { url, headers },
      verifyTlsCertificates: enabled,
      filterOptions: {
        includedActionTypes: ['USER.UPDATED', 'USER.DELETED', 'ROLE_ASSIGNMENT.CREATED'],
        includedPopulations: [{ id: draft.idOf('populations', 'Employees') }],
        ipAddressExposed: true,
        userAgentExposed: false,
      },
      createdAt: draft.ago(500),
      updatedAt: draft.ago(random.between(10, 400)),
    });
  add('Security log', true, 'https://siem.example.com/pingone', { Authorization: `Bearer ${random.hex(3)}` });
  add('Trial of a log service', false, 'http://collector.example.net/events', {});
}

/** The schema of users with the attributes that this organisation added. */
export function addSchemas(draft: Draft): void {
  const random = draft.random('schemas');
  const schemaId = random.uuid();
  draft.addNamed('schemas', {
    id: schemaId,
    environment: draft.environment,
    name: 'User',
    description: 'Attributes of users',
    allowsContainsOperator: false,
  });
  for (const name of ['costCenter', 'startDate', 'endDate']) {
    draft.addBelow('schemas/attributes', schemaId, {
      id: random.uuid(),
      environment: draft.environment,
      schema: { id: schemaId },
      name,
      displayName: name,
      schemaType: 'CUSTOM',
      type: 'STRING',
      enabled: true,
      required: false,
      unique: false,
      multiValued: false,
    });
  }
}
