import { randomUUID } from 'node:crypto';
import { requireMembers } from '../serve/body.ts';
import type { Call, Collection, JsonObject } from './resource.ts';
import { needsOf } from './resource.ts';
import { constraint, invalidValue } from './checks.ts';
import { below, configured } from './configured.ts';

const CLIENT = ['clientId', 'clientSecret'];
/** The members that each type demands besides name, type and enabled. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  FACEBOOK: ['appId', 'appSecret'],
  GOOGLE: CLIENT,
  LINKEDIN: CLIENT,
  LINKEDIN_OIDC: CLIENT,
  TWITTER: CLIENT,
  AMAZON: CLIENT,
  YAHOO: CLIENT,
  GITHUB: CLIENT,
  MICROSOFT: CLIENT,
  PAYPAL: [...CLIENT, 'clientEnvironment'],
  APPLE: ['clientId', 'clientSecretSigningKey', 'keyId', 'teamId'],
  OPENID_CONNECT: [
    ...CLIENT,
    'authorizationEndpoint',
    'issuer',
    'jwksEndpoint',
    'scopes',
    'tokenEndpoint',
    'tokenEndpointAuthMethod',
  ],
  SAML: ['idpEntityId', 'ssoBinding', 'ssoEndpoint', 'idpVerification.certificates'],
};

const providers = configured(
  {
    name: 'identityProviders',
    id: 'identityProviderId',
    audit: 'IDENTITY_PROVIDER',
    needs: needsOf('configuration', 'idps', 'identityProvider'),
  },
  {
    unique: ['name'],
    required: ['name', 'type', 'enabled'],
    // The definition says 200 where a creation says 201 elsewhere.
    createStatus: 200,
    createOnly: ['type'],
    prepare: checkMembers,
    afterCreate: (row, call) => addCoreMapping(row.id, call),
    beforeChange: (row, body) => checkMembers({ ...body, type: row['type'] }),
  },
);

function checkMembers(provider: JsonObject): void {
  const type = String(provider['type']);
  const demanded = Object.hasOwn(DEMANDED, type) ? DEMANDED[type] : undefined;
  if (demanded === undefined)
    throw invalidValue('type', `There is no type ${type.slice(0, 40)}.`, Object.keys(DEMANDED));
  requireMembers(provider, demanded);
}

/** Every provider has a mapping of the user name, which the service makes. */
function addCoreMapping(providerId: string, call: Call): void {
  const id = randomUUID();
  const now = call.world.now();
  call.world.rows(mappings.store, providerId, true).set(id, {
    id,
    name: 'username',
    value: '${providerAttributes.sub}',
    update: 'EMPTY_ONLY',
    mappingType: 'CORE',
    identityProvider: { id: providerId },
    createdAt: now,
    updatedAt: now,
  });
}

const mappings = below(
  providers,
  { name: 'attributes', id: 'attributeId', audit: 'IDENTITY_PROVIDER_ATTRIBUTE' },
  {
    required: ['name', 'value', 'update'],
    readOnly: ['mappingType', 'identityProvider'],
    unique: ['name'],
    prepare: (row, call) => {
      checkMapping(row);
      row['mappingType'] = 'CUSTOM';
      row['identityProvider'] = { id: call.params['identityProviderId'] };
    },
    beforeChange: (_row, body) => checkMapping(body),
    beforeRemove: (row) => {
      if (row['mappingType'] === 'CORE') throw constraint('mappingType', 'A core mapping cannot be deleted.');
    },
  },
);

function checkMapping(mapping: JsonObject): void {
  const allowed = ['EMPTY_ONLY', 'ALWAYS'];
  if (!allowed.includes(String(mapping['update'])))
    throw invalidValue('update', 'Expected EMPTY_ONLY or ALWAYS.', allowed);
}

export const identityProviders: readonly Collection[] = [providers, mappings];
