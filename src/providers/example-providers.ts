/** A provider of each kind that is connected to nothing: for the pages that say what each has. */
import { Secret } from '../model/secret.ts';
import type { Provider } from './provider.ts';
import { connectProvider } from './registry.ts';

export interface ExampleProvider {
  readonly name: string;
  readonly provider: Provider;
}

/** One of each kind, with made-up settings that fit its form. */
export function exampleProviders(): readonly ExampleProvider[] {
  const common = { key: 'example', writable: true } as const;
  const secret = new Secret('none');
  const clientId = '00000000-0000-4000-8000-000000000000';
  const ldap = {
    ...common,
    provider: 'LDAP',
    endpoint: { host: 'localhost', port: 636, security: 'tls' },
    bindDn: 'cn=example',
    password: secret,
    baseDn: 'dc=example,dc=com',
    userFilter: null,
    groupFilter: null,
    usernameAttribute: null,
    emailAttribute: null,
    employeeNumberAttribute: null,
    customAttributes: [],
    pageSize: 200,
  } as const;
  const pingOne = connectProvider({
    ...common,
    provider: 'PINGONE',
    environmentId: clientId,
    region: null,
    apiUrl: 'https://localhost/v1',
    tokenUrl: 'https://localhost/as/token',
    clientId,
    clientSecret: secret,
    tokenAuthMethod: 'basic',
    reportThreshold: 200,
  });
  const okta = connectProvider({
    ...common,
    provider: 'OKTA',
    orgUrl: 'https://localhost',
    apiToken: secret,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
    systemLog: true,
    automations: true,
  });
  const entraId = connectProvider({
    ...common,
    provider: 'ENTRA_ID',
    tenantId: clientId,
    clientId,
    clientSecret: secret,
    graphUrl: 'https://localhost/v1.0',
    loginUrl: 'https://localhost',
  });
  const google = connectProvider({
    ...common,
    provider: 'GOOGLE_WORKSPACE',
    customerId: 'my_customer',
    adminEmail: 'admin@example.com',
    serviceAccountEmail: 'example@example.iam.gserviceaccount.com',
    privateKey: secret,
    apiUrl: 'https://localhost/admin/directory/v1',
    tokenUrl: 'https://localhost/token',
    pendingUntilFirstSignIn: true,
  });
  const scim = connectProvider({
    ...common,
    provider: 'SCIM',
    url: 'https://localhost/scim/v2',
    token: secret,
    maxPages: 1,
    listLimit: 1,
  });
  const keycloak = connectProvider({
    ...common,
    provider: 'KEYCLOAK',
    baseUrl: 'https://localhost',
    realm: 'example',
    clientId: 'example',
    clientSecret: secret,
    tokenAuthMethod: 'basic',
  });
  return [
    { name: 'PingOne', provider: pingOne },
    { name: 'Okta', provider: okta },
    { name: 'Entra ID', provider: entraId },
    { name: 'Google Workspace', provider: google },
    { name: 'SCIM', provider: scim },
    {
      name: 'Active Directory',
      provider: connectProvider({ ...ldap, flavour: 'active-directory', privilegedGroups: [] }),
    },
    {
      name: 'OpenLDAP',
      provider: connectProvider({ ...ldap, flavour: 'openldap', privilegedGroups: ['cn=admins'] }),
    },
    { name: 'Keycloak', provider: keycloak },
  ];
}
