import type { Draft } from './draft.ts';
import type { Random } from './prng.ts';

type Provider = Record<string, unknown> & { readonly name: string };

function providers(draft: Draft, random: Random): Provider[] {
  return [
    {
      name: 'Contoso workforce',
      type: 'OPENID_CONNECT',
      enabled: true,
      description: 'The parent company',
      registration: { population: { id: draft.idOf('populations', 'Employees') } },
      issuer: 'https://login.contoso.example',
      authorizationEndpoint: 'https://login.contoso.example/authorize',
      tokenEndpoint: 'https://login.contoso.example/token',
      jwksEndpoint: 'https://login.contoso.example/keys',
      userInfoEndpoint: 'https://login.contoso.example/userinfo',
      discoveryEndpoint: 'https://login.contoso.example/.well-known/openid-configuration',
      clientId: 'rollcall-works',
      clientSecret: random.hex(4),
      scopes: ['openid', 'profile', 'email'],
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
      pkceMethod: 'S256',
    },
    {
      name: 'Partner SAML',
      type: 'SAML',
      enabled: true,
      idpEntityId: 'https://idp.partner.example/saml',
      spEntityId: 'https://login.example.com/saml',
      ssoBinding: 'HTTP_REDIRECT',
      ssoEndpoint: 'https://idp.partner.example/saml/sso',
      authnRequestSigned: false,
      idpVerification: { certificates: [{ id: draft.idOf('certificates', 'Partner SAML verification') }] },
      spSigning: { algorithm: 'SHA256withRSA', key: { id: draft.idOf('keys', 'Signing 2026') } },
    },
    {
      name: 'Google (retired)',
      type: 'GOOGLE',
      enabled: false,
      description: 'Switched off; some people are still linked to it',
      clientId: 'rollcall-works.apps.example',
      clientSecret: random.hex(4),
    },
  ];
}

const ATTRIBUTES = [
  { name: 'username', value: '${providerAttributes.sub}', update: 'EMPTY_ONLY', mappingType: 'CORE' },
  { name: 'email', value: '${providerAttributes.email}', update: 'ALWAYS', mappingType: 'CUSTOM' },
  {
    name: 'name.family',
    value: '${providerAttributes.family_name}',
    update: 'ALWAYS',
    mappingType: 'CUSTOM',
  },
] as const;

/** `identityProviders` with their attribute mappings, and the LDAP gateway beside them. Rows carry secrets, as PingOne's do. */
export function addIdentityProviders(draft: Draft): void {
  const random = draft.random('identity providers');
  for (const provider of providers(draft, random)) {
    const id = random.uuid();
    const dates = { createdAt: draft.ago(1200), updatedAt: draft.ago(random.between(20, 600)) };
    draft.addNamed('identityProviders', { id, environment: draft.environment, ...provider, ...dates });
    for (const attribute of ATTRIBUTES) {
      draft.addBelow('identityProviders/attributes', id, {
        id: random.uuid(),
        environment: draft.environment,
        identityProvider: { id },
        ...attribute,
        ...dates,
      });
    }
  }
  draft.addNamed('gateways', {
    id: random.uuid(),
    environment: draft.environment,
    name: 'Head office LDAP',
    description: 'Reads groups of the old directory',
    type: 'LDAP',
    enabled: true,
    vendor: 'PingDirectory',
    bindDN: 'cn=reader,dc=example,dc=com',
    connectionSecurity: 'TLS',
    serversHostAndPort: ['ldap.example.com:636'],
  });
}
